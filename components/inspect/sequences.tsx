import type { Config } from "../../lib/config";
import type { Built } from "../../workers/protocol";
import { counted, whole } from "../ui/format";
import { ProblemAlert } from "../ui/problem-alert";
import type { WorkbenchModel } from "../use-workbench";
import { ActiveFilters } from "./active-filters";
import { Legend } from "./legend";
import { RandomDraw } from "./random-draw";
import { SampleFilters } from "./sample-filters";
import type { SamplePages } from "./sample-pages";
import { SampleSearch } from "./sample-search";
import tools from "./sample-tools.module.css";
import { SequenceTable } from "./sequence-table";
import styles from "./sequences.module.css";
import type { TimelineTarget } from "./timeline/timeline-dialog";
import { useSamplePages } from "./use-sample-pages";
import type { SampleViewModel } from "./use-sample-view";

interface SequencesProps {
  built: Built;
  config: Config;
  sample: WorkbenchModel["sample"];
  samples: SampleViewModel;
  onOpen: (target: TimelineTarget) => void;
}

/** The sequences as the model will see them. `config` is the one they were built with. */
export function Sequences({ built, config, sample, samples, onOpen }: SequencesProps) {
  const { view } = samples;
  const { pages, busy } = useSamplePages(sample, built, view);
  const problem = pages?.problem();
  return (
    <div className={styles.sequences}>
      <div className={tools.tools}>
        <SampleSearch filter={view.filter} onSearch={samples.addFilter} />
        <SampleFilters filter={view.filter} config={config} onFilter={samples.addFilter} />
        <RandomDraw random={view.random} onDraw={samples.setRandom} />
      </div>
      <div className={tools.found}>
        <p className={tools.count} aria-live="polite">
          {countWords(pages, built.report.rows)}
        </p>
        <ActiveFilters model={samples} config={config} />
        <Legend />
      </div>
      {problem ? <ProblemAlert problem={problem} /> : null}
      <SequenceTable
        pages={pages}
        busy={busy}
        config={config}
        sort={view.sort}
        onSort={samples.sortBy}
        onOpen={(row) => onOpen({ customer: row.customerId, dt: row.dt, row })}
      />
      {pages?.counts()?.total === 0 ? (
        <p className={styles.none}>{built.report.rows === 0 ? "The dataset has no rows." : "No row matches."}</p>
      ) : null}
    </div>
  );
}

/** `500,000 rows`, `12 of 500,000 rows match`, `100 drawn of 500,000 rows` */
function countWords(pages: SamplePages | null, rows: number): string {
  const counts = pages?.counts();
  if (!counts) return "";
  const { total, matching } = counts;
  if (total < matching) return `${whole(total)} drawn of ${counted(matching, "row")}`;
  return matching === rows ? counted(rows, "row") : `${whole(matching)} of ${counted(rows, "row")} match`;
}
