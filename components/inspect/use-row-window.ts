import { elementScroll, observeElementOffset, useVirtualizer, type Virtualizer } from "@tanstack/react-virtual";
import type { RefObject } from "react";
import { MAX_PX, ROW_PX, scaleOf, scrollTopFor } from "./row-scale";

type Rows = Virtualizer<HTMLDivElement, Element>;

/**
 * The rows on the screen out of any number. Beyond {@link MAX_PX} the scrollbar is to scale: a pixel of it stands for
 * more than one pixel of rows, and rows are placed relative to what is in view.
 */
export function useRowWindow(scroller: RefObject<HTMLDivElement | null>, count: number) {
  const virtualizer = useVirtualizer<HTMLDivElement, Element>({
    count,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_PX,
    overscan: 8,
    useFlushSync: false,
    observeElementOffset: (rows, callback) =>
      observeElementOffset(rows, (offset, isScrolling) => callback(offset * scaleOfRows(rows), isScrolling)),
    scrollToFn: (offset, options, rows) => elementScroll(offset / scaleOfRows(rows), options, rows),
  });
  const offset = virtualizer.scrollOffset ?? 0;
  const shift = offset / scaleOfRows(virtualizer) - offset;
  return {
    rows: virtualizer.getVirtualItems().map(({ index, start }) => ({ index, top: start + shift })),
    height: Math.min(count * ROW_PX, MAX_PX),
    /** The virtualizer's own way knows no scale: it stops where the scrollbar does. */
    scrollToRow(index: number) {
      const element = scroller.current;
      if (element) element.scrollTop = scrollTopFor(index, element.scrollTop, count, viewPx(virtualizer));
    },
  };
}

function scaleOfRows(rows: Rows): number {
  return scaleOf(rows.options.count, viewPx(rows));
}

/** The header takes one row of the view. */
function viewPx(rows: Rows): number {
  return (rows.scrollRect?.height ?? 0) - ROW_PX;
}
