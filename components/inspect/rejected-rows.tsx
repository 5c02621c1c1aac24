import { useState } from "react";
import type { RejectReason, Report } from "../../lib/report";
import type { Built } from "../../workers/protocol";
import { Button } from "../ui/button";
import { download } from "../ui/download";
import { whole } from "../ui/format";
import { Accounts } from "./rejected/accounts";
import styles from "./rejected/rejected-rows.module.css";
import { RejectedTable } from "./rejected/rejected-table";

/** The rows that could not be used, and why; and where all rows went. */
export function RejectedRows({ built }: { built: Built }) {
  const [reason, setReason] = useState<RejectReason | null>(null);
  const counts = rejectedByReason(built.report);
  const all = counts.reduce((sum, [, count]) => sum + count, 0);
  const rows = reason === null ? built.rejected : built.rejected.filter((row) => row.reason === reason);
  const more = (counts.find(([name]) => name === reason)?.[1] ?? all) - rows.length;
  return (
    <div className={styles.section}>
      <Accounts sources={built.report.sources} />
      {all === 0 ? (
        <p className={styles.none}>No row was rejected.</p>
      ) : (
        <>
          <div className={styles.tools}>
            <fieldset className={styles.reasons}>
              <legend className="visually-hidden">Reason</legend>
              <Reason name="all" count={all} checked={reason === null} onCheck={() => setReason(null)} />
              {counts.map(([name, count]) => (
                <Reason key={name} name={name} count={count} checked={reason === name} onCheck={() => setReason(name)} />
              ))}
            </fieldset>
            <Button onClick={() => download("rejected.csv", built.rejectedCsv)}>Download rejected rows</Button>
          </div>
          <RejectedTable key={reason} rows={rows} />
          {more > 0 ? <p className={styles.none}>The first 1,000 of each reason are shown; all are in the download.</p> : null}
        </>
      )}
    </div>
  );
}

function Reason({ name, count, checked, onCheck }: { name: string; count: number; checked: boolean; onCheck: () => void }) {
  return (
    <label className={styles.reason}>
      <input type="radio" name="reason" checked={checked} onChange={onCheck} />
      {name} <span>{whole(count)}</span>
    </label>
  );
}

/** Reasons with their counts over all files, the most frequent first. */
export function rejectedByReason({ sources }: Pick<Report, "sources">): [reason: RejectReason, count: number][] {
  const counts = new Map<RejectReason, number>();
  for (const { rejected } of sources) {
    for (const [reason, count] of Object.entries(rejected) as [RejectReason, number][]) {
      counts.set(reason, (counts.get(reason) ?? 0) + count);
    }
  }
  return [...counts].filter(([, count]) => count > 0).sort(([, one], [, other]) => other - one);
}
