import { elementScroll, observeElementOffset, useVirtualizer, type Virtualizer } from "@tanstack/react-virtual";
import { type RefObject, useMemo } from "react";

export const ROW_PX = 32;
/** Chromium and Firefox cap an element's height, Firefox at 17.8 million pixels. */
const MAX_PX = 16_000_000;

type Rows = Virtualizer<HTMLDivElement, Element>;

/**
 * The rows on the screen out of any number. Beyond {@link MAX_PX} the scrollbar is to scale: a pixel of it stands for
 * more than one pixel of rows, and rows are placed relative to what is in view.
 */
export function useRowWindow(scroller: RefObject<HTMLDivElement | null>, count: number) {
  const rowsPx = count * ROW_PX;
  const height = Math.min(rowsPx, MAX_PX);
  const scale = useMemo(() => (rowsPx > MAX_PX ? scaledScroll(rowsPx) : {}), [rowsPx]);
  const virtualizer = useVirtualizer<HTMLDivElement, Element>({
    count,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_PX,
    overscan: 8,
    useFlushSync: false,
    ...scale,
  });
  const shift = rowsPx > MAX_PX ? (scroller.current?.scrollTop ?? 0) - (virtualizer.scrollOffset ?? 0) : 0;
  const rows = virtualizer.getVirtualItems().map(({ index, start }) => ({ index, top: start + shift }));
  return { rows, height, scrollToRow: (index: number) => virtualizer.scrollToIndex(index) };
}

function scaledScroll(rowsPx: number) {
  const ratio = (rows: Rows) => {
    const view = rows.scrollRect?.height ?? 0;
    return (rowsPx - view) / (MAX_PX - view);
  };
  return {
    observeElementOffset: (rows: Rows, callback: (offset: number, isScrolling: boolean) => void) =>
      observeElementOffset(rows, (offset, isScrolling) => callback(offset * ratio(rows), isScrolling)),
    scrollToFn: (offset: number, options: { adjustments?: number; behavior?: ScrollBehavior }, rows: Rows) =>
      elementScroll(offset / ratio(rows), options, rows),
  };
}
