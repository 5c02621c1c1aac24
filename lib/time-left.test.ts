import { describe, expect, it } from "vitest";
import type { Stage } from "./report";
import { TimeLeft } from "./time-left";

type Tick = [milliseconds: number, stage: Stage, fraction: number];

/** A build of 10 M actions (CSV) in Chromium on two cores, as it was recorded: one line in ten. */
const LARGE: { impressions: number; actions: number; milliseconds: number; ticks: Tick[] } = {
  impressions: 22_023_886,
  actions: 547_992_270,
  milliseconds: 25_397,
  ticks: [
    [90, "standardize", 0],
    [4469, "standardize", 0.039],
    [6311, "standardize", 0.098],
    [7860, "standardize", 0.274],
    [9068, "standardize", 0.451],
    [10_580, "standardize", 0.627],
    [11_718, "standardize", 0.783],
    [13_934, "standardize", 0.946],
    [14_944, "standardize", 1],
    [14_947, "unify", 0],
    [15_286, "filter", 0],
    [16_752, "rank", 0],
    [17_451, "rank", 0.147],
    [18_402, "rank", 0.529],
    [19_581, "pad", 0],
    [20_534, "pad", 0.086],
    [21_504, "pad", 0.307],
    [22_639, "pad", 0.549],
    [25_049, "pad", 0.992],
    [25_050, "pad", 1],
  ],
};
/** The same of 1 M actions. */
const SMALL: typeof LARGE = {
  impressions: 4_395_893,
  actions: 54_796_041,
  milliseconds: 5173,
  ticks: [
    [88, "standardize", 0],
    [972, "standardize", 0.074],
    [1753, "standardize", 0.224],
    [1893, "standardize", 0.791],
    [2089, "standardize", 1],
    [2092, "unify", 0],
    [2177, "filter", 0],
    [2594, "rank", 0],
    [2888, "rank", 0.125],
    [3078, "rank", 0.499],
    [3202, "rank", 1],
    [3202, "pad", 0],
    [3723, "pad", 0.061],
    [3867, "pad", 0.246],
    [4042, "pad", 0.5],
    [4692, "pad", 0.746],
    [4700, "pad", 1],
  ],
};

const csv = (bytes: number) => ({ format: "csv", compression: "none", bytes }) as const;

/** What was said at each tick of a recorded build that took `slower` times as long. */
function said({ impressions, actions, milliseconds, ticks }: typeof LARGE, slower = 1) {
  const timeLeft = new TimeLeft([
    { role: "impressions", source: csv(impressions) },
    { role: "clicks", source: csv(actions) },
  ]);
  return ticks.map(([at, stage, fraction]) => {
    const { done, secondsLeft } = timeLeft.after({ stage, fraction, rows: 0, rowsPerSecond: 0 }, 1_000_000 + slower * at);
    return { passed: at / milliseconds, done, secondsLeft, actual: (slower * (milliseconds - at)) / 1000 };
  });
}

describe("the time left of a build", () => {
  it.each([
    ["of 10 M actions", LARGE, 0.2],
    ["of 1 M actions", SMALL, 0.35],
  ])("%s is near what it came to, from the first tenth on", (_, trace, allowed) => {
    const judged = said(trace).filter(({ passed }) => passed >= 0.1 && passed < 0.85);
    expect(judged.length).toBeGreaterThan(8);
    for (const { secondsLeft, actual } of judged) {
      expect(secondsLeft).not.toBeNull();
      expect(Math.abs((secondsLeft ?? 0) / actual - 1), `${secondsLeft} of ${actual} s`).toBeLessThan(allowed);
    }
  });

  it("is as near on a machine that is many times slower", () => {
    const slow = said(LARGE, 7);
    for (const [index, { secondsLeft }] of said(LARGE).entries()) {
      expect((slow[index]?.secondsLeft ?? 0) / 7).toBeCloseTo(secondsLeft ?? 0, 6);
    }
  });

  it("is not said before a tenth is done, and next to nothing at the end", () => {
    const all = said(LARGE);
    for (const { done, secondsLeft } of all) expect(secondsLeft === null).toBe(done < 0.1);
    expect(all[0]?.secondsLeft).toBeNull();
    expect(all.at(-1)).toMatchObject({ done: expect.closeTo(1, 1), secondsLeft: expect.closeTo(0.35, 0) });
  });

  it("comes with a part that is done, which never goes back, also where a stage begins again", () => {
    const { ticks } = LARGE;
    const again = { ...LARGE, ticks: [...ticks.slice(0, 5), ...ticks.map(([at, ...rest]): Tick => [at + 10_000, ...rest])] };
    const parts = said(again).map(({ done }) => done);
    expect(parts).toEqual(parts.toSorted((a, b) => a - b));
    expect(parts.at(-1)).toBeGreaterThan(0.95);
    const [, after] = said(again)
      .filter(({ secondsLeft }) => secondsLeft !== null)
      .slice(-10);
    expect(after?.secondsLeft).toBeGreaterThan(0);
  });

  it("can be told of any inputs: none but impressions, empty ones, Parquet, gzip", () => {
    const inputs = [
      [{ role: "impressions", source: csv(5000) }],
      [
        { role: "impressions", source: csv(0) },
        { role: "events", source: csv(0) },
      ],
      [
        { role: "impressions", source: { ...csv(9), format: "parquet" } },
        { role: "clicks", source: { ...csv(9), compression: "gzip" } },
      ],
    ] as const;
    for (const sources of inputs) {
      const timeLeft = new TimeLeft(sources);
      let now = 0;
      for (const stage of ["standardize", "unify", "filter", "rank", "pad"] as const) {
        for (const fraction of [0, 0.5, 1]) {
          now += 10;
          const { done, secondsLeft } = timeLeft.after({ stage, fraction, rows: 0, rowsPerSecond: 0 }, now);
          expect(done).toBeGreaterThanOrEqual(0);
          expect(done).toBeLessThanOrEqual(1);
          expect(secondsLeft ?? 0).toBeGreaterThanOrEqual(0);
          expect(secondsLeft ?? 0).toBeLessThan(1000);
        }
      }
    }
  });
});
