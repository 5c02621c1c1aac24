import { useEffect, useRef, useState } from "react";
import { mostlyEmpty } from "../lib/check/doubts";
import { openedTitle } from "./opened/opened-title";
import { reachedWords } from "./reached-words";
import styles from "./status-line.module.css";
import { counted, share } from "./ui/format";
import type { WorkbenchModel } from "./use-workbench";

const ANNOUNCE_MS = 1000;
/** A build makes room for itself before it begins. */
const LOST = ", and the page no longer has the dataset before it";

/** The page's one status. While a build runs its text changes once a second at most, so that it can be listened to. */
export function StatusLine({ model }: { model: WorkbenchModel }) {
  const text = useCalm(statusOf(model), model.build.kind === "building");
  return (
    <footer id="page-end" className={styles.line}>
      <span className={styles.mark} data-kind={model.stale ? "stale" : model.build.kind} aria-hidden />
      <p role="status">{text}</p>
      {model.build.kind === "built" || model.build.kind === "failed" ? (
        <button type="button" className={styles.jump} onClick={() => document.querySelector("main")?.scrollIntoView()}>
          Show it
        </button>
      ) : null}
    </footer>
  );
}

export function statusOf({ files, build, stale, opened }: WorkbenchModel): string {
  switch (build.kind) {
    case "building": {
      if (!build.progress) return "Building";
      const { stage } = build.progress;
      return `Building: ${[stage, ...reachedWords(build.progress)].join(", ")}`;
    }
    case "built": {
      if (build.refused) return "The build did not begin. The dataset before it is still here";
      if (stale) return "Files or settings changed since this build. Build again to apply them";
      const { report } = build.built;
      const { histories, violations } = report.audit;
      const empty = mostlyEmpty(report) ? `, ${share(report.emptyHistories, report.histories)} empty` : "";
      return `${counted(histories, "history", "histories")} checked, ${counted(violations, "leak")}${empty}. Dataset ready`;
    }
    case "failed":
      return `The build stopped${build.lost ? LOST : ""}. Files and settings are still in place`;
    case "cancelled":
      return `The build was cancelled${build.lost ? LOST : ""}. Files and settings are still in place`;
    case "idle":
      if (opened)
        return `${openedTitle(opened)}. ${files.length === 0 ? "Add the files to build from" : `${counted(files.length, "file")} added`}`;
      return files.length === 0 ? "No files yet. Nothing leaves this computer" : `${counted(files.length, "file")} added`;
  }
}

/** The text, held back while `busy` so that it changes at most once in {@link ANNOUNCE_MS}. */
function useCalm(text: string, busy: boolean): string {
  const [shown, setShown] = useState(text);
  const shownAt = useRef(0);
  useEffect(() => {
    const wait = busy ? Math.max(0, shownAt.current + ANNOUNCE_MS - performance.now()) : 0;
    const timer = setTimeout(() => {
      shownAt.current = performance.now();
      setShown(text);
    }, wait);
    return () => clearTimeout(timer);
  }, [text, busy]);
  return shown;
}
