import { useState } from "react";
import type { History } from "../../../lib/inspection";
import { type Fit, fitted, type Range, shifted } from "./range";

type View = { fit: Fit } | { range: Range };

/** What the plot shows: one of the fits, which follow the history, or a range that was moved by hand. */
export function useView(history: History | null) {
  const [view, setView] = useState<View>({ fit: "all" });
  const all = history ? fitted("all", history) : null;
  const fit = "fit" in view ? view.fit : null;
  const range = "range" in view ? view.range : history ? fitted(view.fit, history) : null;
  return {
    fit,
    all,
    range,
    setFit: (next: Fit) => setView({ fit: next }),
    /** Changes the range, given the one that is shown and the one that shows all. */
    change: (next: (range: Range, all: Range) => Range) => {
      setView((before) => {
        if (!history || !all) return before;
        const now = "range" in before ? before.range : fitted(before.fit, history);
        const after = next(now, all);
        return after === now ? before : { range: after };
      });
    },
    /** A range that was moved by hand keeps its distance from the cutoff when that moves. */
    follow: (by: bigint) => setView((before) => ("range" in before && all ? { range: shifted(before.range, by, all) } : before)),
  };
}
