import { zoneTime } from "../../ui/zone-time";
import { percent } from "./lines";
import styles from "./plot.module.css";
import { type Range, shareOf } from "./range";
import { ticks } from "./ticks";

const TICK_PX = 80;
const LABEL_PX = 56;

/** Round times of the zone's clock, with the zone and the day at the left end. */
export function TimeAxis({ range, zone, width }: { range: Range; zone: string; width: number }) {
  return (
    <div className={styles.axis} aria-hidden>
      {ticks(range, zone, Math.floor(width / TICK_PX)).map(({ instant, label, major }) => (
        <span
          key={String(instant)}
          className={styles.tick}
          data-major={major}
          data-edge={edgeOf(shareOf(range, instant) * width, width)}
          style={{ left: percent(shareOf(range, instant)) }}
        >
          <span>{label}</span>
        </span>
      ))}
    </div>
  );
}

/** A label at an end of the axis stands beside its tick, and not under it. */
function edgeOf(x: number, width: number): "left" | "right" | undefined {
  if (x < LABEL_PX / 2) return "left";
  return x > width - LABEL_PX / 2 ? "right" : undefined;
}

/** `2024-05-01 to 2024-05-15`, or with times where the range is short. */
export function rangeWords(range: Range, zone: string): string {
  const time = zoneTime(zone);
  const isLong = range.to - range.from > 4n * 86_400_000_000n;
  const text = (instant: bigint) => time.text(instant).slice(0, isLong ? 10 : 19);
  return `${text(range.from)} to ${text(range.to)}`;
}
