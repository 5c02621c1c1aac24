import type { Change } from "../../lib/difference";
import table from "../ui/data-table.module.css";
import styles from "./opened.module.css";
import { settingText } from "./setting-text";

/** What settings differ from the defaults, one a row. */
export function ChangesTable({ changes }: { changes: Change[] }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by key
    <section className={`${styles.scroll} ${styles.changes}`} aria-label="Settings" tabIndex={0}>
      <table className={table.table} aria-label="Settings that differ from the defaults">
        <thead>
          <tr>
            <th scope="col">Setting</th>
            <th scope="col">Set to</th>
            <th scope="col">Default</th>
          </tr>
        </thead>
        <tbody>
          {changes.map(({ path, value, base }) => (
            <tr key={path.join("\0")}>
              <th scope="row">
                <Path path={path} />
              </th>
              <td className={styles.value}>{settingText(value)}</td>
              <td className={styles.base}>{settingText(base ?? canonicalName(path))}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

/** A column that is not mapped is the one of that name. */
function canonicalName([section, key, , column]: string[]): string | null {
  const isColumn = section === "standardize" && key === "columns" && column !== "types" && column !== "list";
  return isColumn ? (column ?? null) : null;
}

/** The keys, the last one in full ink. */
function Path({ path }: { path: string[] }) {
  return (
    <code className={styles.path}>
      {path.slice(0, -1).map((key) => (
        <span key={key}>
          {key}.<wbr />
        </span>
      ))}
      {path.at(-1)}
    </code>
  );
}
