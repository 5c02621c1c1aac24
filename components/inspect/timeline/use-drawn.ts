import { useEffect, useRef, useState } from "react";
import type { Ask, History, Timeline } from "../../../lib/inspection";
import type { Range } from "./range";

const BIN_PX = 4;
const PIXELS_A_MARK = 0.8;

/**
 * What there is to draw in the range and half its length on either side, so that moving shows no gap. One question is under
 * way at a time; what was asked for meanwhile is asked next. Null before the first answer about a customer.
 */
export function useDrawn(
  ask: Ask,
  { customer, dt }: Pick<History, "customer" | "dt">,
  range: Range,
  width: number,
): Timeline | null {
  const [drawn, setDrawn] = useState<{ customer: string; timeline: Timeline } | null>(null);
  const underWay = useRef(false);
  const wanted = useRef<(() => Promise<void>) | null>(null);
  const { from, to } = range;
  useEffect(() => {
    if (width === 0) return;
    let current = true;
    const margin = (to - from) / 2n;
    wanted.current = async () => {
      const bins = Math.max(1, Math.round((2 * width) / BIN_PX));
      const maxMarks = Math.round(width / PIXELS_A_MARK);
      const timeline = await ask("timeline", { customer, dt, from: from - margin, to: to + margin, bins, maxMarks });
      if (current) setDrawn({ customer, timeline });
    };
    const work = async () => {
      underWay.current = true;
      while (wanted.current) {
        const next = wanted.current;
        wanted.current = null;
        // A customer who is gone is told by the question for the history.
        await next().catch(() => undefined);
      }
      underWay.current = false;
    };
    if (!underWay.current) work();
    return () => {
      current = false;
    };
  }, [ask, customer, dt, from, to, width]);
  return drawn?.customer === customer ? drawn.timeline : null;
}
