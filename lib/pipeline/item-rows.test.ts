import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { OUTPUT_COLUMNS } from "../config";
import { readWithHyparquet } from "../parquet/testing/readers.mts";
import { type BuildOptions, buildInMemory } from "../testing/builds.mts";
import type { InputFile } from "../testing/input-files.mts";
import { outcomeOf } from "../testing/outcome.mts";
import { ParquetWriter } from "../testing/parquet-writer.mts";

const text = (path: string, content: string): InputFile["file"] => ({ path, blob: new Blob([content]) });
const shown = (path: string, content: string): InputFile => ({ role: "impressions", file: text(path, content) });
const CLICKS: InputFile = {
  role: "clicks",
  file: text("clicks.csv", "customer_id,item_id,click_time\n1,7,2024-05-10 10:00:00\n-3,8,2024-05-10 10:00:00\n1,9,2024-05-14\n"),
};

const COLUMNS = ["dt", "customer_id", "ranking_id", "item_id", "slot", "is_order"] as const;
type Row = Record<(typeof COLUMNS)[number], string>;
/** What is written often is plain; the others, good and bad, are not. */
const often = (plain: readonly string[], ...others: string[]) =>
  fc.oneof({ arbitrary: fc.constantFrom(...plain), weight: 12 }, { arbitrary: fc.constantFrom(...others), weight: 1 });
const row: fc.Arbitrary<Row> = fc.record({
  dt: often(["2024-05-14", "2024-05-15", "20240515"], "", "2024-02-30", "never"),
  customer_id: often(["1", "2", "123456789012345678"], "-3", "1.0", " 2", ""),
  ranking_id: often(["r1", "r2", ""], "é😀", " r1", "\uFEFFr1", "\uFEFF", 'a"b', "x,y", "[1]"),
  item_id: often(["7", "8", "9", "999999999999999999"], "-7", "7.0", "0", "", " 8", "[7]"),
  slot: often(["0", "1", "2", "17", ""], "2.0", "-1", "01", "2147483646", "2147483647", "99999999999", "x", " 1", "1.5"),
  is_order: often(
    ["true", "false", "", "1", "0", "True", "FALSE", "1.0", "0.0"],
    " true",
    "2",
    "yes",
    "10",
    "1.00",
    "0.",
    "truer",
  ),
});
const textRow: fc.Arbitrary<Row> = fc.record({
  dt: fc.constantFrom("2024-05-14", "2024-05-15"),
  customer_id: often(["a", "é", "1", "01"], " a", "\uFEFFa", "", "{a}", "a,b"),
  ranking_id: fc.constantFrom("r1", ""),
  item_id: often(["x", "é😀", "7", "007"], " x", "\uFEFFx", "", "[x", 'x"y', "a,b"),
  slot: fc.constantFrom("0", "1", ""),
  is_order: fc.constantFrom("true", "false", ""),
});
const files = fc.record({
  rows: fc.oneof(
    { arbitrary: fc.array(row, { minLength: 1, maxLength: 60 }), weight: 3 },
    { arbitrary: fc.array(textRow, { minLength: 1, maxLength: 40 }), weight: 1 },
  ),
  /** Rows are repeated, so that some that follow each other are of one carousel. */
  times: fc.integer({ min: 1, max: 3 }),
  columns: fc.constantFrom<Row extends infer R ? (keyof R)[] : never>(
    [...COLUMNS],
    ["item_id", "is_order", "customer_id", "dt"],
    ["customer_id", "item_id", "dt", "slot"],
    ["ranking_id", "item_id", "customer_id", "dt"],
  ),
  format: fc.constantFrom("csv", "jsonl", "json"),
  delimiter: fc.constantFrom(",", "\t", ";"),
  quotesAll: fc.boolean(),
  /** Whether JSON has numbers and booleans where they can be. */
  isTyped: fc.boolean(),
  parts: fc.integer({ min: 1, max: 2 }),
  chunkBytes: fc.constantFrom(200, 1 << 20),
  lanes: fc.constantFrom(1, 2),
  folder: fc.constantFrom("", "dt=2024-05-15/"),
  layout: fc.constantFrom("exploded", "compact"),
  itemIds: fc.constantFrom("raw", "vocabulary"),
});
type Case = typeof files extends fc.Arbitrary<infer T> ? T : never;

function csvOf(rows: readonly Row[], { columns, delimiter, quotesAll }: Case): string {
  const field = (value: string) => {
    const isSpecial = quotesAll || value.includes('"') || value.includes(delimiter);
    return isSpecial ? `"${value.replaceAll('"', '""')}"` : value;
  };
  const lines = rows.map((each) => columns.map((column) => field(each[column])).join(delimiter));
  return [columns.join(delimiter), ...lines].join("\n");
}

