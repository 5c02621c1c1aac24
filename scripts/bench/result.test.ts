import { expect, test } from "vitest";
import { formatTable, medians, type Run } from "./result";

const native: Run = {
  contender: "native DuckDB",
  size: "small",
  skew: false,
  seconds: 8,
  stages: { standardize: 1, write: 7 },
  peakMegabytes: 1000,
  rendererMegabytes: null,
  bytes: 9_900_000,
  sha256: null,
};
const browser: Run = { ...native, contender: "browser", seconds: 4, stages: {}, peakMegabytes: 900, rendererMegabytes: 700 };

test("the median is one of the runs", () => {
  const runs = [native, browser, { ...native, seconds: 7 }, { ...native, seconds: 12 }];
  expect(medians(runs).map((run) => run.seconds)).toEqual([8, 4]);
});

test("each run is compared with the native one of its input", () => {
  expect(
    formatTable([native, browser, { ...browser, skew: true }])
      .split("\n")
      .slice(2),
  ).toEqual([
    "| small | native DuckDB | 8.0 | 1.00× | standardize 1.0, write 7.0 | 1000 | 9.9 |",
    "| small | browser | 4.0 | 0.50× | – | 900 (tab 700) | 9.9 |",
    "| small, skewed | browser | 4.0 | – | – | 900 (tab 700) | 9.9 |",
  ]);
});
