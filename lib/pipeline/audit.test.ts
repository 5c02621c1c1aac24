import { beforeAll, describe, expect, it } from "vitest";
import { parseConfig } from "../config";
import { initParquetInNode } from "../engine/parquet-node";
import { hasherHere } from "../hash";
import { sniff } from "../sources/sniff";
import { createMemoryStore } from "../store/memory";
import type { Store } from "../store/store";
import { buildInMemory, sharedEngine } from "../testing/builds.mts";
import type { Inputs } from "../testing/cases.mts";
import { rankedActions } from "../testing/datasets.mts";
import { inputFiles } from "../testing/input-files.mts";
import { allowedHistories, auditKeys, itemPartsOf } from "./audit";
import { type BuildResult, build } from "./build";
import type { Dataset } from "./dataset";
import { findWindows, makeWindows, placeWindows } from "./filter";
import { createLane, type Lane } from "./lane";
import { Lanes } from "./lanes";
import { itemValues } from "./pad";
import type { RankedBucket } from "./rank-bucket";
import type { RankedActions, RankedBlock } from "./ranked";
import { findViolations } from "./read-back";
import { writeDataset } from "./write";

const click = (customer_id: number, item_id: number, click_time: string) => ({
  dt: click_time.slice(0, 10),
  customer_id,
  item_id,
  click_time,
});
const shown = (dt: string, customer_id: number, items: number[]) => ({
  dt,
  ranking_id: "r1",
  customer_id,
  impressions: items.map((item_id) => ({ item_id, is_order: false })),
});

const INPUTS: Inputs = {
  impressions: [
    shown("2024-05-15", 1, [900, 901, 902]),
    shown("2024-05-15", 2, [900, 901]),
    shown("2024-05-15", 3, [900]),
    shown("2024-05-17", 1, [900]),
  ],
  clicks: [
    click(1, 16, "2024-05-16 09:00:00"),
    click(1, 15, "2024-05-15 00:00:00"),
    click(1, 14, "2024-05-14 23:59:59"),
    click(1, 13, "2024-05-13 09:00:00"),
    click(1, 12, "2024-05-12 09:00:00"),
    // Of these twins the first history has room for one.
    click(1, 11, "2024-05-11 09:00:00"),
    click(1, 11, "2024-05-11 09:00:00"),
    click(2, 24, "2024-05-20 09:00:00"),
    click(2, 23, "2024-05-14 09:00:00"),
    click(2, 22, "2024-05-13 09:00:00"),
    click(2, 21, "2024-05-01 09:00:00"),
  ],
  add_to_carts: [{ dt: "2024-05-14", customer_id: 2, config_id: 14, occurred_at: "2024-05-14 08:00:00" }],
};

/** The histories in the order of the output, by their numbers. */
const FIRST = 0;
const SECOND = 1;
const NOTHING = 2;
const LATER = 3;

const FILTERS = [
  { cutoff: "event_time" },
  { cutoff: "partition_date" },
  { cutoff: "both" },
  { cutoff: "event_time", lookbackDays: 3 },
  { cutoff: "partition_date", lookbackDays: 3 },
  { cutoff: "both", lookbackDays: 3 },
] as const;

const AUDITED = { items: true, types: true };

/** Writes the dataset `written` and audits it as a build of `claimed` does. Gives the numbers of the histories that are wrong. */
async function violationsIn(written: Dataset, claimed: Dataset): Promise<number[]> {
  const { config, rows, ranked } = claimed;
  const histories = claimed.histories.order;
  const keys = auditKeys(rows.keys, claimed.histories, config.filter);
  const { cutoff } = config.filter;
  const { maxActions } = config.rank;
  const rule = { cutoff, maxActions, audited: AUDITED, itemParts: itemPartsOf(itemValues(claimed)) };
  const found = allowedHistories(shuffled(allOf(ranked)), keys, rule);
  const allowed = { lengths: new Uint32Array(histories.length), fingerprints: new Float64Array(histories.length) };
  for (const [k, h] of histories.entries()) {
    allowed.lengths[h] = found.lengths[k] ?? 0;
    allowed.fingerprints[h] = found.fingerprints[k] ?? 0;
  }
  const [file] = await writeDataset(
    written,
    new Lanes([createLane(initParquetInNode)]),
    createMemoryStore(),
    "test",
    Promise.resolve({}),
    () => undefined,
  );
  if (!file) throw new Error("no file");
  const part = { blob: file.blob, maxActions, first: 0, end: 1, histories: rows.histories, firstHistory: 0 };
  return [...(await findViolations({ ...part, allowed, audited: AUDITED }))];
}