function jsonOf(rows: readonly Row[], { columns, format, isTyped }: Case): string {
  const written = (value: string) => {
    if (isTyped && value === "") return "null";
    return isTyped && /^(?:-?(?:0|[1-9]\d*)(?:[.]\d+)?|true|false)$/.test(value) ? value : JSON.stringify(value);
  };
  const records = rows.map(
    (each) =>
      `{${columns
        .filter((column) => isTyped || each[column] !== "" || column === "item_id")
        .map((column) => `"${column}":${written(each[column])}`)
        .join(", ")}}`,
  );
  return format === "json" ? `[${records.join(",\n")}]` : records.join("\n");
}

describe("impressions with an item a row", () => {
  it("come to the same with an engine and without", { timeout: 240_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(files, async (each) => {
        const rows = each.rows.flatMap((one) => Array.from({ length: each.times }, () => one));
        const size = Math.ceil(rows.length / each.parts);
        const inputs = Array.from({ length: Math.ceil(rows.length / size) }, (_, part) => {
          const own = rows.slice(part * size, (part + 1) * size);
          return shown(`${each.folder}${part}.${each.format}`, each.format === "csv" ? csvOf(own, each) : jsonOf(own, each));
        });
        const { layout, itemIds, chunkBytes, lanes } = each;
        const config = { rank: { maxActions: 5 }, output: { layout, itemIds, columns: [...OUTPUT_COLUMNS] } };
        const outcome = (plain: boolean) => outcomeOf([...inputs, CLICKS], config, { plain, chunkBytes, lanes });
        expect(await outcome(true)).toEqual(await outcome(false));
      }),
      { numRuns: 40 },
    );
  });

  const items = async (inputs: readonly InputFile[], options: BuildOptions = {}) => {
    const config = { output: { columns: ["dt", "customer_id", "ranking_id", "slot", "impressions", "is_order"] } };
    const { bytes, report } = await buildInMemory(inputs, config, options);
    const found = await readWithHyparquet(bytes.get("dataset.parquet") ?? new Uint8Array());
    const told = found.map(({ customer_id, ranking_id, slot, impressions, is_order }) =>
      [customer_id, ranking_id ?? "-", slot, impressions, is_order ?? "-"].join(" "),
    );
    return { told, impressions: report.impressions };
  };

  it.each([
    ["in one piece", {}],
    ["in pieces of a few rows", { chunkBytes: 40 }],
    ["in pieces, with an engine", { chunkBytes: 40, plain: false }],
    ["in pieces, in two lanes", { chunkBytes: 40, lanes: 2 }],
  ])("get a slot by their place among all rows of their carousel, plain or not, %s", async (_, options) => {
    const lines = ["1,30", "1, 10", "2,20", "1,40", "1,x y,z", "1,50.0", "2,60", "1,70"].map((line) => `2024-05-15,${line}`);
    const { told, impressions } = await items([shown("a.csv", `dt,customer_id,item_id\n${lines.join("\n")}`)], options);
    expect(impressions).toBe(2);
    expect(told).toEqual(["1 - 0 30 -", "1 - 1 10 -", "1 - 2 40 -", "1 - 3 50 -", "1 - 4 70 -", "2 - 0 20 -", "2 - 1 60 -"]);
  });

  it("are one carousel in whatever files they stand, in an order that is not the files'", async () => {
    const header = "dt,customer_id,ranking_id,item_id,slot,is_order\n";
    const first = `${header}2024-05-15,1,r,30,,\n2024-05-15,1,r,10,5,true\n`;
    const second = `${header}2024-05-15,1,r,40,,\n2024-05-15,1,r,5,,0\n`;
    const expected = { told: ["1 r 0 40 -", "1 r 1 5 false", "1 r 2 30 -", "1 r 5 10 true"], impressions: 1 };
    expect(await items([shown("a.csv", first), shown("b.csv", second)])).toEqual(expected);
    expect(await items([shown("a.csv", second), shown("b.csv", first)])).toEqual(expected);
  });

  it("stand beside carousels", async () => {
    const flat = shown("a.csv", "dt,customer_id,ranking_id,item_id\n2024-05-15,1,r,30\n2024-05-15,1,r,10\n");
    const nested = shown("b.jsonl", '{"dt":"2024-05-15","customer_id":1,"ranking_id":"q","impressions":[7]}');
    expect(await items([flat, nested])).toEqual({ told: ["1 q 0 7 -", "1 r 0 30 -", "1 r 1 10 -"], impressions: 2 });
  });

  it("have slots below 2^31 − 1", async () => {
    const flat = shown("a.csv", "dt,customer_id,item_id,slot\n2024-05-15,1,30,2147483646\n2024-05-15,1,10,2147483647\n");
    const { report } = await buildInMemory([flat]);
    expect(report.sources[0]).toMatchObject({ rowsKept: 1, rejected: { "malformed-row": 1 } });
  });
});

