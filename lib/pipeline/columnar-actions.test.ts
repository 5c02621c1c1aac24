import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { InputFile } from "../testing/input-files.mts";
import { outcomeOf } from "../testing/outcome.mts";
import { ParquetWriter } from "../testing/parquet-writer.mts";

const writer = new ParquetWriter();
let impressions: InputFile;
beforeAll(async () => {
  await writer.open();
  const bytes = await writer.write(`SELECT * FROM (VALUES
    (DATE '2024-05-15', 1, 7, true), (DATE '2024-05-16', 2, 7, false), (DATE '2024-05-16', 9007199254740993, 8, true),
    (DATE '2024-05-16', -3, 9, NULL)) AS shown(dt, customer_id, item_id, is_order)`);
  impressions = { role: "impressions", file: { path: "impressions.parquet", blob: new Blob([bytes]) } };
});
afterAll(() => writer.close());

const orNull = (weight: number, ...values: string[]) =>
  fc.oneof({ arbitrary: fc.constantFrom(...values), weight }, { arbitrary: fc.constant("NULL"), weight: 1 });
const row = fc.record({
  customer: orNull(12, "1", "2", "5", "-3", "9007199254740993"),
  item: orNull(12, "7", "-10", "4294967295", "4294967296", "9223372036854775807", "18446744073709551615", "0"),
  at: orNull(
    12,
    "2024-05-14 23:59:59.999999",
    "2024-05-15 00:00:00",
    "2024-03-31 02:30:00",
    "2024-10-27 02:30:00.5",
    "1969-12-31 23:59:59.5",
    "2262-01-01 00:00:00",
    "1680-01-01 00:00:00",
    "20000-01-01 00:00:00",
    "infinity",
    "-infinity",
    "1973-03-03 09:46:40",
    "5138-11-16 09:46:40",
  ),
  day: orNull(
    6,
    "2024-05-13",
    "2024-05-14",
    "2024-05-15",
    "9999-12-31",
    "10000-01-01",
    "infinity",
    "14.05.2024",
    "20240514",
    "",
    "dt=2024-05-14",
  ),
});
const files = fc.record({
  rows: fc.array(row, { minLength: 1, maxLength: 40 }),
  role: fc.constantFrom("clicks" as const, "previous_orders" as const),
  time: fc.constantFrom(
    ...["TIMESTAMP", "TIMESTAMP_S", "TIMESTAMP_MS", "TIMESTAMP_NS", "TIMESTAMPTZ", "DATE"],
    ...["VARCHAR", "texts", "s", "ms", "us", "ns", "epochs as texts", null],
  ),
  id: fc.constantFrom("BIGINT", "UBIGINT", "UINTEGER", "HUGEINT", "VARCHAR", "VARCHAR"),
  dayType: fc.constantFrom("DATE", "VARCHAR", null),
  timeZone: fc.constantFrom("UTC", "Europe/Berlin"),
  dayZone: fc.constantFrom("UTC", "America/New_York"),
  rowsAPart: fc.constantFrom(3, 1 << 20),
  lanes: fc.constantFrom(1, 3),
  output: fc.constantFrom({}, { itemIds: "vocabulary" }),
});
type Case = typeof files extends fc.Arbitrary<infer T> ? T : never;

/** Of TIMESTAMP_NS the years end in 2262, and of TIMESTAMP_S DuckDB writes no infinity. */
const UNWRITABLE: Readonly<Record<string, RegExp>> = { TIMESTAMP_NS: /^(16|5138|20000)/, TIMESTAMP_S: /infinity/ };

/** Ids that are texts, or look like integers, some with blanks around them, and some that are none. */
function textOf(name: string): string {
  return `CASE ${name} WHEN 1 THEN '1' WHEN 2 THEN ' 2' WHEN 5 THEN '' WHEN 7 THEN '[7]' WHEN -10 THEN 'é😀' ELSE 'c' || ${name} END`;
}

/** What makes a time of a text: of a type of Parquet, or numbers, or other texts. */
function timeFrom(time: string, text: string): string {
  const micros = `CASE WHEN isfinite(TRY_CAST(${text} AS TIMESTAMP)) THEN epoch_us(${text}::TIMESTAMP) END`;
  switch (time) {
    case "texts":
      return `strftime(TRY_CAST(${text} AS TIMESTAMP), '%d.%m.%Y %H:%M:%S')`;
    case "s":
      return `(${micros}) // 1000000`;
    case "ms":
      return `(${micros}) // 1000`;
    case "us":
      return micros;
    case "ns":
      return `TRY_CAST((${micros})::HUGEINT * 1000 AS BIGINT)`;
    case "epochs as texts":
      return `((${micros}) // 1000)::VARCHAR`;
    default:
      return `${text}::${time}`;
  }
}

function actionsOf({ rows, role, time, id, dayType }: Case): string {
  const text = (value: string) => (value === "NULL" ? value : `'${value}'`);
  const at = (value: string) => (UNWRITABLE[time ?? ""]?.test(value) ? "NULL" : text(value));
  const values = rows.map((each) => `(${each.customer}, ${each.item}, ${at(each.at)}, ${text(each.day)})`);
  const isClick = role === "clicks";
  const columns = [`${id === "VARCHAR" ? textOf("customer") : `TRY_CAST(customer AS ${id})`} AS customer_id`];
  columns.push(`${id === "VARCHAR" ? textOf("item") : `TRY_CAST(item AS ${id})`} AS ${isClick ? "item_id" : "config_id"}`);
  if (time) columns.push(`${timeFrom(time, "happened")} AS ${isClick ? "click_time" : "occurred_at"}`);
  if (dayType) columns.push(`TRY_CAST(day AS ${dayType}) AS ${isClick ? "dt" : "order_date"}`);
  return `SELECT ${columns} FROM (VALUES ${values}) AS actions(customer, item, happened, day)`;
}

describe("rows of Parquet that are read without an engine", () => {
  it("come to the same as those that the engine reads", { timeout: 240_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(files, async (each) => {
        const { timeZone, dayZone, rowsAPart, lanes, output, role } = each;
        const bytes = await writer.write(actionsOf(each));
        const actions: InputFile = { role, file: { path: "actions.parquet", blob: new Blob([bytes]) } };
        const config = { standardize: { timeZone }, filter: { dayZone }, rank: { maxActions: 5 }, output };
        const plain = await outcomeOf([impressions, actions], config, { plain: true, rowsAPart, lanes });
        const engine = await outcomeOf([impressions, actions], config, { plain: false });
        expect(plain).toEqual(engine);
      }),
      { numRuns: 60 },
    );
  });
});
