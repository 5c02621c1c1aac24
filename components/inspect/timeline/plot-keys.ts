export type PlotMove =
  | { kind: "mark"; by: number }
  | { kind: "end"; which: "oldest" | "newest" }
  | { kind: "day"; by: number }
  | { kind: "zoom"; factor: number }
  /** By a share of what is shown. */
  | { kind: "pan"; by: number }
  | { kind: "all" }
  | { kind: "leave" };

/** Time runs to the right: → is a newer action. ↓ is a later day, as in the table of sequences. */
const MOVES: Record<string, PlotMove> = {
  ArrowLeft: { kind: "mark", by: -1 },
  ArrowRight: { kind: "mark", by: 1 },
  PageUp: { kind: "mark", by: -10 },
  PageDown: { kind: "mark", by: 10 },
  Home: { kind: "end", which: "oldest" },
  End: { kind: "end", which: "newest" },
  ArrowUp: { kind: "day", by: -1 },
  ArrowDown: { kind: "day", by: 1 },
  "+": { kind: "zoom", factor: 0.5 },
  "=": { kind: "zoom", factor: 0.5 },
  "-": { kind: "zoom", factor: 2 },
  "0": { kind: "all" },
  Escape: { kind: "leave" },
};

const PANS: Record<string, PlotMove> = {
  ArrowLeft: { kind: "pan", by: -0.25 },
  ArrowRight: { kind: "pan", by: 0.25 },
};

/** What a key does on the plot; with another modifier than Shift it is the browser's. */
export function plotMove(event: Pick<KeyboardEvent, "key" | "shiftKey" | "ctrlKey" | "metaKey" | "altKey">): PlotMove | null {
  if (event.ctrlKey || event.metaKey || event.altKey) return null;
  return (event.shiftKey ? PANS[event.key] : undefined) ?? MOVES[event.key] ?? null;
}
