import { useId } from "react";
import { STAGES, type Stage } from "../lib/report";
import styles from "./build-control.module.css";
import { Button } from "./ui/button";
import { counted, short } from "./ui/format";
import type { WorkbenchModel } from "./use-workbench";
import type { BuildState } from "./workbench-state";

const ESTIMATE_AFTER_MS = 2000;
/** The part of a large build's time that each stage takes, about; the audit counts as part of `pad`. */
const WEIGHTS: Record<Stage, number> = { standardize: 0.44, unify: 0.01, filter: 0.06, rank: 0.18, pad: 0.31 };

/** The one primary button; while it works, the progress bar in its place. */
export function BuildControl({ model }: { model: WorkbenchModel }) {
  const reasonId = useId();
  if (model.build.kind === "building") return <Progress build={model.build} onCancel={model.cancelBuild} />;
  const reason = missing(model);
  return (
    <div className={styles.control}>
      {reason ? (
        <span id={reasonId} className={styles.reason}>
          {reason}
        </span>
      ) : null}
      <Button
        kind="primary"
        disabled={reason !== null}
        aria-describedby={reason ? reasonId : undefined}
        onClick={model.startBuild}
      >
        Build dataset
      </Button>
    </div>
  );
}

function missing({ files }: WorkbenchModel): string | null {
  if (files.length === 0) return "No files yet";
  const reading = files.filter((entry) => entry.source === null && entry.problem === null).length;
  return reading > 0 ? `Reading ${counted(reading, "file")}` : null;
}

type Building = Extract<BuildState, { kind: "building" }>;

function Progress({ build, onCancel }: { build: Building; onCancel: () => void }) {
  const percent = Math.floor(100 * overall(build));
  return (
    <div className={styles.control}>
      <div className={styles.progress}>
        <progress aria-label="Build progress" max={100} value={percent} />
        <span className={styles.figures}>{progressText(build)}</span>
      </div>
      <Button onClick={onCancel}>Cancel</Button>
    </div>
  );
}

/** The part of the whole build that is done, 0 to 1. */
function overall({ fractions }: Building): number {
  return STAGES.reduce((sum, stage) => sum + WEIGHTS[stage] * (fractions[stage] ?? 0), 0);
}

function progressText(build: Building): string {
  const { progress } = build;
  if (!progress) return "starting";
  const left = timeLeft(build);
  const figures = [progress.stage, `${short(progress.rows)} rows`, `${short(progress.rowsPerSecond)} rows/s`];
  return [...figures, ...(left ? [left] : [])].join(" · ");
}

function timeLeft(build: Building): string | null {
  const elapsed = performance.now() - build.startedAt;
  const done = overall(build);
  if (elapsed < ESTIMATE_AFTER_MS || done < 0.05) return null;
  const seconds = Math.ceil((elapsed * (1 - done)) / done / 1000);
  return seconds < 60 ? `${seconds} s left` : `${Math.ceil(seconds / 60)} min left`;
}
