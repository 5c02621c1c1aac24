import { type Report, STAGES } from "../../../lib/report";
import table from "../../ui/data-table.module.css";
import { duration, share } from "../../ui/format";
import { Section } from "./section";

/** Where the time of the build went. */
export function TimeByStage({ report }: { report: Report }) {
  const stages = [...STAGES, "audit"].map((stage) => ({ stage, spent: report.milliseconds[stage] ?? 0 }));
  const all = stages.reduce((sum, { spent }) => sum + spent, 0);
  return (
    <Section title="Time by stage" words={`${duration(all)} in all.`}>
      <table className={table.table} aria-label="Time by stage">
        <thead>
          <tr>
            <th scope="col">Stage</th>
            <th scope="col" data-align="end">
              Time
            </th>
            <th scope="col" data-align="end">
              Share
            </th>
          </tr>
        </thead>
        <tbody>
          {stages.map(({ stage, spent }) => (
            <tr key={stage}>
              <th scope="row">{stage}</th>
              <td data-align="end">{duration(spent)}</td>
              <td data-align="end">{share(spent, all)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Section>
  );
}
