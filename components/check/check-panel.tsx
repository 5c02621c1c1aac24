import { type Finding, sortFindings } from "../../lib/check/finding";
import { counted, percent, whole } from "../ui/format";
import type { CheckModel } from "../use-check";
import styles from "./check-panel.module.css";
import { Coverage } from "./coverage";
import { Findings } from "./findings";

interface CheckPanelProps {
  check: CheckModel;
  /** What is to be said of the disk. */
  disk: Finding | null;
  /** Only what is wrong; nothing where all is well. */
  compact?: boolean;
}

/** What a sample of the files says before the build, and where to mend what is wrong. */
export function CheckPanel({ check, disk, compact = false }: CheckPanelProps) {
  const { checked, isChecking } = check;
  const all = disk?.level === "warning" ? sortFindings([...check.findings, disk]) : check.findings;
  const findings = compact ? all.filter(({ level }) => level !== "note") : all;
  if (compact && findings.length === 0) return null;
  const isAwaited = isChecking && !checked && findings.length === 0;
  return (
    <section className={styles.panel} aria-labelledby="check" aria-busy={isChecking} data-awaited={isAwaited || undefined}>
      <header className={styles.head}>
        <h2 id="check">Check</h2>
        <p className={styles.summary} aria-live="polite">
          {isChecking ? "Reading a sample of the files…" : summaryOf(findings, checked)}
        </p>
      </header>
      <Findings label="Findings" findings={findings} />
      {disk?.level === "note" && !compact ? <p className={styles.aside}>{disk.text}</p> : null}
      {checked && !compact ? <Coverage checked={checked} /> : null}
    </section>
  );
}

function summaryOf(findings: readonly Finding[], checked: CheckModel["checked"]): string {
  const counts = (["error", "warning"] as const).flatMap((level) => {
    const count = findings.filter((finding) => finding.level === level).length;
    return count > 0 ? [counted(count, level)] : [];
  });
  if (counts.length > 0 || !checked) return counts.join(", ");
  const read = checked.layouts.reduce((sum, { rowsRead }) => sum + rowsRead, 0);
  const kept = checked.layouts.reduce((sum, { rowsKept }) => sum + rowsKept, 0);
  const whether = checked.layouts.every(({ isWhole }) => isWhole) ? "all" : "a sample of";
  return read === 0 ? "No rows" : `${percent(kept, read)} of ${whether} ${whole(read)} rows can be used`;
}
