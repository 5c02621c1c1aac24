import { beforeAll, describe, expect, it } from "vitest";
import { type ActionDetail, VERDICTS } from "../inspection";
import type { Dataset } from "../pipeline/dataset";
import { history } from "./history";
import { at, datasetOf } from "./testing.mts";
import { actions, timeline } from "./timeline";

const CLICKS = [
  "2024-05-15,17,2024-05-15 00:00:00",
  "2024-05-14,16,2024-05-14 23:59:59.999999",
  "2024-05-14,15,2024-05-14 12:00:00",
  "2024-05-13,14,2024-05-13 12:00:00",
  "2024-05-12,13,2024-05-12 12:00:00",
  "2024-04-01,12,2024-04-01 12:00:00",
];
const SETTINGS = { rank: { maxActions: 3 }, filter: { lookbackDays: 7 } };
const seen = ({ itemId, verdict, cell }: ActionDetail) => `${itemId} ${verdict} ${cell ?? "-"}`;
const all = { customer: "7", dt: "2024-05-15", offset: 0, limit: 100 };

describe("the actions of a customer, seen from one history,", () => {
  it("tell why each is in or out, newest first", async () => {
    const dataset = await datasetOf({ 7: { days: ["2024-05-15"], clicks: CLICKS } }, SETTINGS);
    expect(actions(dataset, all).map(seen)).toEqual([
      "17 at-or-after-cutoff -",
      "16 in 0",
      "15 in 1",
      "14 in 2",
      "13 beyond-newest -",
      "12 older-than-lookback -",
    ]);
  });

  it("stand in the cells of the tensor, whatever its side and order", async () => {
    const pad = { side: "left", order: "oldest_first" };
    const dataset = await datasetOf({ 7: { days: ["2024-05-15"], clicks: CLICKS } }, { pad, rank: { maxActions: 10 } });
    const cells = actions(dataset, all).map(({ itemId, cell }) => [itemId, cell]);
    expect(cells).toEqual([
      ["17", null],
      ["16", 9],
      ["15", 8],
      ["14", 7],
      ["13", 6],
      ["12", 5],
    ]);
    const { first, itemIds } = history(dataset, { customer: "7", dt: null }).sequence;
    expect([first, itemIds]).toEqual([5, ["12", "13", "14", "15", "16"]]);
  });

  it("tell the item's id, and what the tensor holds for it", async () => {
    const values = async (itemIds: string) => {
      const dataset = await datasetOf({ 7: { days: ["2024-05-15"], clicks: CLICKS } }, { ...SETTINGS, output: { itemIds } });
      const { sequence } = history(dataset, { customer: "7", dt: null });
      expect(actions(dataset, all).flatMap(({ value, cell }) => (cell === null ? [] : [value]))).toEqual(sequence.values);
      expect(sequence.itemIds).toEqual(["16", "15", "14"]);
      return sequence.values;
    };
    expect(await values("raw")).toEqual(["16", "15", "14"]);
    // The items are 1, shown, and 12 to 17.
    expect(await values("vocabulary")).toEqual(["6", "5", "4"]);
  });

  it("are judged by their partition dates where the config says so, and the histories have gaps", async () => {
    const clicks = [
      "2024-05-16,3,2024-05-14 10:00:00",
      "2024-05-14,2,2024-05-15 10:00:00",
      ",1,2024-05-14 09:00:00",
      ",4,2024-05-15 09:00:00",
    ];
    const cutoff = async (rule: string) => {
      const dataset = await datasetOf({ 7: { days: ["2024-05-15"], clicks } }, { filter: { cutoff: rule } });
      return actions(dataset, all).map(seen);
    };
    expect(await cutoff("event_time")).toEqual(["2 at-or-after-cutoff -", "4 at-or-after-cutoff -", "3 in 0", "1 in 1"]);
    expect(await cutoff("partition_date")).toEqual(["2 in 0", "4 at-or-after-cutoff -", "3 partition-date -", "1 in 1"]);
    expect(await cutoff("both")).toEqual(["2 at-or-after-cutoff -", "4 at-or-after-cutoff -", "3 partition-date -", "1 in 0"]);
  });

  it("come in pages, and past the end there are none", async () => {
    const dataset = await datasetOf({ 7: { days: ["2024-05-15"], clicks: CLICKS } });
    expect(actions(dataset, { ...all, offset: 4, limit: 1 }).map(({ itemId }) => itemId)).toEqual(["13"]);
    expect(actions(dataset, { ...all, offset: 6 })).toEqual([]);
  });
});

