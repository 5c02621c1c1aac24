import { ChevronLeft, ChevronRight } from "lucide-react";
import type { History } from "../../../lib/inspection";
import { Button } from "../../ui/button";
import { whole } from "../../ui/format";
import styles from "./timeline.module.css";

/** The customer's impression days: one before, one after, or any. */
export function DayStepper({
  history,
  onStep,
  onDay,
}: {
  history: History;
  onStep: (by: number) => void;
  onDay: (dt: string) => void;
}) {
  const { days, dt } = history;
  const index = days.findIndex((day) => day.dt === dt);
  return (
    <div className={styles.stepper}>
      <Button
        kind="icon"
        aria-label="Previous impression day"
        title="Previous day (↑)"
        disabled={index === 0}
        onClick={() => onStep(-1)}
      >
        <ChevronLeft size={16} aria-hidden />
      </Button>
      <select aria-label="Impression day" value={dt} onChange={(event) => onDay(event.target.value)}>
        {days.map((day) => (
          <option key={day.dt} value={day.dt}>
            {`${day.dt} · ${whole(day.length)}${day.truncated ? ", truncated" : ""}`}
          </option>
        ))}
      </select>
      <Button
        kind="icon"
        aria-label="Next impression day"
        title="Next day (↓)"
        disabled={index === days.length - 1}
        onClick={() => onStep(1)}
      >
        <ChevronRight size={16} aria-hidden />
      </Button>
      <span className={styles.quiet}>
        day {whole(index + 1)} of {whole(days.length)}
      </span>
    </div>
  );
}
