import { describe, expect, it } from "vitest";
import type { Stage } from "./report";
import { TimeLeft } from "./time-left";

type Tick = [milliseconds: number, stage: Stage, fraction: number];

interface Trace {
  /** Bytes of CSV. */
  impressions: number;
  actions: number[];
  milliseconds: number;
  ticks: Tick[];
}

/** A build of 10 M actions in Chromium on two cores, as it was recorded, most lines left out. */
const LARGE: Trace = {
  impressions: 22_023_886,
  actions: [424_046_356, 92_960_553, 30_985_361],
  milliseconds: 7_574,
  ticks: [
    [80, "standardize", 0],
    [647, "standardize", 0.0221],
    [793, "standardize", 0.0386],
    [1_428, "standardize", 0.1564],
    [1_873, "standardize", 0.2741],
    [2_361, "standardize", 0.3918],
    [2_828, "standardize", 0.5096],
    [3_148, "standardize", 0.6273],
    [3_516, "standardize", 0.745],
    [3_691, "standardize", 0.812],
    [3_871, "standardize", 0.9162],
    [4_013, "standardize", 1],
    [4_013, "unify", 0],
    [4_049, "filter", 0],
    [4_134, "rank", 0],
    [4_234, "rank", 0.0295],
    [4_357, "rank", 0.1471],
    [4_487, "rank", 0.2647],
    [4_590, "rank", 0.3821],
    [4_690, "rank", 0.4998],
    [4_774, "rank", 0.6174],
    [4_859, "rank", 0.7352],
    [4_982, "rank", 0.853],
    [5_100, "rank", 0.9707],
    [5_108, "pad", 0],
    [5_390, "pad", 0.0246],
    [5_468, "pad", 0.0737],
    [5_559, "pad", 0.1229],
    [5_636, "pad", 0.172],
    [5_700, "pad", 0.2212],
    [5_797, "pad", 0.2703],
    [5_872, "pad", 0.3195],
    [5_925, "pad", 0.3686],
    [5_990, "pad", 0.4178],
    [6_053, "pad", 0.4669],
    [6_109, "pad", 0.5],
    [6_622, "pad", 0.6966],
    [6_968, "pad", 0.8932],
    [7_123, "pad", 1],
  ],
};
/** The same of 100 M actions. */
const HUGE: Trace = {
  impressions: 220_738_181,
  actions: [4_240_196_134, 929_830_973, 309_939_729],
  milliseconds: 79_812,
  ticks: [
    [71, "standardize", 0],
    [2_365, "standardize", 0.0235],
    [5_297, "standardize", 0.0711],
    [9_667, "standardize", 0.1682],
    [14_530, "standardize", 0.2653],
    [19_093, "standardize", 0.3625],
    [24_390, "standardize", 0.4596],
    [29_026, "standardize", 0.5567],
    [33_502, "standardize", 0.6538],
    [38_386, "standardize", 0.7509],
    [43_536, "standardize", 0.8443],
    [48_245, "standardize", 0.9414],
    [51_126, "unify", 0],
    [51_246, "filter", 0],
    [52_253, "rank", 0],
    [53_032, "rank", 0.0313],
    [54_969, "rank", 0.1602],
    [56_292, "rank", 0.2891],
    [57_416, "rank", 0.4181],
    [58_860, "rank", 0.5469],
    [60_288, "rank", 0.6759],
    [61_799, "rank", 0.8047],
    [63_200, "rank", 0.9336],
    [63_855, "pad", 0],
    [64_640, "pad", 0.0184],
    [65_166, "pad", 0.059],
    [65_661, "pad", 0.0995],
    [66_169, "pad", 0.1401],
    [66_646, "pad", 0.1806],
    [67_126, "pad", 0.2212],
    [67_640, "pad", 0.2617],
    [68_145, "pad", 0.3023],
    [68_666, "pad", 0.3428],
    [69_270, "pad", 0.3834],
    [69_813, "pad", 0.4239],
    [70_381, "pad", 0.4645],
    [71_439, "pad", 0.5147],
    [74_087, "pad", 0.6769],
    [76_672, "pad", 0.8391],
    [79_412, "pad", 1],
  ],
};
/** The same of 1 M actions. */
const SMALL: Trace = {
  impressions: 4_395_893,
  actions: [43_000_000, 9_300_000, 2_496_041],
  milliseconds: 1_901,
  ticks: [
    [73, "standardize", 0],
    [315, "standardize", 0.0034],
    [411, "standardize", 0.0743],
    [636, "standardize", 0.6411],
    [657, "standardize", 0.791],
    [749, "standardize", 0.9479],
    [752, "unify", 0],
    [780, "filter", 0],
    [804, "rank", 0],
    [886, "rank", 0.0627],
    [889, "rank", 0.1252],
    [910, "rank", 0.1874],
    [923, "rank", 0.2497],
    [937, "rank", 0.3119],
    [943, "rank", 0.3745],
    [952, "rank", 0.4371],
    [967, "rank", 0.4995],
    [969, "rank", 0.5623],
    [985, "rank", 0.6245],
    [994, "rank", 0.6872],
    [999, "rank", 0.7494],
    [1_006, "rank", 0.8118],
    [1_011, "rank", 0.8751],
    [1_016, "rank", 0.9374],
    [1_020, "rank", 1],
    [1_021, "pad", 0],
    [1_312, "pad", 0.0614],
    [1_351, "pad", 0.1843],
    [1_379, "pad", 0.3072],
    [1_433, "pad", 0.4301],
    [1_446, "pad", 0.5],
    [1_733, "pad", 0.7458],
    [1_751, "pad", 1],
  ],
};

const csv = (bytes: number) => ({ format: "csv", compression: "none", bytes }) as const;

/** What was said at each tick of a recorded build that took `slower` times as long. */
function said({ impressions, actions, milliseconds, ticks }: Trace, slower = 1) {
  const timeLeft = new TimeLeft([
    { role: "impressions", source: csv(impressions) },
    ...actions.map((bytes) => ({ role: "clicks" as const, source: csv(bytes) })),
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
    ["of 100 M actions, within an eighth", HUGE, (actual: number) => actual / 8],
    ["of 10 M actions, within three tenths", LARGE, (actual: number) => 0.3 * actual],
    ["of 1 M actions, within a second and a quarter", SMALL, () => 1.25],
  ])("is what it came to %s, from the first tenth on", (_, trace, allowed) => {
    const judged = said(trace).filter(({ passed, actual }) => passed >= 0.1 && actual > 1);
    expect(judged.length).toBeGreaterThan(5);
    for (const { secondsLeft, actual } of judged) {
      expect(secondsLeft).not.toBeNull();
      expect(Math.abs((secondsLeft ?? 0) - actual), `${secondsLeft} of ${actual} s`).toBeLessThan(allowed(actual));
    }
  });

  it("is more where actions do not fit into memory", () => {
    const left = (memory: number) => {
      const timeLeft = new TimeLeft([{ role: "clicks", source: csv(1_000_000_000) }], memory);
      timeLeft.after({ stage: "standardize", fraction: 0, rows: 0, rowsPerSecond: 0 }, 0);
      return timeLeft.after({ stage: "standardize", fraction: 0.5, rows: 0, rowsPerSecond: 0 }, 3000).secondsLeft ?? 0;
    };
    expect(left(100_000_000)).toBeGreaterThan(left(1_000_000_000));
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
