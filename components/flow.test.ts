import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { gathered, inLanes, turns } from "./flow";

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

test("values that come together are passed on together, the latest of each key", () => {
  const passed: [string, number][][] = [];
  const add = gathered<string, number>(50, (latest) => passed.push([...latest]));
  add("a", 1);
  add("b", 2);
  add("a", 3);
  expect(passed).toEqual([]);
  vi.advanceTimersByTime(50);
  add("a", 4);
  vi.advanceTimersByTime(50);
  expect(passed).toEqual([
    [
      ["b", 2],
      ["a", 3],
    ],
    [["a", 4]],
  ]);
});

test("values that keep coming are passed on less and less often, and at once again after a pause", () => {
  const passedAt: number[] = [];
  const start = performance.now();
  const add = gathered<number, null>(50, () => passedAt.push(performance.now() - start), 400);
  for (let key = 0; key < 120; key++) {
    add(key, null);
    vi.advanceTimersByTime(10);
  }
  vi.advanceTimersByTime(1000);
  add(0, null);
  vi.advanceTimersByTime(50);
  const waits = passedAt.map((at, n) => at - (passedAt[n - 1] ?? 0));
  expect(waits.slice(0, 5)).toEqual([50, 100, 200, 400, 400]);
  expect(passedAt).toHaveLength(7);
  expect(passedAt.at(-1)).toBe(1200 + 1000 + 50);
});

test("no more than so many values are worked on at a time, and the results keep their order", async () => {
  let under = 0;
  let most = 0;
  const work = async (value: number) => {
    most = Math.max(most, ++under);
    await new Promise((resolve) => setTimeout(resolve, 10 - value));
    under--;
    return value * 2;
  };
  const working = inLanes([1, 2, 3, 4, 5], 2, work);
  await vi.runAllTimersAsync();
  expect(await working).toEqual([2, 4, 6, 8, 10]);
  expect(most).toBe(2);
});

test("of work on the same key the last that began is told from what came before", () => {
  const turnOf = turns<string>();
  const first = turnOf("a");
  const other = turnOf("b");
  expect(first()).toBe(true);
  const second = turnOf("a");
  expect([first(), second(), other()]).toEqual([false, true, true]);
});
