import type { Config, Role } from "../../lib/config";
import { canonicalColumns, findColumns } from "../../lib/sources/recognise";
import type { SniffedSource } from "../../lib/sources/types";
import { EventTypes } from "./event-types";
import styles from "./file-columns.module.css";
import { withColumn } from "./mapped-columns";

interface ColumnMappingProps {
  file: string;
  role: Role;
  source: SniffedSource;
  config: Config;
  onColumns: (columns: Config["standardize"]["columns"]) => void;
}

/** Which of the file's columns is which column of its role, with its first value. What is chosen holds for the role. */
export function ColumnMapping({ file, role, source, config, onColumns }: ColumnMappingProps) {
  const found = findColumns(role, source, config);
  const used = new Set(Object.values(found));
  const unused = source.columns.filter((_, position) => !used.has(position)).map(({ name }) => name);
  return (
    <>
      <ul>
        {shownColumns(role, found).map((canonical) => {
          const position = found[canonical];
          const value = position === undefined ? null : source.sample[0]?.[position];
          return (
            <li key={canonical} className={styles.column}>
              <span title={canonical}>{canonical}</span>
              <select
                aria-label={`Column for ${canonical} in ${file}`}
                value={position ?? ""}
                onChange={(event) => {
                  const name = event.target.value === "" ? null : (source.columns[Number(event.target.value)]?.name ?? null);
                  onColumns(withColumn(config.standardize.columns, role, canonical, name));
                }}
              >
                <option value="">{position === undefined ? "None" : "As named"}</option>
                {source.columns.map((column, index) => (
                  // biome-ignore lint/suspicious/noArrayIndexKey: columns are told apart by their place alone
                  <option key={index} value={index}>
                    {column.name || `column ${index + 1}`}
                  </option>
                ))}
              </select>
              <span className={styles.value} title={value ?? undefined}>
                {value ?? "–"}
              </span>
            </li>
          );
        })}
      </ul>
      {role === "events" && found.action_type !== undefined ? (
        <EventTypes file={file} source={source} position={found.action_type} config={config} onColumns={onColumns} />
      ) : null}
      {config.standardize.columns[role] ? (
        <p className={styles.unused}>Chosen columns hold for every file of this role.</p>
      ) : null}
      {unused.length > 0 ? <p className={styles.unused}>Not used: {unused.join(", ")}</p> : null}
    </>
  );
}

/** Of impressions, the columns of the form that the file has: a list, or a row an item. `simple_id` is never used. */
function shownColumns(role: Role, found: Readonly<Record<string, number>>): string[] {
  const isFlat = found.item_id !== undefined && found.impressions === undefined;
  const left = role !== "impressions" ? ["simple_id"] : isFlat ? ["impressions"] : ["item_id", "is_order", "slot"];
  return canonicalColumns(role).filter((canonical) => !left.includes(canonical));
}
