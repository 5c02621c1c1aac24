import fc from "fast-check";
import { LosslessNumber } from "lossless-json";
import { Temporal } from "temporal-polyfill";
import { describe, expect, it } from "vitest";
import { type Config, parseConfig } from "../config";
import { readWithHyparquet } from "../parquet/testing/readers.mts";
import { buildInMemory } from "../testing/builds.mts";
import type { ExpectedRow, InputRecord, Inputs } from "../testing/cases.mts";
import { paddedRows } from "../testing/expected.mts";
import { type INPUT_FORMATS, inputFiles } from "../testing/input-files.mts";
import {
  compare,
  type OracleAction,
  type OracleImpression,
  oracleMismatches,
  oracleRows,
  startOf,
  withoutDuplicates,
} from "../testing/oracle.mts";

type Id = bigint | string;

/** Days around the change of the clock in Berlin (31 March) and in New York (10 March). */
const day = fc.integer({ min: 0, max: 27 }).map((n) => Temporal.PlainDate.from("2024-03-08").add({ days: n }).toString());
const zone = fc.constantFrom("UTC", "Europe/Berlin", "America/New_York", "Asia/Kolkata", "Australia/Lord_Howe");

/** A wall clock with many ties, midnights and last microseconds. */
const wallClock = fc
  .tuple(day, fc.constantFrom("00:00:00", "23:59:59.999999", "02:30:00", "12:00:00", "01:59:59.5", "18:30:00"))
  .map(([date, time]) => `${date} ${time}`);

const config = fc.record({
  standardize: fc.record({ timeZone: zone }),
  unify: fc.record({ duplicates: fc.constantFrom("keep", "drop") }),
  filter: fc.record({
    cutoff: fc.constantFrom("event_time", "partition_date", "both"),
    dayZone: zone,
    lookbackDays: fc.option(fc.integer({ min: 1, max: 20 })),
  }),
  rank: fc.record({ maxActions: fc.integer({ min: 1, max: 12 }) }),
  pad: fc.record({ side: fc.constantFrom("right", "left"), order: fc.constantFrom("newest_first", "oldest_first") }),
});

const COLUMNS = [
  "impressions",
  "actions",
  "action_types",
  "dt",
  "customer_id",
  "ranking_id",
  "slot",
  "is_order",
  "history_length",
];

interface World {
  impressions: OracleImpression[];
  clicks: InputRecord[];
  carts: InputRecord[];
  orders: InputRecord[];
}

function world(customer: fc.Arbitrary<Id>, item: fc.Arbitrary<Id>): fc.Arbitrary<World> {
  const shown = fc.record({ item_id: item, is_order: fc.option(fc.boolean()) });
  return fc.record({
    impressions: fc.array(
      fc.record({
        dt: day,
        ranking_id: fc.constantFrom("r1", "r2", "é", "Z"),
        customer_id: customer,
        impressions: fc.option(fc.array(shown, { maxLength: 4 })),
      }),
      { minLength: 1, maxLength: 12 },
    ),
    clicks: fc.array(fc.record({ dt: fc.option(day), customer_id: customer, item_id: item, click_time: wallClock }), {
      maxLength: 60,
    }),
    carts: fc.array(fc.record({ dt: day, customer_id: customer, config_id: item, occurred_at: wallClock }), { maxLength: 15 }),
    orders: fc.array(fc.record({ order_date: day, customer_id: customer, config_id: item, occurred_at: fc.option(wallClock) }), {
      maxLength: 15,
    }),
  });
}

const integers = world(
  fc.bigInt({ min: 9_007_199_254_740_991n, max: 9_007_199_254_740_995n }),
  fc.oneof(fc.bigInt({ min: 1n, max: 9n }), fc.constantFrom(-5n, 9_223_372_036_854_775_807n)),
);
const texts = world(fc.constantFrom("u1", "u2", "U3", "ü4"), fc.constantFrom("a", "B", "é", "sku-1", "sku-10"));

