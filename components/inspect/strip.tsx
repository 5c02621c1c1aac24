import { useCallback } from "react";
import type { Action } from "../../lib/config";
import type { Padding } from "./action-types-of";
import { BAR_HEIGHTS, type Palette } from "./palette";
import styles from "./strip.module.css";
import { stripLayout } from "./strip-layout";
import { stripWords } from "./strip-words";
import { type Draw, useCanvas } from "./use-canvas";

const LEGIBLE_PX = 2;

/** A sequence at a glance: bars in the colours and heights of the types, padding a thin line. */
export function Strip({ actions, padding, palette }: { actions: Action[]; padding: Padding; palette: Palette | null }) {
  const draw = useCallback<Draw>(
    (context, width, height) => {
      const legible = LEGIBLE_PX * devicePixelRatio;
      if (palette) drawStrip(context, width, height, stripLayout(actions, padding, width, legible), palette);
    },
    [actions, padding, palette],
  );
  const ref = useCanvas(draw);
  return <canvas ref={ref} className={styles.strip} role="img" aria-label={stripWords(actions, padding.length)} />;
}

function drawStrip(
  context: CanvasRenderingContext2D,
  width: number,
  height: number,
  { bars, padding }: ReturnType<typeof stripLayout>,
  palette: Palette,
): void {
  context.clearRect(0, 0, width, height);
  context.fillStyle = palette.padding;
  const line = Math.max(2, Math.round(height / 8));
  context.fillRect(padding.x, height - line, padding.width, line);
  for (const { x, width: barWidth, action } of bars) {
    const gap = barWidth >= 3 ? 1 : 0;
    const barHeight = Math.round(height * BAR_HEIGHTS[action]);
    context.fillStyle = palette[action];
    context.fillRect(x, height - barHeight, barWidth - gap, barHeight);
  }
}
