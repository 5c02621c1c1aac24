import { type PointerEvent, useCallback, useMemo, useRef } from "react";
import type { Config } from "../../../lib/config";
import type { Sequence } from "../../../lib/inspection";
import { whole } from "../../ui/format";
import { actionOf } from "../action-types-of";
import { BAR_HEIGHTS, type Palette, usePalette } from "../palette";
import { stripWords } from "../strip-words";
import { type Draw, useCanvas } from "../use-canvas";
import styles from "./tensor-strip.module.css";
import { useWidth } from "./use-width";

const CELL_HEIGHT_PX = 10;
const WIDE_PX = 640;

interface TensorStripProps {
  sequence: Sequence;
  config: Config;
  /** The customer's action to be marked. */
  active: number | null;
  onHover: (index: number | null) => void;
  onFocus: (index: number) => void;
}

/** Every cell of the padded sequence in the order of the tensor, a hundred a line where there is room. */
export function TensorStrip({ sequence, config, active, onHover, onFocus }: TensorStripProps) {
  const box = useRef<HTMLDivElement>(null);
  const width = useWidth(box);
  const palette = usePalette();
  const { maxActions } = config.rank;
  const across = width >= WIDE_PX ? 100 : 50;
  const lines = Math.ceil(maxActions / across);
  const actions = useMemo(() => Array.from(sequence.types, (type) => actionOf(config, type)), [sequence, config]);
  const draw = useCallback<Draw>(
    (context, pixels, height) => {
      context.clearRect(0, 0, pixels, height);
      if (palette) drawCells(context, pixels, { actions, first: sequence.first, length: maxActions, across }, palette);
    },
    [palette, actions, sequence.first, maxActions, across],
  );
  const canvas = useCanvas(draw);

  const actionUnder = (event: PointerEvent): number | null => {
    const { left, top } = event.currentTarget.getBoundingClientRect();
    const cell =
      Math.floor(((event.clientX - left) / width) * across) + Math.floor((event.clientY - top) / CELL_HEIGHT_PX) * across;
    return sequence.actions[cell - sequence.first] ?? null;
  };
  const place = active === null ? -1 : sequence.actions.indexOf(active);
  const marked = place + sequence.first;
  return (
    <section className={styles.scroller} tabIndex={lines > 20 ? 0 : undefined} aria-label="Cells of the tensor">
      <ol className={styles.numbers} aria-hidden>
        {Array.from({ length: lines }, (_, line) => line * across).map((cell) => (
          <li key={cell}>{whole(cell)}</li>
        ))}
      </ol>
      <div
        ref={box}
        className={styles.cells}
        style={{ height: lines * CELL_HEIGHT_PX }}
        onPointerMove={(event) => onHover(actionUnder(event))}
        onPointerLeave={() => onHover(null)}
        onPointerUp={(event) => {
          const action = actionUnder(event);
          if (action !== null) onFocus(action);
        }}
      >
        <canvas ref={canvas} className={styles.canvas} role="img" aria-label={stripWords(actions, maxActions)} />
        {place >= 0 ? (
          <div
            className={styles.cell}
            style={{
              left: `${((marked % across) / across) * 100}%`,
              top: Math.floor(marked / across) * CELL_HEIGHT_PX,
              width: `${100 / across}%`,
              height: CELL_HEIGHT_PX,
            }}
          />
        ) : null}
      </div>
    </section>
  );
}

interface Cells {
  actions: ReturnType<typeof actionOf>[];
  first: number;
  length: number;
  across: number;
}

function drawCells(
  context: CanvasRenderingContext2D,
  width: number,
  { actions, first, length, across }: Cells,
  palette: Palette,
): void {
  const scale = devicePixelRatio;
  const height = CELL_HEIGHT_PX * scale;
  const gap = Math.max(1, Math.round(scale));
  const edge = (column: number) => Math.round((column * width) / across);
  for (let cell = 0; cell < length; cell += 1) {
    const column = cell % across;
    const action = actions[cell - first];
    const filled = Math.max(1, Math.round((height - 2 * gap) * (action ? BAR_HEIGHTS[action] : 0.15)));
    const bottom = (Math.floor(cell / across) + 1) * height - gap;
    context.fillStyle = action ? palette[action] : palette.padding;
    context.fillRect(edge(column), bottom - filled, edge(column + 1) - edge(column) - gap, filled);
  }
}
