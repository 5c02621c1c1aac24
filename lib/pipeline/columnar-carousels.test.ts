import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { OUTPUT_COLUMNS } from "../config";
import type { InputFile } from "../testing/input-files.mts";
import { outcomeOf } from "../testing/outcome.mts";
import { ParquetWriter } from "../testing/parquet-writer.mts";

const writer = new ParquetWriter();
let clicks: InputFile;
beforeAll(async () => {
  await writer.open();
  const bytes = await writer.write(`SELECT * FROM (VALUES (1, 7, TIMESTAMP '2024-05-10 10:00:00'),
    (-3, 8, TIMESTAMP '2024-05-10 10:00:00')) AS clicks(customer_id, item_id, click_time)`);
  clicks = { role: "clicks", file: { path: "clicks.parquet", blob: new Blob([bytes]) } };
});
afterAll(() => writer.close());

const orNull = (weight: number, ...values: string[]) =>
  fc.oneof({ arbitrary: fc.constantFrom(...values), weight }, { arbitrary: fc.constant("NULL"), weight: 1 });
const entry = fc.record({
  item: orNull(30, "7", "8", "-10", "4294967296", "9223372036854775807"),
  /** As an integer, 2 is no label. */
  label: fc.oneof({ arbitrary: orNull(3, "true", "false"), weight: 30 }, { arbitrary: fc.constant("2"), weight: 1 }),
  /** Whether the entry is missing as a whole, or its item is 0. */
  fault: fc.oneof({ arbitrary: fc.constant(null), weight: 40 }, { arbitrary: fc.constantFrom("missing", "zero"), weight: 1 }),
});
type Entry = typeof entry extends fc.Arbitrary<infer T> ? T : never;
const row = fc.record({
  customer: orNull(12, "1", "2", "-3", "9007199254740993"),
  day: orNull(8, "'2024-05-14'", "'2024-05-15'", "'2024-05-15'", "'1969-12-31'", "'infinity'", "'280000-01-01'"),
  ranking: orNull(3, "'r1'", "'r2'", "''", "'é😀'"),
  carousel: fc.option(fc.array(entry, { maxLength: 6 })),
});
const files = fc.record({
  rows: fc.array(row, { minLength: 1, maxLength: 40 }),
  id: fc.constantFrom("BIGINT", "INTEGER", "HUGEINT", "VARCHAR"),
  customer: fc.constantFrom("BIGINT", "VARCHAR"),
  label: fc.constantFrom("BOOLEAN", "INTEGER", null),
  isList: fc.boolean(),
  ranking: fc.constantFrom("VARCHAR", null),
  day: fc.constantFrom("DATE", "VARCHAR"),
  path: fc.constantFrom("impressions.parquet", "dt=2024-05-15/impressions.parquet"),
  rowsAPart: fc.constantFrom(3, 1 << 20),
  lanes: fc.constantFrom(1, 3),
  layout: fc.constantFrom("exploded", "compact"),
  itemIds: fc.constantFrom("raw", "vocabulary"),
});
type Case = typeof files extends fc.Arbitrary<infer T> ? T : never;

function entryOf({ item, label, fault }: Entry, { id, label: labelType, isList }: Case): string {
  if (fault === "missing") return "NULL";
  // What does not fit in 32 bits stands for itself in 64 only.
  const fitting = id === "INTEGER" && item.length > 9 ? "9" : item;
  const number = fault === "zero" ? "0" : fitting;
  const value = id === "VARCHAR" ? textOf(number) : `${number}::${id}`;
  if (isList) return value;
  return `{'x': 1, 'item_id': ${value}${labelType === null ? "" : `, 'is_order': ${label}::${labelType}`}}`;
}

/** Ids that are texts, or look like integers, some with blanks around them, and some that are none. */
function textOf(number: string): string {
  if (number === "NULL") return number;
  const texts: Readonly<Record<string, string>> = { "1": "1", "7": "7", "8": " 8", "0": "{0}", "2": "", "-10": "é😀" };
  return `'${texts[number] ?? `c${number}`}'`;
}

function impressionsOf(each: Case): string {
  const { id, label, isList } = each;
  const struct = `STRUCT(x INTEGER, item_id ${id}${label === null ? "" : `, is_order ${label}`})`;
  const type = `${isList ? id : struct}[]`;
  const values = each.rows.map(({ customer, day, ranking, carousel }) => {
    const list = carousel === null ? "NULL" : `[${carousel.map((item) => entryOf(item, each)).join(", ")}]`;
    return `(${day}::${each.day}, ${ranking}, ${each.customer === "VARCHAR" ? textOf(customer) : customer}::${each.customer}, ${list}::${type})`;
  });
  const rankingId = each.ranking === null ? "" : ", ranking_id";
  return `SELECT dt, customer_id, impressions${rankingId} FROM (VALUES ${values}) AS shown(dt, ranking_id, customer_id, impressions)`;
}

describe("carousels of Parquet that are read without an engine", () => {
  it("come to the same as those that the engine reads", { timeout: 240_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(files, async (each) => {
        const bytes = await writer.write(impressionsOf(each));
        const impressions: InputFile = { role: "impressions", file: { path: each.path, blob: new Blob([bytes]) } };
        const { layout, itemIds, rowsAPart, lanes } = each;
        const config = { rank: { maxActions: 5 }, output: { layout, itemIds, columns: [...OUTPUT_COLUMNS] } };
        const outcome = (plain: boolean) => outcomeOf([impressions, clicks], config, { plain, rowsAPart, lanes });
        expect(await outcome(true)).toEqual(await outcome(false));
      }),
      { numRuns: 30 },
    );
  });
});
