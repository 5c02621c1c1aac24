import type { Report } from "../../lib/report";
import type { Built } from "../../workers/protocol";
import { Button } from "../ui/button";
import table from "../ui/data-table.module.css";
import { download } from "../ui/download";
import { counted, whole } from "../ui/format";
import styles from "./sections.module.css";

/** The rows that could not be used, and why. */
export function RejectedRows({ built }: { built: Built }) {
  const reasons = rejectedByReason(built.report);
  const all = reasons.reduce((sum, [, count]) => sum + count, 0);
  if (all === 0) return <p className={styles.section}>No row was rejected.</p>;
  const more = all - built.rejected.length;
  return (
    <div className={styles.section}>
      <div className={styles.head}>
        <dl className={styles.reasons}>
          {reasons.map(([reason, count]) => (
            <div key={reason}>
              <dt>{reason}</dt>
              <dd>{whole(count)}</dd>
            </div>
          ))}
        </dl>
        <Button onClick={() => download("rejected.csv", built.rejectedCsv)}>Download rejected rows</Button>
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by key */}
      <section className={table.wrap} aria-label="Rejected rows by file" tabIndex={0}>
        <RejectedTable built={built} />
      </section>
      {more > 0 ? <p className={styles.quiet}>{counted(more, "more row")} in the download.</p> : null}
    </div>
  );
}

function RejectedTable({ built }: { built: Built }) {
  return (
    <table className={table.table} aria-label="Rejected rows">
      <thead>
        <tr>
          <th scope="col">File</th>
          <th scope="col" data-align="end">
            Row
          </th>
          <th scope="col">Reason</th>
          <th scope="col">Text</th>
        </tr>
      </thead>
      <tbody>
        {built.rejected.map(({ file, row, reason, text }) => (
          <tr key={`${file} ${row} ${reason} ${text}`}>
            <td>{file}</td>
            <td data-align="end">{whole(row)}</td>
            <td>{reason}</td>
            <td className={table.text}>{text}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** Reasons with their counts over all files, the most frequent first. */
export function rejectedByReason({ sources }: Report): [reason: string, count: number][] {
  const counts = new Map<string, number>();
  for (const { rejected } of sources) {
    for (const [reason, count] of Object.entries(rejected)) counts.set(reason, (counts.get(reason) ?? 0) + count);
  }
  return [...counts].filter(([, count]) => count > 0).sort(([, one], [, other]) => other - one);
}
