import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Config, parseConfig } from "../config";
import { readWithHyparquet } from "../parquet/testing/readers.mts";
import { buildInMemory } from "../testing/builds.mts";
import type { ExpectedRow, InputRecord } from "../testing/cases.mts";
import { paddedRows } from "../testing/expected.mts";
import { type INPUT_FORMATS, inputFiles } from "../testing/input-files.mts";
import { compare, type OracleAction, oracleMismatches, oracleRows, startOf, withoutDuplicates } from "../testing/oracle.mts";
import {
  configs,
  EVENT_TYPES,
  inputsOf,
  instantOf,
  toldOf,
  type World,
  writtenIntegerWorlds,
  writtenTextWorlds,
} from "../testing/worlds.mts";

type Id = bigint | string;

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

function actionsOf({ writing, clicks, carts, orders, events }: World, { standardize, filter }: Config): OracleAction[] {
  const action = (record: InputRecord, type: number, item: string, time: string, dt: string): OracleAction => ({
    customer_id: record.customer_id as Id,
    item_id: record[item] as Id,
    type,
    at:
      record[time] === null
        ? startOf(String(record[dt]), filter.dayZone)
        : instantOf(String(record[time]), writing, standardize.timeZone),
    dt: (record[dt] ?? null) as string | null,
  });
  const types: Record<string, number> = { view: 1, basket: 2, order: 3 };
  const isUsed = ({ action_type }: InputRecord) => EVENT_TYPES[action_type as keyof typeof EVENT_TYPES] !== "ignored";
  return [
    ...clicks.map((record) => action(record, 1, "item_id", "click_time", "dt")),
    ...carts.map((record) => action(record, 2, "config_id", "occurred_at", "dt")),
    ...orders.map((record) => action(record, 3, "config_id", "occurred_at", "order_date")),
    ...events
      .filter(isUsed)
      .map((record) => action(record, types[String(record.action_type)] ?? 0, "item_id", "occurred_at", "dt")),
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
  values: { standardize: object },
  itemIds: "raw" | "vocabulary",
  format: (typeof INPUT_FORMATS)[number],
) {
  const standardize = { ...values.standardize, ...toldOf(data.writing) };
  const parsed = parseConfig({ ...values, standardize, output: { itemIds, columns: COLUMNS } });
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
  const { report, bytes } = await buildInMemory(await inputFiles(inputsOf(data, parsed.standardize.timeZone), format), parsed);
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
      fc.asyncProperty(
        writtenIntegerWorlds,
        configs,
        fc.constantFrom("raw", "vocabulary"),
        fc.constantFrom("json", "csv"),
        agreesWithOracle,
      ),
      { numRuns: 40 },
    );
  }, 180_000);

  it("with text ids", async () => {
    await fc.assert(
      fc.asyncProperty(
        writtenTextWorlds,
        configs,
        fc.constant("vocabulary" as const),
        fc.constantFrom("jsonl", "csv"),
        agreesWithOracle,
      ),
      { numRuns: 25 },
    );
  }, 180_000);
});
