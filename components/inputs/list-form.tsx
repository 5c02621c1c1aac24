import { useId } from "react";
import type { Config } from "../../lib/config";
import type { ColumnProfile } from "../../lib/sources/profile";
import styles from "./columns.module.css";
import { withList } from "./mapped-columns";

const SEPARATORS = { " ": "blank", "|": "pipe  |", ",": "comma  ,", ";": "semicolon  ;", "\t": "tab" } as const;
const LABELS = { "": "none", "-": "after  -", ":": "after  :", "=": "after  =", _: "after  _" } as const;

interface ListFormProps {
  profile: ColumnProfile;
  config: Config;
  onColumns: (columns: Config["standardize"]["columns"]) => void;
}

/** How a text cell lists the items shown, where it is not JSON. */
export function ListForm({ profile, config, onColumns }: ListFormProps) {
  const id = useId();
  const { columns } = config.standardize;
  const list = columns.impressions?.list;
  const { holds } = profile;
  if (!list && (holds.kind === "structs" || (holds.kind === "ids" && holds.separator === null))) return null;
  const set = (separator: string, label: string) =>
    onColumns(withList(columns, separator === "" ? undefined : { separator, label: label || null }));
  const separator = list?.separator ?? "";
  const label = list?.label ?? "";
  return (
    <div className={styles.pair}>
      <label htmlFor={`${id}s`}>Between items</label>
      <select id={`${id}s`} value={separator} onChange={(event) => set(event.target.value, label)}>
        <option value="">JSON list</option>
        <Options of={SEPARATORS} value={separator} />
      </select>
      <label htmlFor={`${id}l`}>Label of an item</label>
      <select id={`${id}l`} value={label} disabled={!list} onChange={(event) => set(separator, event.target.value)}>
        <Options of={LABELS} value={label} />
      </select>
    </div>
  );
}

/** The options, and the value itself where it is none of them. */
export function Options({ of, value }: { of: Readonly<Record<string, string>>; value: string }) {
  const entries = Object.entries(of);
  return (
    <>
      {entries.map(([option, words]) => (
        <option key={option} value={option}>
          {words}
        </option>
      ))}
      {value === "" || value in of ? null : <option value={value}>{value}</option>}
    </>
  );
}
