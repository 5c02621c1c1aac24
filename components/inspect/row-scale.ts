export const ROW_PX = 32;
/** Chromium and Firefox cap an element's height, Firefox at 17.8 million pixels. */
export const MAX_PX = 16_000_000;

/** Pixels of rows that a pixel of the scrollbar stands for, where `viewPx` of them are in view. */
export function scaleOf(count: number, viewPx: number): number {
  const rowsPx = count * ROW_PX;
  return rowsPx > MAX_PX ? (rowsPx - viewPx) / (MAX_PX - viewPx) : 1;
}

/** Where the scrollbar has to stand so that a row is in view: as near as can be, and with it in the middle where a pixel is a leap. */
export function scrollTopFor(index: number, scrollTop: number, count: number, viewPx: number): number {
  const scale = scaleOf(count, viewPx);
  const top = scrollTop * scale;
  const start = index * ROW_PX;
  const startAtEnd = start + ROW_PX - viewPx;
  if (start >= top && startAtEnd <= top) return scrollTop;
  const nearest = start < top ? start : startAtEnd;
  const wanted = scale > 1 ? (start + startAtEnd) / 2 : nearest;
  return Math.min(Math.max(wanted, 0), Math.max(count * ROW_PX - viewPx, 0)) / scale;
}
