import { useEffect, useMemo, useState } from "react";
import type { Config } from "../../lib/config";
import { NO_FILTER, type SampleView, WHOLE_VIEW } from "../../lib/sample";
import type { Built } from "../../workers/protocol";
import { counted } from "../ui/format";
import { ProblemAlert } from "../ui/problem-alert";
import type { WorkbenchModel } from "../use-workbench";
import { Legend } from "./legend";
import { SequenceTable } from "./sequence-table";
import styles from "./sequences.module.css";
import type { TimelineTarget } from "./timeline/timeline-dialog";
import { useSamplePages } from "./use-sample-pages";

const TYPING_MS = 200;

interface SequencesProps {
  built: Built;
  config: Config;
  sample: WorkbenchModel["sample"];
  onOpen: (target: TimelineTarget) => void;
}

/** The sequences as the model will see them. `config` is the one they were built with. */
export function Sequences({ built, config, sample, onOpen }: SequencesProps) {
  const [search, setSearch] = useState("");
  const customer = useSettled(search.trim());
  const view = useMemo(() => viewOf(customer), [customer]);
  const pages = useSamplePages(sample, built, view);
  const [selection, setSelection] = useState<{ pages: typeof pages; index: number } | null>(null);
  const selected = selection?.pages === pages ? (selection?.index ?? null) : null;
  const total = pages?.counts()?.total ?? null;
  const problem = pages?.problem();
  return (
    <div className={styles.sequences}>
      <div className={styles.tools}>
        <input
          type="search"
          aria-label="Search by customer"
          placeholder="Search by customer"
          value={search}
          onChange={(event) => setSearch(event.target.value)}
        />
        <span className={styles.count}>{total === null ? "" : counted(total, "row")}</span>
        <Legend />
      </div>
      {problem ? <ProblemAlert problem={problem} /> : null}
      {total === 0 ? <p className={styles.none}>No customer's id contains “{customer}”.</p> : null}
      <SequenceTable
        pages={pages}
        config={config}
        selected={selected}
        onSelect={(index) => setSelection({ pages, index })}
        onOpen={(row) => onOpen({ customer: row.customerId, dt: row.dt, row })}
      />
    </div>
  );
}

function viewOf(text: string): SampleView {
  return text === "" ? WHOLE_VIEW : { ...WHOLE_VIEW, filter: { ...NO_FILTER, customer: { how: "contains", text } } };
}

/** The text once it has not changed for a moment. */
function useSettled(text: string): string {
  const [settled, setSettled] = useState(text);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(text), TYPING_MS);
    return () => clearTimeout(timer);
  }, [text]);
  return settled;
}
