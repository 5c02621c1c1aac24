import { STAGES } from "../../lib/report";
import { reachedWords } from "../reached-words";
import type { BuildState } from "../workbench-state";
import styles from "./building.module.css";

/** What stands in the place of the result while it is made. */
export function Building({ build }: { build: Extract<BuildState, { kind: "building" }> }) {
  return (
    <section className={styles.building} aria-label="Build in progress">
      <p className={styles.words}>The sequences appear here when the audit has read them back.</p>
      <ol className={styles.stages}>
        {STAGES.map((stage) => {
          const reached = build.reached[stage];
          const fraction = reached?.fraction ?? 0;
          return (
            <li key={stage}>
              <span>{stage}</span>
              <progress className={styles.bar} max={1} value={fraction} aria-label={stage} />
              <span className={styles.percent}>{Math.floor(100 * fraction)}%</span>
              <span className={styles.amount}>{reached ? reachedWords(reached).join(" · ") : null}</span>
            </li>
          );
        })}
      </ol>
    </section>
  );
}
