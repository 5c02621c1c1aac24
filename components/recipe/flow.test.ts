import { expect, it } from "vitest";
import { parseConfig } from "../../lib/config";
import type { Report } from "../../lib/report";
import { flowOf } from "./flow";

const source = { format: "csv" as const, rejected: {} };
const REPORT = {
  config: parseConfig({ rank: { maxActions: 200 }, unify: { duplicates: "drop" } }),
  sources: [
    { ...source, file: "impressions.csv", role: "impressions", rowsRead: 1001, rowsKept: 1000 },
    { ...source, file: "clicks.csv", role: "clicks", rowsRead: 5003, rowsKept: 5000 },
  ],
  actions: 4900,
  histories: 300,
  emptyHistories: 12,
  truncatedHistories: 1,
  actionTypes: { "1": 7000, "2": 0, "3": 1 },
  rows: 3000,
  output: [{ file: "dataset.parquet", rows: 3000, bytes: 1_200_000, sha256: "" }],
} as unknown as Report;

it("each step tells the rows that go in and those that come out", () => {
  expect(flowOf("standardize", REPORT)).toBe("6,004 rows → 6,000 kept");
  expect(flowOf("unify", REPORT)).toBe("5,000 rows → 4,900 distinct actions");
  expect(flowOf("filter", REPORT)).toBe("4,900 actions → 300 histories, 12 empty");
  expect(flowOf("rank", REPORT)).toBe("300 histories → 7,001 actions, 1 truncated");
  expect(flowOf("pad", REPORT)).toBe("300 histories → 3,000 rows of 200");
  expect(flowOf("output", REPORT)).toBe("3,000 rows → 1 file, 1.2 MB");
});
