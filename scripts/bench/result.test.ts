import { expect, test } from "vitest";
import { formatTable, medians, type Run } from "./result";

const native: Run = {
  contender: "native DuckDB",
  size: "small",
  skew: false,
  input: "csv",
  seconds: 8,
  stages: { standardize: 1, write: 7 },
  peakMegabytes: 1000,
  rendererMegabytes: null,
  bytes: 9_900_000,
  sha256: null,
};
const polars: Run = { ...native, contender: "Polars", seconds: 5, stages: {}, peakMegabytes: null };
const browser: Run = { ...native, contender: "browser", seconds: 4, stages: {}, peakMegabytes: 900, rendererMegabytes: 700 };

const linesOf = (runs: readonly Run[]) => formatTable(runs).split("\n").slice(2);

test("the median is one of the runs, and tells the seconds of all", () => {
  const found = medians([native, browser, { ...native, seconds: 7 }, { ...native, seconds: 12 }]);
  expect(found.map(({ seconds, secondsOfAll }) => [seconds, secondsOfAll])).toEqual([
    [8, [7, 8, 12]],
    [4, [4]],
  ]);
});

test("the median of an even number of runs is the faster one of the middle", () => {
  expect(medians([12, 7, 8, 9].map((seconds) => ({ ...native, seconds }))).map((run) => run.seconds)).toEqual([8]);
});

test("runs of one contender on another size, skew or format have a median of their own", () => {
  const runs: Run[] = [native, { ...native, size: "large" }, { ...native, skew: true }, { ...native, input: "parquet" }];
  expect(medians(runs)).toHaveLength(4);
});

test("each run is compared with those of native DuckDB and Polars", () => {
  expect(linesOf([native, polars, browser])).toEqual([
    "| small, CSV | native DuckDB | 8.0 | 1.00× | 1.60× | standardize 1.0, write 7.0 | 1000 | 9.9 |",
    "| small, CSV | Polars | 5.0 | 0.63× | 1.00× | – | – | 9.9 |",
    "| small, CSV | browser | 4.0 | 0.50× | 0.80× | – | 900 (tab 700) | 9.9 |",
  ]);
});

test("a run is compared with those of the same input only", () => {
  const others: Run[] = [
    { ...browser, skew: true },
    { ...browser, input: "parquet" },
    { ...browser, size: "large" },
  ];
  expect(linesOf([native, polars, ...others]).slice(2)).toEqual([
    "| small, skewed, CSV | browser | 4.0 | – | – | – | 900 (tab 700) | 9.9 |",
    "| small, Parquet | browser | 4.0 | – | – | – | 900 (tab 700) | 9.9 |",
    "| large, CSV | browser | 4.0 | – | – | – | 900 (tab 700) | 9.9 |",
  ]);
});
