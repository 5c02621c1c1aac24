import { useId } from "react";
import styles from "./build-control.module.css";
import { Button } from "./ui/button";
import { counted, short, timeLeft } from "./ui/format";
import { useNow } from "./ui/use-now";
import type { WorkbenchModel } from "./use-workbench";
import type { BuildState } from "./workbench-state";

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
  const percent = Math.floor(100 * (build.progress?.done ?? 0));
  return (
    <div className={styles.control}>
      <div className={styles.progress}>
        <progress aria-label="Build progress" max={100} value={percent} />
        <Figures build={build} />
      </div>
      <Button onClick={onCancel}>Cancel</Button>
    </div>
  );
}

/** The time left goes on between two messages of the build. */
function Figures({ build: { progress, at } }: { build: Building }) {
  const sinceThen = Math.max(0, useNow() - at) / 1000;
  if (!progress) return <span className={styles.figures}>starting</span>;
  const { stage, rowsPerSecond, secondsLeft } = progress;
  const left = secondsLeft === null ? [] : [timeLeft(secondsLeft - sinceThen)];
  return <span className={styles.figures}>{[...left, stage, `${short(rowsPerSecond)} rows/s`].join(" · ")}</span>;
}
