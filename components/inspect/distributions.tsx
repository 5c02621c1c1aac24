import { type Report, STAGES } from "../../lib/report";
import table from "../ui/data-table.module.css";
import { duration, share, whole } from "../ui/format";
import styles from "./sections.module.css";

/** How the histories and the time are spread. */
export function Distributions({ report }: { report: Report }) {
  const { histories, emptyHistories, truncatedHistories } = report;
  const fits = histories - emptyHistories - truncatedHistories;
  return (
    <div className={styles.pair}>
      <SharesTable
        name="Histories"
        unit="Histories"
        rows={[
          ["Empty: all padding", emptyHistories],
          [`1 to ${whole(report.config.rank.maxActions)} actions`, fits],
          ["Truncated", truncatedHistories],
        ]}
        format={whole}
      />
      <SharesTable
        name="Time by stage"
        unit="Time"
        rows={[...STAGES, "audit"].map((stage) => [stage, report.milliseconds[stage] ?? 0])}
        format={duration}
      />
    </div>
  );
}

interface SharesTableProps {
  name: string;
  unit: string;
  rows: [name: string, value: number][];
  format: (value: number) => string;
}

function SharesTable({ name, unit, rows, format }: SharesTableProps) {
  const all = rows.reduce((sum, [, value]) => sum + value, 0);
  return (
    <section>
      <h3>{name}</h3>
      <table className={table.table} aria-label={name}>
        <thead>
          <tr>
            <th scope="col">Part</th>
            <th scope="col" data-align="end">
              {unit}
            </th>
            <th scope="col" data-align="end">
              Share
            </th>
            <th scope="col">
              <span className="visually-hidden">Bar</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map(([part, value]) => (
            <tr key={part}>
              <th scope="row">{part}</th>
              <td data-align="end">{format(value)}</td>
              <td data-align="end">{share(value, all)}</td>
              <td>
                <meter className={styles.bar} min={0} max={all || 1} value={value} aria-label={`${part}, share`} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