/** All blocks as one. */
function allOf(ranked: RankedActions): RankedBlock {
  const blocks = ranked.blocks.map((block) => ranked.readBlock(block));
  return {
    starts: ranked.starts,
    items: Int32Array.from(blocks.flatMap(({ items }) => [...items])),
    types: Uint8Array.from(blocks.flatMap(({ types }) => [...types])),
    occurredAt: BigInt64Array.from(blocks.flatMap(({ occurredAt }) => [...occurredAt])),
    days: Int32Array.from(blocks.flatMap(({ days }) => [...days])),
    partitionDays: Int32Array.from(blocks.flatMap(({ partitionDays }) => [...partitionDays])),
  };
}

/** The same actions, each customer's the other way round: the audit must not need their order. */
function shuffled(ranked: RankedBlock): RankedBlock {
  const { starts } = ranked;
  const order = Array.from({ length: starts.length - 1 }, (_, c) =>
    Array.from({ length: (starts[c + 1] ?? 0) - (starts[c] ?? 0) }, (_, k) => (starts[c] ?? 0) + k).reverse(),
  ).flat();
  return {
    ...ranked,
    items: Int32Array.from(order, (at) => ranked.items[at] ?? 0),
    types: Uint8Array.from(order, (at) => ranked.types[at] ?? 0),
    occurredAt: BigInt64Array.from(order, (at) => ranked.occurredAt[at] ?? 0n),
    partitionDays: Int32Array.from(order, (at) => ranked.partitionDays[at] ?? 0),
  };
}

/** A copy whose windows are changed: of history `h` by `change`. */
function withWindow(dataset: Dataset, h: number, change: Partial<Record<"starts" | "lengths" | "oldest", number>>): Dataset {
  const windows = { ...dataset.windows };
  for (const [name, by] of Object.entries(change) as ["starts" | "lengths" | "oldest", number][]) {
    windows[name] = windows[name].slice();
    windows[name][h] = (windows[name][h] ?? 0) + by;
  }
  return { ...dataset, windows };
}

/** A copy in which the actions at some positions of the ranking have other values. */
function withRanked<Name extends "items" | "types">(dataset: Dataset, name: Name, values: Record<number, number>): Dataset {
  const all = allOf(dataset.ranked);
  const changed = all[name].slice();
  for (const [at, value] of Object.entries(values)) changed[Number(at)] = value;
  return { ...dataset, ranked: rankedActions({ ...all, [name]: changed }) };
}

/** A copy in which the position `at` of the ranking counts a day before `h`, as if its day had been worked out wrongly. */
function withLeak(dataset: Dataset, at: number, h: number): Dataset {
  const { rows, config, histories } = dataset;
  const dayBefore = (days: Int32Array) => days.with(at, (rows.keys.days[h] ?? 0) - 1);
  const all = allOf(dataset.ranked);
  const leaky = {
    ...all,
    days: config.filter.cutoff === "partition_date" ? all.days : dayBefore(all.days),
    partitionDays: dayBefore(all.partitionDays),
  };
  const keys = { starts: histories.starts, days: Int32Array.from(histories.order, (each) => rows.keys.days[each] ?? 0) };
  const windows = makeWindows(histories.order.length);
  placeWindows(windows, findWindows(leaky, keys, { ...config, maxActions: config.rank.maxActions }), histories.order);
  return { ...dataset, ranked: rankedActions(leaky), windows };
}

/** A copy that can be written with other actions in each row: every row has a history of its own. */
function withOwnHistories(dataset: Dataset): Dataset {
  const { rows, windows } = dataset;
  const ofRows = (values: ArrayLike<number>) => Array.from(rows.histories, (h) => values[h] ?? 0);
  return {
    ...dataset,
    rows: {
      ...rows,
      histories: rows.histories.map((_, r) => r),
      keys: { customers: Int32Array.from(ofRows(rows.keys.customers)), days: Int32Array.from(ofRows(rows.keys.days)) },
    },
    windows: {
      ...windows,
      starts: Uint32Array.from(ofRows(windows.starts)),
      lengths: Uint32Array.from(ofRows(windows.lengths)),
      oldest: Uint32Array.from(ofRows(windows.oldest)),
      truncated: Uint8Array.from(ofRows(windows.truncated)),
    },
  };
}

