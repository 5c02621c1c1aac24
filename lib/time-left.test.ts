import { describe, expect, it } from "vitest";
import type { Stage } from "./report";
import { TimeLeft } from "./time-left";

type Tick = [milliseconds: number, stage: Stage, fraction: number];

/** A build of 10 M actions (CSV) in Chromium on two cores, as it was recorded, some lines left out. */
const LARGE: { impressions: number; actions: number; milliseconds: number; ticks: Tick[] } = {
  impressions: 22_023_886,
  actions: 547_992_270,
  milliseconds: 8563,
  ticks: [
    [58, "standardize", 0.0],
    [1271, "standardize", 0.0386373014],
    [2028, "standardize", 0.0975029785],
    [2130, "standardize", 0.156],
    [2324, "standardize", 0.215],
    [2521, "standardize", 0.274],
    [2556, "standardize", 0.333],
    [2734, "standardize", 0.392],
    [2909, "standardize", 0.451],
    [2941, "standardize", 0.51],
    [3142, "standardize", 0.568],
    [3282, "standardize", 0.627],
    [3399, "standardize", 0.686],
    [3498, "standardize", 0.745],
    [3524, "standardize", 0.783],
    [3880, "standardize", 0.841],
    [3911, "standardize", 0.9],
    [4012, "standardize", 0.946],
    [4274, "standardize", 1],
    [4275, "unify", 0],
    [4311, "filter", 0],
    [4661, "rank", 0],
    [4973, "rank", 0.147],
    [5262, "rank", 0.412],
    [5539, "rank", 0.676],
    [5808, "rank", 0.941],
    [5852, "pad", 0],
    [6279, "pad", 0.074],
    [6488, "pad", 0.184],
    [6682, "pad", 0.295],
    [6884, "pad", 0.406],
    [7064, "pad", 0.5],
    [8165, "pad", 0.942],
    [8277, "pad", 1],
  ],
};
/** The same of 1 M actions. */
const SMALL: typeof LARGE = {
  impressions: 4_395_893,
  actions: 54_796_041,
  milliseconds: 2961,
  ticks: [
    [76, "standardize", 0.0],
    [454, "standardize", 0.0742650679],
    [854, "standardize", 0.224],
    [901, "standardize", 0.791],
    [1020, "standardize", 0.948],
    [1052, "standardize", 1],
    [1054, "unify", 0],
    [1084, "filter", 0],
    [1268, "rank", 0],
    [1411, "rank", 0.094],
    [1450, "rank", 0.281],
    [1486, "rank", 0.468],
    [1505, "rank", 0.655],
    [1543, "rank", 0.843],
    [1554, "pad", 0],
    [1958, "pad", 0.369],
    [2363, "pad", 0.992],
    [2363, "pad", 1],
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
  // The costs of the stages come from these builds among others, so this shows that they are used rightly, and not how near other
  // builds are foretold.
  it.each([
    ["of 10 M actions, within a fifth", LARGE, (actual: number) => actual / 5],
    ["of 1 M actions, within a second", SMALL, () => 1],
  ])("is what it came to %s, from the first tenth on", (_, trace, allowed) => {
    const judged = said(trace).filter(({ passed, actual }) => passed >= 0.1 && actual > 1);
    expect(judged.length).toBeGreaterThan(5);
    for (const { secondsLeft, actual } of judged) {
      expect(secondsLeft).not.toBeNull();
      expect(Math.abs((secondsLeft ?? 0) - actual), `${secondsLeft} of ${actual} s`).toBeLessThan(allowed(actual));
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
