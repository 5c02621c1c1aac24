import { describe, expect, it } from "vitest";
import type { Stage } from "./report";
import type { ColumnKind } from "./sources/column";
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
  milliseconds: 6_191,
  ticks: [
    [38, "standardize", 0],
    [50, "standardize", 0],
    [286, "standardize", 0.0147],
    [707, "standardize", 0.0681],
    [999, "standardize", 0.1564],
    [1_304, "standardize", 0.2741],
    [1_557, "standardize", 0.3624],
    [1_849, "standardize", 0.4801],
    [2_126, "standardize", 0.5979],
    [2_442, "standardize", 0.7156],
    [3_106, "standardize", 0.812],
    [3_367, "standardize", 0.9162],
    [3_536, "standardize", 1],
    [3_536, "unify", 0],
    [3_596, "unify", 1],
    [3_596, "filter", 0],
    [3_664, "filter", 1],
    [3_664, "rank", 0],
    [3_926, "rank", 0.1471],
    [4_176, "rank", 0.441],
    [4_433, "rank", 0.7648],
    [4_589, "rank", 1],
    [4_589, "pad", 0],
    [4_818, "pad", 0.0246],
    [5_053, "pad", 0.1475],
    [5_282, "pad", 0.3195],
    [5_510, "pad", 0.4669],
    [5_762, "pad", 0.5492],
    [5_998, "pad", 0.8441],
    [6_141, "pad", 1],
  ],
};
/** The same of 100 M actions. */
const HUGE: Trace = {
  impressions: 220_738_181,
  actions: [4_240_196_134, 929_830_973, 309_939_729],
  milliseconds: 91_308,
  ticks: [
    [49, "standardize", 0],
    [1_885, "standardize", 0.0125],
    [3_736, "standardize", 0.0302],
    [5_724, "standardize", 0.0476],
    [7_620, "standardize", 0.0799],
    [9_499, "standardize", 0.1123],
    [11_340, "standardize", 0.1447],
    [13_278, "standardize", 0.18],
    [15_118, "standardize", 0.2124],
    [17_111, "standardize", 0.2477],
    [19_100, "standardize", 0.283],
    [20_958, "standardize", 0.3154],
    [22_811, "standardize", 0.3477],
    [24_728, "standardize", 0.3831],
    [26_608, "standardize", 0.4154],
    [28_619, "standardize", 0.4507],
    [30_492, "standardize", 0.4831],
    [32_347, "standardize", 0.5184],
    [34_393, "standardize", 0.5537],
    [36_392, "standardize", 0.5891],
    [38_400, "standardize", 0.6244],
    [40_335, "standardize", 0.6597],
    [42_205, "standardize", 0.6921],
    [44_105, "standardize", 0.7244],
    [45_944, "standardize", 0.7568],
    [47_816, "standardize", 0.7884],
    [49_703, "standardize", 0.8237],
    [51_683, "standardize", 0.859],
    [53_742, "standardize", 0.8973],
    [55_648, "standardize", 0.9326],
    [57_632, "standardize", 0.9692],
    [59_241, "standardize", 1],
    [59_241, "unify", 0],
    [59_356, "unify", 1],
    [59_356, "filter", 0],
    [60_785, "filter", 1],
    [60_785, "rank", 0],
    [62_654, "rank", 0.1251],
    [64_481, "rank", 0.2891],
    [66_327, "rank", 0.4337],
    [68_159, "rank", 0.5938],
    [69_992, "rank", 0.7305],
    [71_861, "rank", 0.8789],
    [73_370, "rank", 1],
    [73_370, "pad", 0],
    [75_210, "pad", 0.0676],
    [77_047, "pad", 0.1659],
    [78_891, "pad", 0.2679],
    [80_719, "pad", 0.3711],
    [82_567, "pad", 0.4719],
    [84_511, "pad", 0.5737],
    [86_456, "pad", 0.7015],
    [88_421, "pad", 0.8244],
    [90_327, "pad", 0.9424],
    [91_220, "pad", 1],
  ],
};
/** The same of 1 M actions. */
const SMALL: Trace = {
  impressions: 4_395_893,
  actions: [42_424_149, 9_290_499, 3_081_393],
  milliseconds: 2_615,
  ticks: [
    [44, "standardize", 0],
    [235, "standardize", 0],
    [380, "standardize", 0.0034],
    [467, "standardize", 0.0743],
    [920, "standardize", 0.3577],
    [1_009, "standardize", 0.5075],
    [1_118, "standardize", 0.791],
    [1_217, "standardize", 0.843],
    [1_236, "standardize", 1],
    [1_236, "unify", 0],
    [1_262, "unify", 1],
    [1_265, "filter", 0],
    [1_306, "filter", 1],
    [1_306, "rank", 0],
    [1_405, "rank", 0.0315],
    [1_462, "rank", 0.1874],
    [1_523, "rank", 0.4371],
    [1_578, "rank", 0.8118],
    [1_604, "rank", 1],
    [1_604, "pad", 0],
    [1_986, "pad", 0.0614],
    [2_040, "pad", 0.1843],
    [2_120, "pad", 0.3072],
    [2_186, "pad", 0.4301],
    [2_481, "pad", 0.7458],
    [2_507, "pad", 1],
  ],
};

