import { ArrowRight, CircleAlert, Info, TriangleAlert } from "lucide-react";
import type { Finding, Level } from "../../lib/check/finding";
import { Button } from "../ui/button";
import { showControl } from "../ui/show-control";
import styles from "./findings.module.css";

const ICONS = { error: CircleAlert, warning: TriangleAlert, note: Info } as const;
const NAMES: Record<Level, string> = { error: "Error", warning: "Warning", note: "Note" };

/** Findings with the ways to what mends them; nothing where there are none. */
export function Findings({ label, findings }: { label: string; findings: readonly Finding[] }) {
  if (findings.length === 0) return null;
  return (
    <ul className={styles.findings} aria-label={label}>
      {findings.map((finding) => (
        <FindingItem key={finding.text} finding={finding} />
      ))}
    </ul>
  );
}

function FindingItem({ finding: { level, text, mend } }: { finding: Finding }) {
  const Icon = ICONS[level];
  return (
    <li className={styles.finding} data-level={level}>
      <Icon size={14} aria-hidden />
      <p>
        <span className="visually-hidden">{NAMES[level]}: </span>
        {text}{" "}
        {mend ? (
          <Button kind="quiet" onClick={() => showControl(mend.control)}>
            {mend.label}
            <ArrowRight size={12} aria-hidden />
          </Button>
        ) : null}
      </p>
    </li>
  );
}