describe.each(FILTERS)("the audit, with %o,", (filter) => {
  let dataset: Dataset;
  beforeAll(async () => {
    dataset = (await buildInMemory(await inputFiles(INPUTS, "csv"), { filter, rank: { maxActions: 4 } })).dataset;
  });
  /** The position in the ranking of the newest action that a history holds. */
  const positionOf = (h: number) =>
    (dataset.ranked.starts[dataset.rows.keys.customers[h] ?? 0] ?? 0) + (dataset.windows.starts[h] ?? 0);

  it("finds nothing in what was built", async () => {
    const isLimited = "lookbackDays" in filter;
    expect([...dataset.windows.lengths]).toEqual(isLimited ? [3, 3, 0, 3] : [4, 4, 0, 4]);
    expect([...dataset.windows.truncated]).toEqual(isLimited ? [0, 0, 0, 0] : [1, 0, 0, 1]);
    expect(await violationsIn(dataset, dataset)).toEqual([]);
    expect(await violationsIn(withOwnHistories(dataset), dataset)).toEqual([]);
  });

  it("finds the action at the very instant of the cutoff", async () => {
    expect(await violationsIn(withLeak(dataset, positionOf(FIRST) - 1, FIRST), dataset)).toEqual([FIRST]);
  });

  it("finds an action from days after the cutoff", async () => {
    expect(await violationsIn(withLeak(dataset, positionOf(SECOND) - 1, SECOND), dataset)).toEqual([SECOND]);
  });

  it("finds an action in a history that should have none", async () => {
    const rank = dataset.windows.starts[SECOND] ?? 0;
    const starts = rank - (dataset.windows.starts[NOTHING] ?? 0);
    const filled = withWindow(dataset, NOTHING, { starts, lengths: 1, oldest: rank });
    const { keys } = filled.rows;
    const customers = keys.customers.with(NOTHING, keys.customers[SECOND] ?? 0);
    const borrowed = { ...filled, rows: { ...filled.rows, keys: { ...keys, customers } } };
    expect(await violationsIn(borrowed, dataset)).toEqual([NOTHING]);
  });

  it("finds that an action is missing", async () => {
    expect(await violationsIn(withWindow(dataset, SECOND, { lengths: -1, oldest: -1 }), dataset)).toEqual([SECOND]);
    expect(await violationsIn(withWindow(dataset, FIRST, { lengths: -1, oldest: -1 }), dataset)).toEqual([FIRST]);
    expect(await violationsIn(withWindow(dataset, FIRST, { lengths: -1 }), dataset)).toEqual([FIRST]);
  });

  it("finds a window that begins one action too late", async () => {
    expect(await violationsIn(withWindow(dataset, FIRST, { starts: 1, oldest: 1 }), dataset)).toEqual([FIRST]);
    expect(await violationsIn(withWindow(dataset, LATER, { starts: 1, oldest: 1 }), dataset)).toEqual([LATER]);
  });

  it("finds an item in another's place", async () => {
    const at = positionOf(SECOND);
    expect(await violationsIn(withRanked(dataset, "items", { [at]: 1 }), dataset)).toEqual([SECOND]);
  });

  it("finds types that changed places", async () => {
    const at = positionOf(SECOND);
    expect([...dataset.ranked.read("types", at, at + 2)]).toEqual([1, 2]);
    expect(await violationsIn(withRanked(dataset, "types", { [at]: 2, [at + 1]: 1 }), dataset)).toEqual([SECOND]);
  });

  it.each([0, 1, 2])("finds the one wrong row of a carousel: row %i of 3", async (row) => {
    const wrong = withWindow(withOwnHistories(dataset), row, { lengths: -1 });
    expect(await violationsIn(wrong, dataset)).toEqual([FIRST]);
  });

  it("finds every wrong history, and no other", async () => {
    const wrong = withWindow(withWindow(dataset, FIRST, { lengths: -1 }), LATER, { lengths: -1 });
    expect(await violationsIn(wrong, dataset)).toEqual([FIRST, LATER]);
  });
});

