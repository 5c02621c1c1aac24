import { useState } from "react";
import { controls } from "../../lib/check/finding";
import { ACTIONS, type Action, type Config, EVENT_MEANINGS, type EventMeaning } from "../../lib/config";
import type { Guess } from "../../lib/sources/guess";
import type { ColumnProfile } from "../../lib/sources/profile";
import { Button } from "../ui/button";
import { counted, share, whole } from "../ui/format";
import styles from "./columns.module.css";
import { withEventType } from "./mapped-columns";

interface EventTypesProps {
  file: string;
  layout: string;
  /** Of the type column. */
  profile: ColumnProfile;
  /** What values that are not mapped usually mean. */
  proposals: Guess["types"];
  config: Config;
  onColumns: (columns: Config["standardize"]["columns"]) => void;
}

/** Which action each value of the type column is, as far as the first rows show them. Rows with other values are rejected. */
export function EventTypes({ file, layout, profile, proposals, config, onColumns }: EventTypesProps) {
  const { columns } = config.standardize;
  const types = columns.events?.types ?? {};
  const values = valuesOf(profile, types);
  const proposed = Object.entries(proposals);
  const accept = () => onColumns(proposed.reduce((after, [value, meaning]) => withEventType(after, value, meaning), columns));
  return (
    <section className={styles.types} aria-label={`Event types of ${file}`}>
      <p className={styles.holds}>
        {profile.distinct === null
          ? "More than 40 different values: perhaps another column holds the type."
          : `${counted(values.length, "event type")} in the first ${whole(profile.rows)} rows`}
      </p>
      {proposed.length > 0 ? (
        <p className={styles.guess}>
          <span>Proposed: {proposed.map(([value, meaning]) => `${value} → ${meaning}`).join(", ")}</span>
          <Button onClick={accept}>Use these</Button>
        </p>
      ) : null}
      <ul>
        {values.map(({ value, count }, index) => {
          const meaning = types[value] ?? (isAction(value) ? value : null);
          return (
            <li key={value} className={styles.type} data-missing={meaning === null}>
              <span className={styles.canonical} title={value}>
                {value}
              </span>
              <span className={styles.amount} title={`${whole(count)} of ${whole(profile.rows)} rows`}>
                {count > 0 ? share(count, profile.rows) : "–"}
              </span>
              <select
                aria-label={`Action for ${value} in ${file}`}
                data-control={index === 0 ? controls.eventTypes(layout) : undefined}
                value={meaning ?? ""}
                onChange={(event) =>
                  onColumns(withEventType(columns, value, (event.target.value || null) as EventMeaning | null))
                }
              >
                <option value="">{isAction(value) ? "As named" : "Not mapped: rejected"}</option>
                <Meanings />
              </select>
            </li>
          );
        })}
        <AnotherType file={file} onType={(value, meaning) => onColumns(withEventType(columns, value, meaning))} />
      </ul>
      {profile.missing > 0 ? (
        <p className={styles.holds}>{share(profile.missing, profile.rows)} of these rows have no type: they are rejected.</p>
      ) : null}
    </section>
  );
}

/** A value that the first rows do not show. */
function AnotherType({ file, onType }: { file: string; onType: (value: string, meaning: EventMeaning) => void }) {
  const [value, setValue] = useState("");
  const name = value.trim();
  const choose = (meaning: EventMeaning) => {
    onType(name, meaning);
    setValue("");
  };
  return (
    <li className={styles.type}>
      <input
        aria-label={`Another event type of ${file}`}
        placeholder="Another"
        maxLength={1000}
        value={value}
        onChange={(event) => setValue(event.target.value)}
      />
      <span />
      <select
        aria-label={`Action for another event type of ${file}`}
        disabled={name === ""}
        value=""
        onChange={(event) => choose(event.target.value as EventMeaning)}
      >
        <option value="" disabled>
          Choose…
        </option>
        <Meanings />
      </select>
    </li>
  );
}

function Meanings() {
  return EVENT_MEANINGS.map((meaning) => (
    <option key={meaning} value={meaning}>
      {meaning}
    </option>
  ));
}

/** The values of the file, the most frequent first, then those that only the config knows. */
function valuesOf({ distinct }: ColumnProfile, types: Readonly<Record<string, EventMeaning>>) {
  const counts = new Map<string, number>();
  for (const { value, count } of distinct ?? []) counts.set(value.trim(), (counts.get(value.trim()) ?? 0) + count);
  for (const value of Object.keys(types)) if (!counts.has(value)) counts.set(value, 0);
  return [...counts].map(([value, count]) => ({ value, count }));
}

function isAction(value: string): value is Action {
  return (ACTIONS as readonly string[]).includes(value);
}
