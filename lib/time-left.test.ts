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
  milliseconds: 5_666,
  ticks: [
    [38, "standardize", 0],
    [51, "standardize", 0],
    [316, "standardize", 0.0147],
    [483, "standardize", 0.0313],
    [848, "standardize", 0.0681],
    [1_149, "standardize", 0.1564],
    [1_376, "standardize", 0.2447],
    [1_700, "standardize", 0.333],
    [1_859, "standardize", 0.4213],
    [2_155, "standardize", 0.5096],
    [2_410, "standardize", 0.5979],
    [2_625, "standardize", 0.6862],
    [2_821, "standardize", 0.7531],
    [2_972, "standardize", 0.812],
    [3_132, "standardize", 0.9003],
    [3_190, "standardize", 0.9456],
    [3_288, "standardize", 1],
    [3_288, "unify", 0],
    [3_313, "filter", 0],
    [3_394, "rank", 0],
    [3_485, "rank", 0.0295],
    [3_536, "rank", 0.059],
    [3_588, "rank", 0.1179],
    [3_628, "rank", 0.1765],
    [3_683, "rank", 0.2353],
    [3_711, "rank", 0.294],
    [3_743, "rank", 0.3528],
    [3_775, "rank", 0.4115],
    [3_833, "rank", 0.4703],
    [3_862, "rank", 0.5291],
    [3_896, "rank", 0.588],
    [3_946, "rank", 0.6469],
    [3_972, "rank", 0.7058],
    [3_998, "rank", 0.7648],
    [4_033, "rank", 0.8235],
    [4_067, "rank", 0.8825],
    [4_104, "rank", 0.9412],
    [4_137, "rank", 1],
    [4_137, "pad", 0],
    [4_330, "pad", 0.0123],
    [4_384, "pad", 0.0369],
    [4_456, "pad", 0.0737],
    [4_488, "pad", 0.1106],
    [4_542, "pad", 0.1475],
    [4_584, "pad", 0.1843],
    [4_628, "pad", 0.2212],
    [4_665, "pad", 0.258],
    [4_716, "pad", 0.2949],
    [4_772, "pad", 0.3318],
    [4_823, "pad", 0.3686],
    [4_864, "pad", 0.4055],
    [4_899, "pad", 0.4424],
    [4_959, "pad", 0.4792],
    [4_995, "pad", 0.5],
    [5_283, "pad", 0.6475],
    [5_395, "pad", 0.7949],
    [5_528, "pad", 0.9424],
    [5_593, "pad", 1],
  ],
};
/** The same of 100 M actions. */
const HUGE: Trace = {
  impressions: 220_738_181,
  actions: [4_240_196_134, 929_830_973, 309_939_729],
  milliseconds: 60_916,
  ticks: [
    [34, "standardize", 0],
    [50, "standardize", 0],
    [1_720, "standardize", 0.0191],
    [2_974, "standardize", 0.0387],
    [5_792, "standardize", 0.1152],
    [8_505, "standardize", 0.1947],
    [10_993, "standardize", 0.2742],
    [13_472, "standardize", 0.3536],
    [16_081, "standardize", 0.4331],
    [18_582, "standardize", 0.5125],
    [21_162, "standardize", 0.592],
    [23_840, "standardize", 0.6715],
    [26_575, "standardize", 0.7509],
    [29_189, "standardize", 0.8267],
    [31_897, "standardize", 0.9061],
    [34_641, "standardize", 0.9809],
    [35_126, "standardize", 1],
    [35_126, "unify", 0],
    [35_228, "filter", 0],
    [36_443, "rank", 0],
    [36_725, "rank", 0.0039],
    [37_504, "rank", 0.0704],
    [38_366, "rank", 0.1407],
    [39_104, "rank", 0.211],
    [39_742, "rank", 0.2813],
    [40_571, "rank", 0.3516],
    [41_359, "rank", 0.422],
    [42_066, "rank", 0.4923],
    [42_935, "rank", 0.5626],
    [44_030, "rank", 0.6329],
    [45_039, "rank", 0.7032],
    [46_228, "rank", 0.7735],
    [47_282, "rank", 0.8438],
    [47_977, "rank", 0.914],
    [48_675, "rank", 0.9844],
    [48_796, "rank", 1],
    [48_796, "pad", 0],
    [49_033, "pad", 0.0012],
    [49_915, "pad", 0.0442],
    [50_399, "pad", 0.0885],
    [50_866, "pad", 0.1327],
    [51_381, "pad", 0.1769],
    [51_911, "pad", 0.2212],
    [52_452, "pad", 0.2654],
    [52_925, "pad", 0.3097],
    [53_476, "pad", 0.3539],
    [54_005, "pad", 0.3981],
    [54_521, "pad", 0.4424],
    [55_097, "pad", 0.4866],
    [56_747, "pad", 0.618],
    [58_574, "pad", 0.7949],
    [60_556, "pad", 0.9719],
    [60_850, "pad", 1],
  ],
};
/** The same of 1 M actions. */
const SMALL: Trace = {
  impressions: 4_395_893,
  actions: [43_000_000, 9_300_000, 2_496_041],
  milliseconds: 1_501,
  ticks: [
    [34, "standardize", 0],
    [48, "standardize", 0],
    [154, "standardize", 0.0034],
    [211, "standardize", 0.0743],
    [227, "standardize", 0.0743],
    [465, "standardize", 0.3577],
    [518, "standardize", 0.5075],
    [518, "standardize", 0.5076],
    [527, "standardize", 0.791],
    [559, "standardize", 0.791],
    [599, "standardize", 0.843],
    [610, "standardize", 1],
    [610, "unify", 0],
    [634, "filter", 0],
    [659, "rank", 0],
    [701, "rank", 0.0315],
    [701, "rank", 0.0627],
    [743, "rank", 0.1252],
    [749, "rank", 0.1874],
    [779, "rank", 0.2497],
    [791, "rank", 0.3119],
    [799, "rank", 0.3745],
    [801, "rank", 0.4371],
    [819, "rank", 0.4995],
    [852, "rank", 0.5623],
    [854, "rank", 0.6245],
    [858, "rank", 0.6872],
    [862, "rank", 0.7494],
    [870, "rank", 0.8118],
    [871, "rank", 0.8751],
    [876, "rank", 0.9374],
    [880, "rank", 1],
    [880, "pad", 0],
    [1_096, "pad", 0.0614],
    [1_115, "pad", 0.1229],
    [1_129, "pad", 0.1843],
    [1_153, "pad", 0.2458],
    [1_169, "pad", 0.3072],
    [1_188, "pad", 0.3686],
    [1_217, "pad", 0.4301],
    [1_217, "pad", 0.4915],
    [1_218, "pad", 0.5],
    [1_226, "pad", 0.5],
    [1_431, "pad", 0.7458],
    [1_431, "pad", 0.9915],
    [1_431, "pad", 1],
  ],
};

/** A row of actions has 57 bytes in these builds. */
const csv = (bytes: number) =>
  ({ format: "csv", compression: "none", bytes, rows: { count: Math.round(bytes / 57), isExact: false } }) as const;

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
    ["of 10 M actions, within three tenths", LARGE, (actual: number) => 0.3 * actual],
    ["of 1 M actions, within a second and a quarter", SMALL, () => 1.25],
  ])("is what it came to %s, from the first tenth on", (_, trace, allowed) => {
    const judged = said(trace).filter(({ passed, actual }) => passed >= 0.1 && actual > 1);
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
