import { useEffect, useState } from "react";
import type { Distributions as Counts } from "../../../lib/distributions";
import { type Problem, problemOf } from "../../../lib/errors";
import type { Ask } from "../../../lib/inspection";
import type { Report } from "../../../lib/report";
import { ProblemAlert } from "../../ui/problem-alert";
import type { ShowRows } from "./counts-table";
import { DayCounts } from "./day-counts";
import styles from "./distributions.module.css";
import { ItemCounts } from "./item-counts";
import { LengthCounts } from "./length-counts";
import { TimeByStage } from "./time-by-stage";
import { TypeCounts } from "./type-counts";

interface DistributionsProps {
  report: Report;
  ask: Ask;
  onFilter: ShowRows;
}

/** How the dataset is spread. What is counted can be seen: a bar, or its number, leads to its rows. */
export function Distributions({ report, ask, onFilter }: DistributionsProps) {
  const answer = useDistributions(ask, report);
  if (answer === null) return <p className={styles.words}>Counting.</p>;
  if ("problem" in answer) return <ProblemAlert problem={answer.problem} />;
  const { counts } = answer;
  if (counts.histories === 0) return <p className={styles.words}>The dataset has no rows, so there is nothing to count.</p>;
  return (
    <div className={styles.distributions}>
      <p className={styles.words}>Choose a bar, or an underlined figure, to see its rows.</p>
      <TypeCounts counts={counts} config={report.config} onFilter={onFilter} />
      <LengthCounts counts={counts} report={report} onFilter={onFilter} />
      <DayCounts counts={counts} onFilter={onFilter} />
      <ItemCounts counts={counts} onFilter={onFilter} />
      <TimeByStage report={report} />
    </div>
  );
}

type Answer = { counts: Counts } | { problem: Problem };

/** The counts of one build; null until they are there. */
function useDistributions(ask: Ask, report: Report): Answer | null {
  const [answer, setAnswer] = useState<Answer | null>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another build has other counts
  useEffect(() => {
    let current = true;
    const settle = (settled: Answer) => current && setAnswer(settled);
    ask("distributions", null).then(
      (counts) => settle({ counts }),
      (thrown: unknown) => settle({ problem: problemOf(thrown) }),
    );
    return () => {
      current = false;
    };
  }, [ask, report]);
  return answer;
}
