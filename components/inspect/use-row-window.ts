import { elementScroll, observeElementOffset, useVirtualizer, type Virtualizer } from "@tanstack/react-virtual";
import type { RefObject } from "react";

export const ROW_PX = 32;
/** Chromium and Firefox cap an element's height, Firefox at 17.8 million pixels. */
const MAX_PX = 16_000_000;

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
    scrollPaddingEnd: ROW_PX,
    useFlushSync: false,
    observeElementOffset: (rows, callback) =>
      observeElementOffset(rows, (offset, isScrolling) => callback(offset * scaleOf(rows), isScrolling)),
    scrollToFn: (offset, options, rows) => elementScroll(offset / scaleOf(rows), options, rows),
  });
  const offset = virtualizer.scrollOffset ?? 0;
  const shift = offset / scaleOf(virtualizer) - offset;
  return {
    rows: virtualizer.getVirtualItems().map(({ index, start }) => ({ index, top: start + shift })),
    height: Math.min(count * ROW_PX, MAX_PX),
    scrollToRow: (index: number) => virtualizer.scrollToIndex(index),
  };
}

/** Pixels of rows that a pixel of the scrollbar stands for. The header takes one row of the view. */
function scaleOf(rows: Rows): number {
  const rowsPx = rows.options.count * ROW_PX;
  const view = (rows.scrollRect?.height ?? 0) - ROW_PX;
  return rowsPx > MAX_PX ? (rowsPx - view) / (MAX_PX - view) : 1;
}
