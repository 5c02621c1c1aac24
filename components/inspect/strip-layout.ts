import { ACTIONS, type Action } from "../../lib/config";
import type { Padding } from "./action-types-of";

/** What short histories may take of the strip at most, beyond their true share. */
const LEGIBLE_SHARE = 0.5;

export interface Span {
  x: number;
  width: number;
}

export interface StripLayout {
  bars: (Span & { action: Action })[];
  padding: Span;
}

/**
 * A history as bars in a strip `width` pixels wide. Actions are to scale, but in the first half of the strip none is
 * thinner than `legible` pixels: a short history can be read. Where several share a pixel, the rarest kind shows.
 */
export function stripLayout(actions: Action[], { length, side }: Padding, width: number, legible: number): StripLayout {
  const toScale = (actions.length / length) * width;
  const used = Math.round(Math.max(toScale, Math.min(actions.length * legible, width * LEGIBLE_SHARE)));
  const start = side === "right" ? 0 : width - used;
  const bars = used >= actions.length ? oneEach(actions, used) : onePixelEach(actions, used);
  return {
    bars: bars.map((bar) => ({ ...bar, x: bar.x + start })),
    padding: { x: side === "right" ? used : 0, width: width - used },
  };
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