it("finds an action before the lookback", async () => {
  const config = { filter: { lookbackDays: 2 }, rank: { maxActions: 4 } };
  const { dataset } = await buildInMemory(await inputFiles(INPUTS, "csv"), config);
  expect(await violationsIn(withWindow(dataset, FIRST, { lengths: 1, oldest: 1 }), dataset)).toEqual([FIRST]);
});

/** A lane that lets the first history begin with the click at its cutoff. */
function leakyLane(maxActions = 4): Lane {
  const lane = createLane(initParquetInNode);
  return {
    async call(name, request) {
      const answer = await lane.call(name, request);
      if (name !== "rank") return answer;
      const { ranked, windows } = answer as RankedBucket;
      windows.starts.forEach((start, k) => {
        if (ranked.occurredAt[start - 1] !== AT_THE_CUTOFF) return;
        windows.starts[k] = start - 1;
        windows.lengths[k] = Math.min(maxActions, (windows.lengths[k] ?? 0) + 1);
        windows.oldest[k] = start - 2 + (windows.lengths[k] ?? 0);
      });
      return answer;
    },
  };
}

const AT_THE_CUTOFF = BigInt(Date.UTC(2024, 4, 15)) * 1000n;

/** A store whose files come back changed. */
function changingStore(change: (file: Blob) => Blob): Store {
  const store = createMemoryStore();
  return {
    ...store,
    async create(name) {
      const file = await store.create(name);
      return { ...file, close: async () => change(await file.close()) };
    },
  };
}

describe("a build", () => {
  async function buildWith(
    { lane, store }: { lane?: Lane; store?: Store },
    output: object = {},
    maxActions = 4,
  ): Promise<BuildResult> {
    const files = await inputFiles(INPUTS, "csv");
    const sources = await Promise.all(files.map(async ({ role, file }) => ({ role, file, source: await sniff(file) })));
    const config = parseConfig({ rank: { maxActions }, output });
    return build(sources, config, {
      engines: { first: sharedEngine, more: [] },
      lanes: [lane ?? createLane(initParquetInNode)],
      store: store ?? createMemoryStore(),
      hasher: hasherHere(),
      onProgress: () => undefined,
    });
  }

  it.each([
    {},
    { columns: ["actions"] },
    { itemIds: "vocabulary" },
    { itemIdType: "int32" },
    { layout: "compact", compression: "snappy" },
    { partitionBy: "dt", compression: "none" },
  ])("reports the leak of a lane that ranks wrongly, and none otherwise, with output %o", async (output) => {
    expect((await buildWith({}, output)).report.audit).toEqual({ histories: 4, violations: 0 });
    const { report } = await buildWith({ lane: leakyLane() }, output);
    expect(report.audit).toEqual({ histories: 4, violations: 1 });
  });

  it("reports a leak that shows in the types alone", async () => {
    const output = { columns: ["action_types", "dt"] };
    expect((await buildWith({}, output, 10)).report.audit).toEqual({ histories: 4, violations: 0 });
    const { report } = await buildWith({ lane: leakyLane(10) }, output, 10);
    expect(report.audit).toEqual({ histories: 4, violations: 1 });
  });

  it("checks no history where the output has neither items nor types", async () => {
    const { report } = await buildWith({}, { columns: ["impressions", "dt", "history_length"] });
    expect(report).toMatchObject({ rows: 7, histories: 4, audit: { histories: 0, violations: 0 } });
  });

  it("reads the file that was stored, not what it holds in memory", async () => {
    const [leaky] = (await buildWith({ lane: leakyLane() })).files;
    const { report } = await buildWith({ store: changingStore((file) => leaky?.blob ?? file) });
    expect(report.audit).toEqual({ histories: 4, violations: 1 });
  });

  it("stops with the name of a file that does not read back", async () => {
    const store = changingStore((file) => file.slice(0, file.size - 3));
    await expect(buildWith({ store })).rejects.toMatchObject({
      problem: { code: "output-unreadable", file: "dataset.parquet" },
    });
  });

  it("stops where a file has other rows than were written", async () => {
    const [day] = (await buildWith({}, { partitionBy: "dt" })).files;
    const store = changingStore((file) => day?.blob ?? file);
    await expect(buildWith({ store })).rejects.toMatchObject({
      problem: { code: "output-unreadable", message: "it has 6 rows instead of 7" },
    });
  });
});
