import type { Config } from "../../../lib/config";
import { type History, VERDICTS, type Verdict } from "../../../lib/inspection";
import { whole } from "../../ui/format";
import styles from "./timeline.module.css";
import { verdictNames } from "./verdict-words";

/** How many of the customer's actions are in and out, beside the shape that each verdict is drawn with. */
export function VerdictLegend({ history, config }: { history: History; config: Config }) {
  const names = verdictNames(config);
  const shown = VERDICTS.filter((verdict) => isPossible(verdict, config) || history.counts[verdict] > 0);
  return (
    <ul className={styles.legend} aria-label="Actions of the customer">
      {shown.map((verdict) => (
        <li key={verdict} data-none={history.counts[verdict] === 0}>
          <VerdictMark verdict={verdict} />
          <span className="number">{whole(history.counts[verdict])}</span> {names[verdict]}
        </li>
      ))}
    </ul>
  );
}

function isPossible(verdict: Verdict, { filter }: Config): boolean {
  if (verdict === "partition-date") return filter.cutoff !== "event_time";
  if (verdict === "older-than-lookback") return filter.lookbackDays !== null;
  return true;
}

export function VerdictMark({ verdict }: { verdict: Verdict }) {
  return (
    <svg className={styles.mark} viewBox="0 0 12 12" width="12" height="12" aria-hidden="true">
      {SHAPES[verdict]}
    </svg>
  );
}

const SHAPES: Record<Verdict, React.ReactNode> = {
  in: <circle cx="6" cy="6" r="4" fill="currentColor" />,
  "at-or-after-cutoff": <circle cx="6" cy="6" r="3.5" fill="none" stroke="currentColor" strokeWidth="1.5" />,
  "partition-date": <path d="M6 2 10 6 6 10 2 6Z" fill="none" stroke="currentColor" strokeWidth="1.5" />,
  "older-than-lookback": <path d="M2 6H10" stroke="currentColor" strokeWidth="2" opacity="0.6" />,
  "beyond-newest": <circle cx="6" cy="6" r="2.5" fill="currentColor" opacity="0.6" />,
};
