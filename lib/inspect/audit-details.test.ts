import { describe, expect, it } from "vitest";
import { auditDetails } from "./audit-details";
import { at, datasetOf } from "./testing.mts";

const DAY = ["2024-05-15"];

describe("the details of the audit", () => {
  it("name the action closest before a cutoff, to the microsecond", async () => {
    const dataset = await datasetOf({
      7: { days: DAY, clicks: ["2024-05-14,3,2024-05-14 23:00:00"] },
      8: {
        days: ["2024-05-14", ...DAY],
        clicks: ["2024-05-13,4,2024-05-13 23:59:59.999999", "2024-05-15,5,2024-05-15 00:00:00"],
      },
    });
    expect(auditDetails(dataset)).toMatchObject({
      narrowest: { customer: "8", dt: "2024-05-14", itemId: "4", type: 1, at: at("2024-05-13T23:59:59Z") + 999_999n, margin: 1n },
      letInByPartitionDate: 0,
    });
  });

  it("say so where all histories are empty", async () => {
    expect(auditDetails(await datasetOf({ 7: { days: DAY } }))).toEqual({
      narrowest: null,
      letInByPartitionDate: 0,
      ties: { histories: 0, examples: [] },
      truncated: { histories: 0, customers: 0, examples: [] },
      mismatches: { actions: 0, examples: [] },
    });
  });

  it("count the histories that a partition date let reach the cutoff or past it", async () => {
    const clicks = ["2024-05-14,3,2024-05-15 02:00:00"];
    const dataset = await datasetOf({ 7: { days: DAY, clicks } }, { filter: { cutoff: "partition_date" } });
    expect(auditDetails(dataset)).toMatchObject({ narrowest: { itemId: "3", margin: -7_200_000_000n }, letInByPartitionDate: 1 });
  });

  it("find ties at the boundary, and truncated customers", async () => {
    const clicks = (time: string) => [`2024-05-14,1,2024-05-14 12:00:00`, `2024-05-14,2,2024-05-14 ${time}`];
    const dataset = await datasetOf(
      {
        7: { days: DAY, clicks: clicks("12:00:00") },
        8: { days: ["2024-05-16", ...DAY], clicks: clicks("11:00:00") },
        9: { days: DAY },
      },
      { rank: { maxActions: 1 } },
    );
    const { ties, truncated } = auditDetails(dataset);
    expect(ties).toMatchObject({ histories: 1, examples: [{ customer: "7", dt: "2024-05-15", itemId: "1" }] });
    expect(truncated).toEqual({
      histories: 3,
      customers: 2,
      examples: [
        { customer: "7", dt: "2024-05-15" },
        { customer: "8", dt: "2024-05-16" },
      ],
    });
  });

  it("show mismatching partition dates, first those on which the two dates disagree about a history", async () => {
    const clicks = ["2024-05-13,1,2024-05-12 10:00:00", "2024-05-16,2,2024-05-14 10:00:00", "2024-05-14,3,2024-05-14 11:00:00"];
    const { mismatches } = auditDetails(await datasetOf({ 7: { days: ["2024-05-10", ...DAY], clicks } }));
    expect(mismatches.actions).toBe(2);
    expect(mismatches.examples.map(({ itemId, dt, partitionDate }) => [itemId, dt, partitionDate])).toEqual([
      ["2", "2024-05-15", "2024-05-16"],
      ["1", "2024-05-15", "2024-05-13"],
    ]);
  });
});
