import { expect, test } from "vitest";
import { MAX_PX, ROW_PX, scaleOf, scrollTopFor } from "./row-scale";

const VIEW = 320;
const MANY = 5_000_000;

/** The first and the last row of which all is in view. */
function rowsInView(scrollTop: number, count: number): [first: number, last: number] {
  const top = scrollTop * scaleOf(count, VIEW);
  return [Math.ceil(top / ROW_PX), Math.floor((top + VIEW) / ROW_PX) - 1];
}

test("a pixel of the scrollbar is one of rows, until an element would be too high", () => {
  expect(scaleOf(MAX_PX / ROW_PX, VIEW)).toBe(1);
  expect(scaleOf(MANY, VIEW)).toBeGreaterThan(9);
});

test("few rows are scrolled no farther than needed", () => {
  expect(scrollTopFor(5, 64, 1000, VIEW)).toBe(64);
  expect(scrollTopFor(1, 64, 1000, VIEW)).toBe(ROW_PX);
  expect(rowsInView(scrollTopFor(500, 64, 1000, VIEW), 1000)).toEqual([491, 500]);
  expect(rowsInView(scrollTopFor(999, 0, 1000, VIEW), 1000)).toEqual([990, 999]);
  expect(scrollTopFor(0, 640, 1000, VIEW)).toBe(0);
});

test("any of millions of rows comes into view, from anywhere, though a browser rounds to pixels", () => {
  for (const row of [0, 1, 499_999, 500_000, 1_234_567, 4_000_000, MANY - 2, MANY - 1]) {
    for (const from of [0, 1_000_000, MAX_PX - VIEW]) {
      const [first, last] = rowsInView(Math.round(scrollTopFor(row, from, MANY, VIEW)), MANY);
      expect(first).toBeLessThanOrEqual(row);
      expect(last).toBeGreaterThanOrEqual(row);
    }
  }
  expect(scrollTopFor(MANY - 1, 0, MANY, VIEW)).toBe(MAX_PX - VIEW);
});

test("a row that is in view stays where it is", () => {
  const scrollTop = Math.round(scrollTopFor(1_234_567, 0, MANY, VIEW));
  expect(scrollTopFor(1_234_567, scrollTop, MANY, VIEW)).toBe(scrollTop);
  expect(scrollTopFor(1_234_568, scrollTop, MANY, VIEW)).toBe(scrollTop);
});
