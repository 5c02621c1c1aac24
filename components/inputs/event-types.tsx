import { ACTIONS, type Action, type Config } from "../../lib/config";
import type { SniffedSource } from "../../lib/sources/types";
import styles from "./file-columns.module.css";

interface EventTypesProps {
  file: string;
  source: SniffedSource;
  /** Where the type column stands. */
  position: number;
  config: Config;
  onColumns: (columns: Config["standardize"]["columns"]) => void;
}

/** Which action each value of the type column is, as far as the first rows show them. Rows with other values are rejected. */
export function EventTypes({ file, source, position, config, onColumns }: EventTypesProps) {
  const { columns } = config.standardize;
  const types = columns.events?.types ?? {};
  const values = source.sample.flatMap((row) => row[position] || []);
  const open = [...new Set([...values, ...Object.keys(types)])].filter((value) => !isAction(value));
  const choose = (value: string, action: string) => {
    const { [value]: _, ...others } = types;
    const after = isAction(action) ? { ...others, [value]: action } : others;
    onColumns({ ...columns, events: Object.assign({}, columns.events, { types: after }) });
  };
  return (
    <ul>
      {open.map((value) => (
        <li key={value} className={styles.column}>
          <span title={value}>“{value}”</span>
          <select
            aria-label={`Action for ${value} in ${file}`}
            value={types[value] ?? ""}
            onChange={(event) => choose(value, event.target.value)}
          >
            <option value="">Rejected</option>
            {ACTIONS.map((action) => (
              <option key={action} value={action}>
                {action}
              </option>
            ))}
          </select>
          <span className={styles.value}>action_type</span>
        </li>
      ))}
    </ul>
  );
}

function isAction(value: string): value is Action {
  return (ACTIONS as readonly string[]).includes(value);
}
