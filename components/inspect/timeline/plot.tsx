import { type KeyboardEvent, useCallback, useEffect, useMemo, useRef } from "react";
import { ACTIONS, type Config } from "../../../lib/config";
import type { Ask, History } from "../../../lib/inspection";
import { ACTION_WORDS } from "../action-types-of";
import { TypeMark } from "../legend";
import { usePalette } from "../palette";
import { type Draw, useCanvas } from "../use-canvas";
import { drawLayout } from "./draw";
import { binAt, layoutOf, markAt, PLOT_PX, type PlacedBin } from "./layout";
import { Lines, labelRows, percent } from "./lines";
import styles from "./plot.module.css";
import { type PlotMove, plotMove } from "./plot-keys";
import { type Range, shareOf } from "./range";
import { TimeAxis } from "./time-axis";
import { useDrawn } from "./use-drawn";
import { useGestures } from "./use-gestures";
import { useWidth } from "./use-width";

const REACH_PX = 12;

interface PlotProps {
  ask: Ask;
  history: History;
  config: Config;
  range: Range;
  /** The action that is told about below, and its instant as far as it is known. */
  active: { index: number; at: bigint | undefined } | null;
  onMove: (move: PlotMove) => void;
  onZoom: (factor: number, share: number) => void;
  onPan: (share: number) => void;
  onRange: (range: Range) => void;
  onHover: (index: number | null) => void;
  onHoverBin: (bin: PlacedBin | null) => void;
  onFocus: (index: number) => void;
}

/** A lane an action type, time to the right, the cutoff across. */
export function Plot(props: PlotProps) {
  const { ask, history, config, range, active } = props;
  const plot = useRef<HTMLDivElement>(null);
  const width = useWidth(plot);
  const palette = usePalette();
  useEffect(() => plot.current?.focus({ preventScroll: true }), []);
  const timeline = useDrawn(ask, history, range, width);
  const layout = useMemo(
    () => (timeline && width > 0 ? layoutOf(timeline, range, width, config) : null),
    [timeline, range, width, config],
  );
  const draw = useCallback<Draw>(
    (context, pixels, height) => {
      context.clearRect(0, 0, pixels, height);
      if (layout && palette) drawLayout(context, layout, palette, devicePixelRatio);
    },
    [layout, palette],
  );
  const canvas = useCanvas(draw);

  const pointed = ({ x, y }: { x: number; y: number }) => ({
    mark: layout?.kind === "marks" ? markAt(layout.marks, x, y, REACH_PX) : null,
    bin: layout?.kind === "bins" ? binAt(layout.bins, x, y) : null,
  });
  useGestures(plot, {
    onZoom: props.onZoom,
    onPan: props.onPan,
    onHover: (point) => {
      const { mark, bin } = point ? pointed(point) : { mark: null, bin: null };
      props.onHover(mark?.index ?? null);
      props.onHoverBin(bin);
    },
    onPress: (point) => {
      const { mark, bin } = pointed(point);
      if (mark) props.onFocus(mark.index);
      if (bin) props.onRange(around(bin.range));
    },
  });
  const press = (event: KeyboardEvent) => {
    const move = plotMove(event);
    // Where no action has the focus, Escape is for the dialog.
    if (!move || (move.kind === "leave" && !active)) return;
    event.preventDefault();
    event.stopPropagation();
    props.onMove(move);
  };

  const activeMark = layout?.kind === "marks" ? layout.marks.find(({ index }) => index === active?.index) : undefined;
  const activeShare = active?.at === undefined ? null : shareOf(range, active.at);
  return (
    <div className={styles.plot} data-rows={labelRows(history).length}>
      <ul className={styles.lanes} style={{ height: PLOT_PX }} aria-hidden>
        {ACTIONS.map((action) => (
          <li key={action}>
            <TypeMark type={action} />
            <span>{ACTION_WORDS[action].one}</span>
          </li>
        ))}
      </ul>
      <div className={styles.field}>
        <Lines history={history} range={range} config={config} />
        {activeShare !== null && activeShare >= 0 && activeShare <= 1 ? (
          <div className={styles.caret} style={{ left: percent(activeShare) }} aria-hidden />
        ) : null}
        <div
          ref={plot}
          className={styles.marks}
          style={{ height: PLOT_PX }}
          role="application"
          aria-label={`Timeline of customer ${history.customer} for ${history.dt}`}
          aria-describedby="timeline-keys timeline-readout"
          // biome-ignore lint/a11y/noNoninteractiveTabindex: the arrow keys walk its marks
          tabIndex={0}
          onKeyDown={press}
        >
          <canvas ref={canvas} className={styles.canvas} aria-hidden />
          {activeMark ? <div className={styles.ring} style={{ left: activeMark.x, top: activeMark.y }} aria-hidden /> : null}
        </div>
        <TimeAxis range={range} zone={config.filter.dayZone} width={width} />
      </div>
    </div>
  );
}

/** A bin with a bin on either side. */
function around({ from, to }: Range): Range {
  return { from: from - (to - from), to: to + (to - from) };
}
