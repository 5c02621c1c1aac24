import { describe, expect, it } from "vitest";
import { reachedWords } from "./reached-words";

describe("what a stage has reached", () => {
  it("is told in bytes and rows of all", () => {
    const bytes = { read: 3_700_000_000, all: 5_700_000_000 };
    const reached = { fraction: 0.65, rows: 64_123_456, allRows: { count: 105_500_000, isExact: false }, bytes };
    expect(reachedWords(reached)).toEqual(["3.7 GB of 5.7 GB", "64,123,456 of ≈ 105.5M rows"]);
    expect(reachedWords({ ...reached, allRows: { count: 105_500_000, isExact: true } })[1]).toBe(
      "64,123,456 of 105,500,000 rows",
    );
  });

  it("tells all once it is reached", () => {
    const rows = { rows: 705_000, allRows: { count: 706_100, isExact: false } };
    expect(reachedWords({ fraction: 1, ...rows, bytes: { read: 34e6, all: 34e6 } })).toEqual(["34 MB", "705,000 rows"]);
  });

  it("says so of rows that are read back", () => {
    const rows = { rows: 245_760, allRows: { count: 500_000, isExact: true }, bytes: null };
    expect(reachedWords({ fraction: 0.74, ...rows, isReadBack: true })).toEqual(["245,760 of 500,000 rows read back"]);
  });

  it("leaves out an estimate that was too low, and what a stage does not count", () => {
    const rows = { rows: 101, allRows: { count: 100, isExact: false } };
    expect(reachedWords({ fraction: 0.9, ...rows, bytes: null })).toEqual(["101 rows"]);
    expect(reachedWords({ fraction: 1, rows: 0, allRows: null, bytes: null })).toEqual([]);
  });
});