describe("a history", () => {
  it("tells its lines, its counts and the customer's other days", async () => {
    const days = ["2024-05-16", "2024-05-15"];
    const dataset = await datasetOf({ 7: { days, clicks: CLICKS }, 8: { days: ["2024-05-17"] } }, SETTINGS);
    const found = history(dataset, { customer: "7", dt: "2024-05-15" });
    expect(found).toMatchObject({
      cutoff: at("2024-05-15T00:00:00Z"),
      lookback: at("2024-05-08T00:00:00Z"),
      boundary: at("2024-05-13T12:00:00Z"),
      boundaryTied: false,
      extent: { oldest: at("2024-04-01T12:00:00Z"), newest: at("2024-05-15T00:00:00Z") },
      actions: 6,
      counts: { in: 3, "at-or-after-cutoff": 1, "partition-date": 0, "older-than-lookback": 1, "beyond-newest": 1 },
    });
    expect(found.days.map(({ dt, length, truncated }) => [dt, length, truncated])).toEqual([
      ["2024-05-15", 3, true],
      ["2024-05-16", 3, true],
    ]);
    expect(history(dataset, { customer: "8", dt: null })).toMatchObject({ dt: "2024-05-17", extent: null, boundary: null });
  });

  it("has its cutoff where the day begins in the config's zone, summer time and all", async () => {
    const dataset = await datasetOf({ 7: { days: ["2024-04-01"] } }, { filter: { dayZone: "Europe/Berlin", lookbackDays: 1 } });
    expect(history(dataset, { customer: "7", dt: null })).toMatchObject({
      cutoff: at("2024-03-31T22:00:00Z"),
      lookback: at("2024-03-30T23:00:00Z"),
    });
  });

  it("says where its boundary cuts through actions of one instant", async () => {
    const clicks = ["2024-05-14,1,2024-05-14 12:00:00", "2024-05-14,2,2024-05-14 12:00:00"];
    const dataset = await datasetOf({ 7: { days: ["2024-05-15"], clicks } }, { rank: { maxActions: 1 } });
    expect(history(dataset, { customer: "7", dt: null })).toMatchObject({ boundaryTied: true, sequence: { itemIds: ["2"] } });
  });

  it("of a customer that the dataset does not have is told as a problem", async () => {
    const dataset = await datasetOf({ 7: { days: ["2024-05-15"] } });
    for (const question of [
      { customer: "9", dt: null },
      { customer: "7x", dt: null },
      { customer: "7", dt: "2024-05-14" },
    ])
      expect(() => history(dataset, question)).toThrow(/no history of customer/);
  });
});

describe("a timeline", () => {
  let dataset: Dataset;
  const HOUR = 3_600_000_000n;
  const START = at("2024-05-14T00:00:00Z");
  const question = { customer: "7", dt: "2024-05-15", from: START, to: START + 48n * HOUR, bins: 4, maxMarks: 2000 };

  beforeAll(async () => {
    const clicks = Array.from({ length: 48 }, (_, hour) => {
      const day = 14 + Math.floor(hour / 24);
      return `2024-05-${day},${hour + 1},2024-05-${day} ${String(hour % 24).padStart(2, "0")}:00:00`;
    });
    const orders = ["2024-05-14,100,2024-05-14 13:30:00"];
    dataset = await datasetOf({ 7: { days: ["2024-05-15"], clicks, orders } }, { rank: { maxActions: 20 } });
  });

  it("has each action of its range, from its first instant up to but not with its last", () => {
    const found = timeline(dataset, { ...question, from: START + 12n * HOUR, to: START + 14n * HOUR });
    if (found.kind !== "marks") throw new Error("bins");
    const { first, at: instants, types, verdicts } = found.marks;
    expect([...instants]).toEqual([START + 13n * HOUR + HOUR / 2n, START + 13n * HOUR, START + 12n * HOUR]);
    expect([...types]).toEqual([3, 1, 1]);
    expect(Array.from(verdicts, (code) => VERDICTS[code])).toEqual(["in", "in", "in"]);
    expect(first).toBe(34);
  });

  it("counts in bins where the actions are too many, and loses none", () => {
    const found = timeline(dataset, { ...question, maxMarks: 10 });
    if (found.kind !== "bins") throw new Error("marks");
    const counts = (lane: number) =>
      Object.fromEntries(VERDICTS.map((verdict, code) => [verdict, [...(found.lanes[lane]?.counts[code] ?? [])]]));
    expect(found.total).toBe(49);
    expect(counts(0)).toEqual({
      in: [7, 12, 0, 0],
      "at-or-after-cutoff": [0, 0, 12, 12],
      "partition-date": [0, 0, 0, 0],
      "older-than-lookback": [0, 0, 0, 0],
      "beyond-newest": [5, 0, 0, 0],
    });
    expect(counts(1).in).toEqual([0, 0, 0, 0]);
    expect(counts(2).in).toEqual([0, 1, 0, 0]);
  });

  it("agrees with the marks at every width of the bins", () => {
    const exact = timeline(dataset, question);
    if (exact.kind !== "marks") throw new Error("bins");
    for (const bins of [1, 3, 7, 48, 1000]) {
      const found = timeline(dataset, { ...question, bins, maxMarks: 0 });
      if (found.kind !== "bins") throw new Error("marks");
      const span = question.to - question.from;
      const edges = Array.from({ length: bins + 1 }, (_, bin) => question.from + (span * BigInt(bin)) / BigInt(bins));
      const expected = edges
        .slice(0, -1)
        .map(
          (edge, bin) =>
            exact.marks.at.filter(
              (instant, k) => exact.marks.types[k] === 1 && instant >= edge && instant < (edges[bin + 1] ?? 0n),
            ).length,
        );
      const clicks = found.lanes[0]?.counts ?? [];
      expect(edges.slice(0, -1).map((_, bin) => clicks.reduce((sum, counts) => sum + (counts[bin] ?? 0), 0))).toEqual(expected);
    }
  });
});