function inputsOf({ impressions, clicks, carts, orders }: World): Inputs {
  const plain = (record: object): InputRecord =>
    JSON.parse(
      JSON.stringify(record, (_, value) => (typeof value === "bigint" ? `#${value}` : value)),
      (_, value) => (typeof value === "string" && /^#-?\d+$/.test(value) ? new LosslessNumber(value.slice(1)) : value),
    );
  const inputs: Inputs = { impressions: impressions.map(plain) };
  if (clicks.length > 0) inputs.clicks = clicks.map(plain);
  if (carts.length > 0) inputs.add_to_carts = carts.map(plain);
  if (orders.length > 0) inputs.previous_orders = orders.map(plain);
  return inputs;
}

function actionsOf({ clicks, carts, orders }: World, { standardize, filter }: Config): OracleAction[] {
  const instant = (wall: unknown): bigint =>
    Temporal.PlainDateTime.from(String(wall).replace(" ", "T")).toZonedDateTime(standardize.timeZone).epochNanoseconds / 1000n;
  const action = (record: InputRecord, type: number, item: string, time: string, dt: string): OracleAction => ({
    customer_id: record.customer_id as Id,
    item_id: record[item] as Id,
    type,
    at: record[time] === null ? startOf(String(record[dt]), filter.dayZone) : instant(record[time]),
    dt: record[dt] as string | null,
  });
  return [
    ...clicks.map((record) => action(record, 1, "item_id", "click_time", "dt")),
    ...carts.map((record) => action(record, 2, "config_id", "occurred_at", "dt")),
    ...orders.map((record) => action(record, 3, "config_id", "occurred_at", "order_date")),
  ];
}

/** Numbers of a vocabulary: 1…V by ascending id over everything that was read. */
function vocabularyOf({ impressions }: World, actions: readonly OracleAction[]): Map<Id, bigint> {
  const ids = new Set<Id>([
    ...impressions.flatMap((shown) => (shown.impressions ?? []).map((item) => item.item_id)),
    ...actions.map((action) => action.item_id),
  ]);
  return new Map([...ids].sort(compare).map((itemId, index) => [itemId, BigInt(index + 1)]));
}

async function agreesWithOracle(
  data: World,
  values: object,
  itemIds: "raw" | "vocabulary",
  format: (typeof INPUT_FORMATS)[number],
) {
  const parsed = parseConfig({ ...values, output: { itemIds, columns: COLUMNS } });
  const actions = actionsOf(data, parsed);
  const numbers = vocabularyOf(data, actions);
  const numberOf = (itemId: Id): bigint => (itemIds === "raw" ? BigInt(itemId) : (numbers.get(itemId) ?? 0n));
  const oracle = oracleRows(data.impressions, actions, parsed);
  const expected: ExpectedRow[] = oracle.map((row) => ({
    dt: row.dt,
    customer_id: row.customer_id,
    ranking_id: row.ranking_id,
    slot: row.slot,
    is_order: row.is_order,
    impressions: numberOf(row.item_id),
    actions: row.items.map(numberOf),
    action_types: row.types.map(BigInt),
    history_length: row.items.length,
  }));
  const { report, bytes } = await buildInMemory(await inputFiles(inputsOf(data), format), parsed);
  expect(await readWithHyparquet(bytes.get("dataset.parquet") ?? new Uint8Array())).toEqual(paddedRows(expected, parsed));
  const histories = new Map(oracle.map((row) => [`${row.dt} ${row.customer_id}`, row]));
  expect(report).toMatchObject({
    rows: oracle.length,
    histories: histories.size,
    emptyHistories: [...histories.values()].filter((row) => row.items.length === 0).length,
    truncatedHistories: [...histories.values()].filter((row) => row.truncated).length,
    impressions: data.impressions.length,
    emptyImpressions: data.impressions.filter((shown) => !shown.impressions?.length).length,
    actions: (parsed.unify.duplicates === "drop" ? withoutDuplicates(actions) : actions).length,
    partitionDateMismatches: oracleMismatches(actions, parsed),
    audit: { histories: histories.size, violations: 0 },
  });
}

describe("a build gives what the naive oracle gives", () => {
  it("with integer ids", async () => {
    await fc.assert(
      fc.asyncProperty(integers, config, fc.constantFrom("raw", "vocabulary"), fc.constantFrom("json", "csv"), agreesWithOracle),
      { numRuns: 40 },
    );
  }, 180_000);

  it("with text ids", async () => {
    await fc.assert(
      fc.asyncProperty(texts, config, fc.constant("vocabulary" as const), fc.constantFrom("jsonl", "csv"), agreesWithOracle),
      { numRuns: 25 },
    );
  }, 180_000);
});