const writer = new ParquetWriter();
beforeAll(() => writer.open());
afterAll(() => writer.close());

const orNull = (weight: number, ...values: string[]) =>
  fc.oneof({ arbitrary: fc.constantFrom(...values), weight }, { arbitrary: fc.constant("NULL"), weight: 1 });
const columns = fc.record({
  rows: fc.array(
    fc.record({
      day: orNull(12, "'2024-05-14'", "'2024-05-15'", "'infinity'"),
      customer: orNull(30, "1", "2", "-3"),
      ranking: orNull(3, "'r1'", "'r1'", "''", "'é😀'"),
      item: orNull(30, "7", "8", "-10", "0"),
      slot: orNull(3, "0", "1", "2", "-1", "100"),
      label: orNull(3, "0", "1", "2"),
    }),
    { minLength: 1, maxLength: 40 },
  ),
  id: fc.constantFrom("BIGINT", "INTEGER", "SMALLINT", "UINTEGER", "UBIGINT", "HUGEINT", "VARCHAR"),
  slot: fc.constantFrom("BIGINT", "INTEGER", "TINYINT", "UTINYINT", "UINTEGER", "UBIGINT", "VARCHAR", "DOUBLE", null),
  label: fc.constantFrom("BOOLEAN", "INTEGER", "TINYINT", "UTINYINT", "VARCHAR", null),
  ranking: fc.constantFrom("VARCHAR", null),
  rowsAPart: fc.constantFrom(3, 1 << 20),
  lanes: fc.constantFrom(1, 3),
  path: fc.constantFrom("shown.parquet", "dt=2024-05-15/shown.parquet"),
});
type Columns = typeof columns extends fc.Arbitrary<infer T> ? T : never;

function selectOf({ rows, id, slot, label, ranking }: Columns): string {
  const idOf = (value: string) => (id === "VARCHAR" && value !== "NULL" ? `'x${value}'` : value);
  const names = ["dt", "customer_id", "item_id", ...(slot ? ["slot"] : []), ...(label ? ["is_order"] : [])];
  const values = rows.map((each) => {
    const all = [`${each.day}::DATE`, `(${each.customer})::BIGINT`, `TRY_CAST(${idOf(each.item)} AS ${id})`];
    const fitting = slot?.startsWith("U") && each.slot === "-1" ? "9" : each.slot;
    if (slot) all.push(`(${fitting})::${slot}`);
    const bit = label === "BOOLEAN" && each.label === "2" ? "1" : each.label;
    if (label) all.push(`(${bit})::${label}`);
    if (ranking) all.push(each.ranking);
    return `(${all.join(", ")})`;
  });
  const all = ranking ? [...names, "ranking_id"] : names;
  return `SELECT ${all} FROM (VALUES ${values}) AS shown(${all})`;
}

describe("Parquet with an item a row", () => {
  it("comes to the same with an engine and without", { timeout: 240_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(columns, async (each) => {
        const bytes = await writer.write(selectOf(each));
        const impressions: InputFile = { role: "impressions", file: { path: each.path, blob: new Blob([bytes]) } };
        const config = { rank: { maxActions: 5 }, output: { itemIds: "vocabulary", columns: [...OUTPUT_COLUMNS] } };
        const outcome = (plain: boolean) =>
          outcomeOf([impressions, CLICKS], config, { plain, rowsAPart: each.rowsAPart, lanes: each.lanes });
        expect(await outcome(true)).toEqual(await outcome(false));
      }),
      { numRuns: 40 },
    );
  });

  it.each([1 << 20, 700])("of several row groups is one log, in parts of %i rows", async (rowsAPart) => {
    // The items of a carousel are a third of the file apart; one in 500 has an id that only an engine judges.
    const query = `SELECT DATE '2024-05-15' AS dt, (range % 1500)::BIGINT AS customer_id,
      CASE WHEN range % 500 = 499 THEN ' ' ELSE '' END || 'i' || (range // 1500) AS item_id FROM range(4500)`;
    const file = { path: "shown.parquet", blob: new Blob([await writer.write(query, "ROW_GROUP_SIZE 2048")]) };
    const inputs: InputFile[] = [{ role: "impressions", file }];
    const config = { output: { itemIds: "vocabulary", columns: [...OUTPUT_COLUMNS] } };
    const { report, bytes } = await buildInMemory(inputs, config, { rowsAPart });
    expect(report).toMatchObject({ impressions: 1500, rows: 4500 });
    const rows = await readWithHyparquet(bytes.get("dataset.parquet") ?? new Uint8Array());
    expect(rows.every(({ slot, impressions }) => BigInt(slot as number) + 1n === BigInt(impressions as number))).toBe(true);
    expect(await outcomeOf(inputs, config, { rowsAPart })).toEqual(await outcomeOf(inputs, config, { plain: false }));
  });
});
