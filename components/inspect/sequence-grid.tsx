import { useCallback, useLayoutEffect } from "react";
import type { Action, Config } from "../../lib/config";
import { paddingOf } from "./action-types-of";
import { BAR_HEIGHTS, type Palette, usePalette } from "./palette";
import styles from "./sequence-grid.module.css";
import { stripWords } from "./strip-words";
import { type Draw, useCanvas } from "./use-canvas";

const CELL_PX = 8;

/** Every cell of the padded sequence, in reading order. */
export function SequenceGrid({ actions, config }: { actions: Action[]; config: Config }) {
  const palette = usePalette();
  const { length, side } = paddingOf(config);
  const draw = useCallback<Draw>(
    (context, width) => {
      if (palette) drawCells(context, width, actions, side === "right" ? 0 : length - actions.length, length, palette);
    },
    [actions, side, length, palette],
  );
  const ref = useCanvas(draw);
  useLayoutEffect(() => {
    const canvas = ref.current;
    if (!canvas) return;
    const resize = () => {
      const rows = Math.ceil(length / cellsAcross(canvas.clientWidth));
      canvas.style.height = `${rows * CELL_PX}px`;
    };
    resize();
    const observer = new ResizeObserver(resize);
    observer.observe(canvas);
    return () => observer.disconnect();
  }, [ref, length]);
  return <canvas ref={ref} className={styles.grid} role="img" aria-label={`Cells: ${stripWords(actions, length)}`} />;
}

function cellsAcross(width: number): number {
  return Math.max(10, Math.floor(width / CELL_PX / 10) * 10);
}

function drawCells(
  context: CanvasRenderingContext2D,
  width: number,
  actions: Action[],
  start: number,
  length: number,
  palette: Palette,
): void {
  const scale = devicePixelRatio;
  const across = cellsAcross(width / scale);
  const cell = CELL_PX * scale;
  const side = cell - Math.max(1, Math.round(scale));
  for (let index = 0; index < length; index++) {
    const action = actions[index - start];
    const height = action ? Math.round(side * BAR_HEIGHTS[action]) : Math.round(side * 0.2);
    context.fillStyle = action ? palette[action] : palette.padding;
    context.fillRect((index % across) * cell, Math.floor(index / across) * cell + side - height, side, height);
  }
}
