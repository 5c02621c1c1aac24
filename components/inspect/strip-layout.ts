import { ACTIONS, type Action } from "../../lib/config";
import type { Padding } from "./action-types-of";

const LEGIBLE_PX = 3;
const MOST_OF_STRIP = 0.9;

export interface Span {
  x: number;
  width: number;
}

export interface StripLayout {
  bars: (Span & { action: Action })[];
  padding: Span;
}

/**
 * A history as bars in a strip `width` pixels wide. Actions are to scale, but none is thinner than 3 pixels while there
 * is padding to take the room from: a short history stays legible. Where several share a pixel, the rarest kind shows.
 */
export function stripLayout(actions: Action[], { length, side }: Padding, width: number): StripLayout {
  const used = usedWidth(actions.length, length, width);
  const start = side === "right" ? 0 : width - used;
  const bars = used >= actions.length ? oneEach(actions, used) : onePixelEach(actions, used);
  return {
    bars: bars.map((bar) => ({ ...bar, x: bar.x + start })),
    padding: { x: side === "right" ? used : 0, width: width - used },
  };
}

function usedWidth(count: number, length: number, width: number): number {
  const toScale = (count / length) * width;
  return Math.round(Math.max(toScale, Math.min(count * LEGIBLE_PX, width * MOST_OF_STRIP)));
}

function oneEach(actions: Action[], used: number): StripLayout["bars"] {
  const edge = (index: number) => Math.round((index * used) / actions.length);
  return actions.map((action, index) => ({ x: edge(index), width: edge(index + 1) - edge(index), action }));
}

function onePixelEach(actions: Action[], used: number): StripLayout["bars"] {
  return Array.from({ length: used }, (_, x) => {
    const from = Math.floor((x * actions.length) / used);
    const to = Math.floor(((x + 1) * actions.length) / used);
    return { x, width: 1, action: rarest(actions.slice(from, to)) };
  });
}

/** Clicks are the most common action, orders the least. */
function rarest(actions: Action[]): Action {
  return ACTIONS.findLast((action) => actions.includes(action)) ?? "click";
}
