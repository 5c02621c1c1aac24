import { useEffect } from "react";
import type { SamplePages } from "./sample-pages";

const SETTLE_MS = 40;

/** Asks for the pages of the rows in view once scrolling rests, so that a drag of the scrollbar fetches little. */
export function useShown(pages: SamplePages | null, rows: { index: number }[]): void {
  const first = rows[0]?.index ?? 0;
  const last = rows.at(-1)?.index ?? 0;
  useEffect(() => {
    const timer = setTimeout(() => pages?.show(first, last), SETTLE_MS);
    return () => clearTimeout(timer);
  }, [pages, first, last]);
}