/** A row of actions has 57 bytes in these builds. */
const csv = (bytes: number) =>
  ({ format: "csv", compression: "none", columns: [], bytes, rows: { count: Math.round(bytes / 57), isExact: false } }) as const;

/** What was said at each tick of a recorded build that took `slower` times as long. */
function said({ impressions, actions, milliseconds, ticks }: Trace, slower = 1) {
  const timeLeft = new TimeLeft([
    { role: "impressions", source: csv(impressions) },
    ...actions.map((bytes) => ({ role: "clicks" as const, source: csv(bytes) })),
  ]);
  return ticks.map(([at, stage, fraction]) => {
    const { done, secondsLeft } = timeLeft.after({ stage, fraction }, 1_000_000 + slower * at);
    return { passed: at / milliseconds, done, secondsLeft, actual: (slower * (milliseconds - at)) / 1000 };
  });
}

describe("the time left of a build", () => {
  // The costs of the stages come from these builds among others, so this shows that they are used rightly, and not how near other
  // builds are foretold.
  it.each([
    ["of 100 M actions, within an eighth or a second and a quarter", HUGE, (actual: number) => Math.max(1.25, actual / 8)],
    ["of 10 M actions, within a quarter", LARGE, (actual: number) => 0.25 * actual],
    ["of 1 M actions, within a second and a half", SMALL, () => 1.5],
  ])("is what it came to %s, from an eighth on", (_, trace, allowed) => {
    const judged = said(trace).filter(({ passed, actual }) => passed >= 0.125 && actual > 1);
    expect(judged.length).toBeGreaterThan(3);
    for (const { secondsLeft, actual } of judged) {
      expect(secondsLeft).not.toBeNull();
      expect(Math.abs((secondsLeft ?? 0) - actual), `${secondsLeft} of ${actual} s`).toBeLessThan(allowed(actual));
    }
  });

  it("is more where actions do not fit into memory", () => {
    const left = (memory: number) => {
      const timeLeft = new TimeLeft([{ role: "clicks", source: csv(1_000_000_000) }], memory);
      timeLeft.after({ stage: "standardize", fraction: 0 }, 0);
      return timeLeft.after({ stage: "standardize", fraction: 0.5 }, 3000).secondsLeft ?? 0;
    };
    expect(left(100_000_000)).toBeGreaterThan(left(1_000_000_000));
  });

  it("expects more items, and so more to be written, of Parquet with lists than of as many bytes without", () => {
    const partDone = (kind: ColumnKind) => {
      const shown = { ...csv(10_000_000), format: "parquet", columns: [{ name: "shown", kind }] } as const;
      const timeLeft = new TimeLeft([
        { role: "impressions", source: shown },
        { role: "clicks", source: csv(1_000_000) },
      ]);
      return timeLeft.after({ stage: "standardize", fraction: 0.5 }, 1000).done;
    };
    expect(partDone("list")).toBeLessThan(partDone("integer"));
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
          const { done, secondsLeft } = timeLeft.after({ stage, fraction }, now);
          expect(done).toBeGreaterThanOrEqual(0);
          expect(done).toBeLessThanOrEqual(1);
          expect(secondsLeft ?? 0).toBeGreaterThanOrEqual(0);
          expect(secondsLeft ?? 0).toBeLessThan(1000);
        }
      }
    }
  });
});
