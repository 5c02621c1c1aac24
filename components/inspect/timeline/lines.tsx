import { useLayoutEffect, useRef } from "react";
import type { Config } from "../../../lib/config";
import type { History } from "../../../lib/inspection";
import { counted, whole } from "../../ui/format";
import { zoneTime } from "../../ui/zone-time";
import styles from "./plot.module.css";
import { type Range, shareOf } from "./range";

const MOVE_MS = 320;

interface LinesProps {
  history: History;
  range: Range;
  config: Config;
}

/** The cutoff, the boundary of the newest actions and the lookback, each with its label in a row of its own. */
export function Lines({ history, range, config }: LinesProps) {
  const { cutoff, boundary, lookback, dt } = history;
  const { dayZone, lookbackDays } = config.filter;
  const clock = zoneTime(dayZone).text(cutoff).slice(11);
  const rows = labelRows(history);
  const glide = useGlide(dt, shareOf(range, cutoff));
  return (
    <>
      <div className={styles.future} style={{ left: percent(shareOf(range, cutoff)) }} aria-hidden />
      {history.days.map((day) =>
        inView(range, day.cutoff) ? (
          <div key={day.dt} className={styles.day} style={{ left: percent(shareOf(range, day.cutoff)) }} aria-hidden />
        ) : null,
      )}
      {lookback !== null && inView(range, lookback) ? (
        <Line
          kind="lookback"
          row={rows.indexOf("lookback")}
          at={shareOf(range, lookback)}
          label={`lookback ${counted(lookbackDays ?? 0, "day")}`}
        />
      ) : null}
      {boundary !== null && inView(range, boundary) ? (
        <Line
          kind="boundary"
          row={rows.indexOf("boundary")}
          at={shareOf(range, boundary)}
          label={`newest ${whole(config.rank.maxActions)} begin`}
        />
      ) : null}
      {inView(range, cutoff) ? (
        <div ref={glide}>
          <Line kind="cutoff" row={0} at={shareOf(range, cutoff)} label={`cutoff ${dt} ${clock.slice(0, 5)}`} />
        </div>
      ) : null}
    </>
  );
}

type LineKind = "cutoff" | "boundary" | "lookback";

/** The rows of labels above the lanes. They stay while the days are stepped, so that nothing moves but the lines. */
export function labelRows({ days, lookback }: History): LineKind[] {
  return [
    "cutoff",
    ...(days.some(({ truncated }) => truncated) ? ["boundary" as const] : []),
    ...(lookback === null ? [] : ["lookback" as const]),
  ];
}

function Line({ kind, row, at, label }: { kind: LineKind; row: number; at: number; label: string }) {
  return (
    <div
      className={styles.line}
      data-kind={kind}
      data-side={at > 0.5 ? "left" : "right"}
      data-row={row}
      style={{ left: percent(at) }}
    >
      <span className={styles.label}>{label}</span>
    </div>
  );
}

/** Lets the cutoff glide from where it stood for the last day. */
function useGlide(dt: string, share: number) {
  const ref = useRef<HTMLDivElement>(null);
  const before = useRef({ dt, share });
  useLayoutEffect(() => {
    const { dt: dayBefore, share: shareBefore } = before.current;
    before.current = { dt, share };
    const element = ref.current;
    if (!element || dayBefore === dt || matchMedia("(prefers-reduced-motion: reduce)").matches) return;
    const width = element.parentElement?.clientWidth ?? 0;
    const from = `${Math.round((shareBefore - share) * width)}px 0`;
    element.animate({ translate: [from, "0 0"] }, { duration: MOVE_MS, easing: "cubic-bezier(.2, .8, .2, 1)" });
  }, [dt, share]);
  return ref;
}

function inView(range: Range, instant: bigint): boolean {
  return instant >= range.from && instant <= range.to;
}

export function percent(share: number): string {
  return `${(share * 100).toFixed(4)}%`;
}
