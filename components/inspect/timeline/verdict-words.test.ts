import { describe, expect, it } from "vitest";
import { parseConfig } from "../../../lib/config";
import type { ActionDetail, Verdict } from "../../../lib/inspection";
import { reasonOf, verdictNames } from "./verdict-words";

const HOUR = 3_600_000_000n;
const CONFIG = parseConfig({ filter: { lookbackDays: 30 } });
const HISTORY = { cutoff: 100n * HOUR, dt: "2024-05-15", boundary: 50n * HOUR, boundaryTied: true };

function reason(verdict: Verdict, at: bigint, partitionDate: string | null = null): string {
  const action: ActionDetail = { itemId: "1", value: "1", type: 1, at, partitionDate, verdict, cell: null };
  return reasonOf(action, HISTORY, CONFIG);
}

describe("the reason of a verdict", () => {
  it("measures from the cutoff", () => {
    expect(reason("in", 100n * HOUR - 1n)).toBe("In: 1 µs before the cutoff.");
    expect(reason("at-or-after-cutoff", 103n * HOUR)).toBe("Out: 3 h after the cutoff.");
    expect(reason("at-or-after-cutoff", 100n * HOUR)).toBe(
      "Out: exactly at the cutoff, and only what is strictly before it counts.",
    );
  });

  it("says when a partition date decided, also against the instant", () => {
    expect(reason("partition-date", HOUR, "2024-05-16")).toBe("Out: its partition date 2024-05-16 is not before 2024-05-15.");
    expect(reason("in", 102n * HOUR, "2024-05-14")).toBe(
      "In: its partition date 2024-05-14 is before 2024-05-15, though its instant is 2 h after the cutoff.",
    );
    expect(reason("in", 100n * HOUR, "2024-05-14")).toMatch(/though its instant is exactly at the cutoff\.$/);
  });

  it("names the limit that an old action is beyond, and the ties of the boundary", () => {
    expect(reason("older-than-lookback", HOUR)).toBe("Out: before the lookback of 30 days begins.");
    expect(reason("beyond-newest", 40n * HOUR)).toBe("Out: 1,000 actions that count are newer.");
    expect(reason("beyond-newest", 50n * HOUR)).toBe("Out: 1,000 actions that count stand before it in the order of ties.");
  });

  it("is short in the legend", () => {
    expect(Object.values(verdictNames(CONFIG))).toEqual([
      "in the sequence",
      "at or after the cutoff",
      "partition date too late",
      "older than 30 days",
      "beyond the newest 1,000",
    ]);
  });
});
