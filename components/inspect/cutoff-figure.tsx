import { useId } from "react";
import { ACTIONS, type Action } from "../../lib/config";
import { ACTION_WORDS } from "./action-types-of";
import styles from "./cutoff-figure.module.css";
import { TypeMark } from "./legend";
import { BAR_HEIGHTS } from "./palette";

const LANE_PX = 32;
const LABEL_PX = 20;
const LABEL_WIDTH_PX = 178;
const PLOT_PX = ACTIONS.length * LANE_PX;
const STRIP_PX = 20;
const RADIUS_PX = 4;

/** Where the cutoff stands, and each action, in percent of the time that is shown. */
const CUTOFF = 72;
const TIMES: Record<Action, number[]> = {
  click: [3, 5.5, 7, 14, 21, 22.5, 24, 31, 38, 42, 44.5, 46, 53, 57, 58.5, 63, 66, 70, 74.5, 77, 84, 86, 93],
  add_to_cart: [8.5, 25.5, 48, 60, 67.5, 79, 88],
  order: [27, 50, 90],
};
const CELLS = 48;

const SEQUENCE = ACTIONS.flatMap((action) => TIMES[action].map((at) => ({ action, at })))
  .filter(({ at }) => at < CUTOFF)
  .sort((one, other) => other.at - one.at);

/** The idea in one picture: what lies before the cutoff becomes the sequence, newest first; what lies after it does not. */
export function CutoffFigure() {
  return (
    <figure
      className={styles.figure}
      role="img"
      aria-label="A customer's actions along time. Those before the cutoff are in the sequence, newest first and then padding; those at or after it are left out."
    >
      <ul className={styles.names}>
        {ACTIONS.map((action) => (
          <li key={action}>
            <TypeMark type={action} />
            <span>{ACTION_WORDS[action].one}</span>
          </li>
        ))}
      </ul>
      <Lanes />
      <span className={styles.name}>sequence</span>
      <Strip />
    </figure>
  );
}

function Lanes() {
  const hatching = useId();
  return (
    <svg className={styles.lanes} width="100%" height={LABEL_PX + PLOT_PX} aria-hidden="true">
      <pattern id={hatching} width="7" height="7" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
        <path d="M0 0V7" className={styles.line} />
      </pattern>
      <rect x={`${CUTOFF}%`} y={LABEL_PX} width={`${100 - CUTOFF}%`} height={PLOT_PX} fill={`url(#${hatching})`} />
      {[...ACTIONS, "end"].map((lane, index) => (
        <rect
          key={lane}
          y={LABEL_PX + index * LANE_PX - Number(lane === "end")}
          width="100%"
          height="1"
          className={styles.rule}
        />
      ))}
      {ACTIONS.map((action, lane) =>
        TIMES[action].map((at) => (
          <circle
            key={`${action} ${at}`}
            cx={`${at}%`}
            cy={LABEL_PX + (lane + 0.5) * LANE_PX}
            r={at < CUTOFF ? RADIUS_PX : RADIUS_PX - 0.75}
            data-type={action}
            data-out={at >= CUTOFF}
          />
        )),
      )}
      <svg x={`${CUTOFF}%`} overflow="visible" role="presentation">
        <rect x={-LABEL_WIDTH_PX} width={LABEL_WIDTH_PX} height={LABEL_PX} rx="3" className={styles.cutoff} />
        <rect x="-0.75" width="1.5" height={LABEL_PX + PLOT_PX} className={styles.cutoff} />
        <text x={-LABEL_WIDTH_PX / 2} y="14" className={styles.label}>
          cutoff 2024-05-15 00:00
        </text>
      </svg>
    </svg>
  );
}

function Strip() {
  const cells = Array.from({ length: CELLS }, (_, cell) => SEQUENCE[cell]?.action ?? "padding");
  return (
    <svg className={styles.strip} width="100%" height={STRIP_PX} aria-hidden="true">
      {cells.map((type, cell) => {
        const height = type === "padding" ? 2 : BAR_HEIGHTS[type] * STRIP_PX;
        const x = `${(100 * cell) / CELLS}%`;
        // biome-ignore lint/suspicious/noArrayIndexKey: a cell is its place
        return <rect key={cell} x={x} y={STRIP_PX - height} width={`${88 / CELLS}%`} height={height} data-type={type} />;
      })}
    </svg>
  );
}
