import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type BuildOptions, buildInMemory } from "../testing/builds.mts";
import { hashWithoutInputs } from "../testing/content-hash.mts";
import type { InputFile } from "../testing/input-files.mts";
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
  item: orNull(12, "7", "-10", "4294967296", "9223372036854775807", "0"),
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
  ),
  day: orNull(6, "2024-05-13", "2024-05-14", "2024-05-15", "9999-12-31", "10000-01-01", "infinity"),
});
const files = fc.record({
  rows: fc.array(row, { minLength: 1, maxLength: 40 }),
  time: fc.constantFrom("TIMESTAMP", "TIMESTAMP_S", "TIMESTAMP_MS", "TIMESTAMP_NS", "TIMESTAMPTZ"),
  id: fc.constantFrom("BIGINT", "HUGEINT", "VARCHAR", "VARCHAR"),
  dayType: fc.constantFrom("DATE", "VARCHAR", null),
  timeZone: fc.constantFrom("UTC", "Europe/Berlin"),
  dayZone: fc.constantFrom("UTC", "America/New_York"),
  lanes: fc.constantFrom(1, 3),
  output: fc.constantFrom({}, { itemIds: "vocabulary" }),
});
type Case = typeof files extends fc.Arbitrary<infer T> ? T : never;

/** Of TIMESTAMP_NS the years end in 2262, and of TIMESTAMP_S DuckDB writes no infinity. */
const UNWRITABLE: Readonly<Record<string, RegExp>> = { TIMESTAMP_NS: /^(16|20000)/, TIMESTAMP_S: /infinity/ };

/** Ids that are texts, or look like integers, some with blanks around them, and some that are none. */
function textOf(name: string): string {
  return `CASE ${name} WHEN 1 THEN '1' WHEN 2 THEN ' 2' WHEN 5 THEN '' WHEN 7 THEN '[7]' WHEN -10 THEN 'é😀' ELSE 'c' || ${name} END`;
}

function clicksOf({ rows, time, id, dayType }: Case): string {
  const text = (value: string) => (value === "NULL" ? value : `'${value}'`);
  const at = (value: string) => (UNWRITABLE[time]?.test(value) ? "NULL" : text(value));
  const values = rows.map((each) => `(${each.customer}, ${each.item}, ${at(each.at)}, ${text(each.day)})`);
  const day = dayType === null ? "" : `, day::${dayType} AS dt`;
  const idFrom = (name: string) => (id === "VARCHAR" ? textOf(name) : `${name}::${id}`);
  const ids = `${idFrom("customer")} AS customer_id, ${idFrom("item")} AS item_id`;
  return `SELECT ${ids}, happened::${time} AS click_time${day} FROM (VALUES ${values}) AS clicks(customer, item, happened, day)`;
}

async function outcome(clicks: InputFile, config: object, options: BuildOptions) {
  try {
    const { report, bytes, scanned } = await buildInMemory([impressions, clicks], config, options);
    const { milliseconds: _, output: __, sha256: ___, ...figures } = report;
    const rejected = await scanned.rejected.toCsv().text();
    return { figures, rejected, rows: hashWithoutInputs(bytes.get("dataset.parquet") ?? new Uint8Array()) };
  } catch (thrown) {
    return { thrown: String(thrown) };
  }
}

describe("rows of Parquet that are read without an engine", () => {
  it("come to the same as those that the engine reads", { timeout: 240_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(files, async (each) => {
        const { timeZone, dayZone, lanes, output } = each;
        const bytes = await writer.write(clicksOf(each), "ROW_GROUP_SIZE 8");
        const clicks: InputFile = { role: "clicks", file: { path: "clicks.parquet", blob: new Blob([bytes]) } };
        const config = { standardize: { timeZone }, filter: { dayZone }, rank: { maxActions: 5 }, output };
        const plain = await outcome(clicks, config, { plain: true, lanes });
        const engine = await outcome(clicks, config, { plain: false });
        expect(plain).toEqual(engine);
      }),
      { numRuns: 25 },
    );
  });
});
