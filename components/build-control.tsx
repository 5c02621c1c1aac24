import { useId } from "react";
import styles from "./build-control.module.css";
import { Button } from "./ui/button";
import { counted, short, timeLeft } from "./ui/format";
import { useNow } from "./ui/use-now";
import type { WorkbenchModel } from "./use-workbench";
import type { BuildState } from "./workbench-state";

/** The one primary button; while it works, the progress bar and Cancel. Both are one button, so that it keeps the focus. */
export function BuildControl({ model }: { model: WorkbenchModel }) {
  const reasonId = useId();
  const { build } = model;
  const isBuilding = build.kind === "building";
  const reason = isBuilding ? null : missing(model);
  return (
    <div className={styles.control}>
      {isBuilding ? <Progress build={build} /> : null}
      {reason ? (
        <span id={reasonId} className={styles.reason}>
          {reason}
        </span>
      ) : null}
      <Button
        kind={isBuilding ? "plain" : "primary"}
        disabled={reason !== null}
        aria-describedby={reason ? reasonId : undefined}
        onClick={isBuilding ? model.cancelBuild : model.startBuild}
      >
        {isBuilding ? "Cancel" : "Build dataset"}
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

function Progress({ build }: { build: Building }) {
  const percent = Math.floor(100 * (build.progress?.done ?? 0));
  return (
    <div className={styles.progress}>
      <progress aria-label="Build progress" max={100} value={percent} />
      <Figures build={build} />
    </div>
  );
}

/** The time left goes on between two messages of the build. */
function Figures({ build: { progress, at } }: { build: Building }) {
  const sinceThen = Math.max(0, useNow() - at) / 1000;
  if (!progress) return <span className={styles.figures}>starting</span>;
  const { stage, rowsPerSecond, secondsLeft } = progress;
  const left = secondsLeft === null ? [] : [timeLeft(secondsLeft - sinceThen)];
  const rate = rowsPerSecond === 0 ? [] : [`${short(rowsPerSecond)} rows/s`];
  return <span className={styles.figures}>{[...left, stage, ...rate].join(" · ")}</span>;
}
