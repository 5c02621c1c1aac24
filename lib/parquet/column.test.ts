import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { textData, validityOf } from "./testing/columns.mts";
import { type Cell, queryWithDuckDB, READERS, type Row, readPages } from "./testing/readers.mts";
import { writeFile } from "./testing/sequences.mts";
import type { Codec, Column, ColumnData, FixedData, ListColumn, ListData, PageLimits, ScalarColumn } from "./types";

const MAX = 2n ** 63n - 1n;
const MIN = -(2n ** 63n);

/** Writes one row group with one column `x`, and expects these cells from every reader. */
async function expectReadBack(
  column: Column,
  data: ColumnData,
  cells: readonly Cell[],
  codec: Codec = "zstd",
  pageLimits?: Partial<PageLimits>,
): Promise<Uint8Array> {
  const file = await writeFile({ columns: [column], codec, pageLimits }, [[cells.length, [data]]]);
  for (const [name, read] of Object.entries(READERS)) expect(await read(file), name).toEqual(cells.map((cell) => ({ x: cell })));
  return file;
}

async function statisticsOf(file: Uint8Array): Promise<Row | undefined> {
  const [row] = await queryWithDuckDB(
    file,
    "SELECT stats_min_value AS min, stats_max_value AS max, stats_null_count AS nulls FROM parquet_metadata($file)",
  );
  return row;
}

function scalar(type: ScalarColumn["type"], nullable = false): ScalarColumn {
  return { name: "x", type, nullable };
}

function list(element: ListColumn["element"], nullableElements = false): ListColumn {
  return { name: "x", type: "list", element, nullableElements };
}

function int64Data(values: readonly (bigint | null)[]): FixedData {
  return { values: BigInt64Array.from(values, (value) => value ?? 77n), validity: validityOf(values) };
}

/** Lists one after another, and which of their elements are there. */
function booleanLists(rows: readonly (readonly (boolean | null)[])[]): ListData {
  const elements = rows.flat();
  const offsets = Int32Array.from({ length: rows.length + 1 }, (_, i) => rows.slice(0, i).flat().length);
  return { offsets, values: Uint8Array.from(elements, Number), validity: validityOf(elements) };
}

describe("a scalar column", () => {
  test("of int32 reads back", async () => {
    const values = [0, -1, 2 ** 31 - 1, -(2 ** 31), 5];
    const file = await expectReadBack(scalar("int32"), { values: Int32Array.from(values) }, values);
    expect(await statisticsOf(file)).toEqual({ min: `${-(2 ** 31)}`, max: `${2 ** 31 - 1}`, nulls: 0n });
  });

  test("of int64 reads back, with a dictionary where values repeat", async () => {
    const different = [MIN, MAX, 0n, -1n, 2n ** 32n, 2n ** 53n + 1n];
    const plain = await expectReadBack(scalar("int64"), { values: BigInt64Array.from(different) }, different);
    expect(readPages(plain)[0]?.encoding).toBe("PLAIN");
    const repeated = [...different, ...different, ...different];
    const file = await expectReadBack(scalar("int64"), { values: BigInt64Array.from(repeated) }, repeated);
    expect(readPages(file)[0]?.encoding).toBe("RLE_DICTIONARY");
    for (const written of [plain, file]) expect(await statisticsOf(written)).toEqual({ min: `${MIN}`, max: `${MAX}`, nulls: 0n });
  });

  test("orders int64 by the whole value, not by its halves", async () => {
    const values = [2n ** 31n, 2n ** 32n - 1n, 2n ** 32n, 5n, -(2n ** 31n) - 1n, -(2n ** 32n)];
    const file = await expectReadBack(scalar("int64"), { values: BigInt64Array.from(values) }, values);
    expect(await statisticsOf(file)).toMatchObject({ min: `${-(2n ** 32n)}`, max: `${2n ** 32n}` });
  });

  test("of int64 can be null", async () => {
    const cells = [null, 1n, null, 2n, 2n, 2n, null];
    const file = await expectReadBack(scalar("int64", true), int64Data(cells), cells);
    expect(await statisticsOf(file)).toEqual({ min: "1", max: "2", nulls: 3n });
  });

  test("that is nullable may have no null, or nothing else", async () => {
    await expectReadBack(scalar("int32", true), { values: Int32Array.of(1, 2) }, [1, 2]);
    const cells = new Array<null>(20).fill(null);
    const file = await expectReadBack(scalar("int64", true), int64Data(cells), cells);
    expect(await statisticsOf(file)).toEqual({ min: null, max: null, nulls: 20n });
  });

  test("of dates reads back", async () => {
    const days = ["1969-12-31", "1970-01-01", "2024-05-15", "2024-05-15", "2024-05-15", "2024-05-15"];
    const values = Int32Array.from(days, (day) => Date.parse(day) / 86_400_000);
    const file = await expectReadBack(scalar("date"), { values }, days);
    expect(await statisticsOf(file)).toEqual({ min: "1969-12-31", max: "2024-05-15", nulls: 0n });
  });

  test("of timestamps is microseconds in UTC, and can be null", async () => {
    const micros = [1_715_731_200_123_456n, null, -1n];
    const file = await expectReadBack(scalar("timestamp", true), int64Data(micros), micros);
    expect(await statisticsOf(file)).toEqual({
      min: "1969-12-31 23:59:59.999999+00",
      max: "2024-05-15 00:00:00.123456+00",
      nulls: 1n,
    });
    expect(await queryWithDuckDB(file, "SELECT DISTINCT typeof(x) AS type FROM $file")).toEqual([
      { type: "TIMESTAMP WITH TIME ZONE" },
    ]);
  });

  test("of booleans can be null", async () => {
    const cells = [true, null, false, true, true, true, true, true, true, null, true];
    const data = { values: Uint8Array.from(cells, (cell) => (cell === null ? 1 : Number(cell))), validity: validityOf(cells) };
    const file = await expectReadBack(scalar("boolean", true), data, cells);
    expect(await statisticsOf(file)).toEqual({ min: "false", max: "true", nulls: 2n });
    const allTrue = await expectReadBack(scalar("boolean"), { values: Uint8Array.of(1, 1) }, [true, true]);
    expect(await statisticsOf(allTrue)).toEqual({ min: "true", max: "true", nulls: 0n });
  });

  test.each(["zstd", "snappy", "none"] as const)("of texts reads back with codec %s", async (codec) => {
    const cells = ["b", "", "ä", null, "z", "😀", "b", "b", "b", "b", "a\u0000c", null];
    const file = await expectReadBack(scalar("text", true), textData(cells), cells, codec);
    expect(await statisticsOf(file)).toEqual({ min: "", max: "😀", nulls: 2n });
  });

  test("orders texts by their bytes, a prefix first", async () => {
    const file = await expectReadBack(scalar("text"), textData(["ba", "b", "bä", "bz"]), ["ba", "b", "bä", "bz"]);
    expect(await statisticsOf(file)).toMatchObject({ min: "b", max: "bä" });
  });

  test("leaves the bounds of very long texts out", async () => {
    const cells = ["a", "b".repeat(5000)];
    const file = await expectReadBack(scalar("text"), textData(cells), cells);
    expect(await statisticsOf(file)).toEqual({ min: null, max: null, nulls: 0n });
  });

  test.each([{ rows: 1 }, { rows: 3 }, { bytes: 20 }, { values: 4 }])("cuts pages by %o", async (pageLimits) => {
    const cells = Array.from({ length: 23 }, (_, i) => (i % 5 === 0 ? null : `text ${i % 3}`));
    await expectReadBack(scalar("text", true), textData(cells), cells, "zstd", pageLimits);
    const ids = cells.map((_, i) => BigInt(i));
    const file = await expectReadBack(scalar("int64"), { values: BigInt64Array.from(ids) }, ids, "zstd", pageLimits);
    expect(readPages(file).length).toBeGreaterThan(1);
  });

  test("reads back where compression does not make a page smaller", async () => {
    const values = BigInt64Array.from({ length: 100 }, (_, i) => BigInt.asIntN(64, (BigInt(i) + 1n) * 0x9e3779b97f4a7c15n));
    await expectReadBack(scalar("int64"), { values }, [...values]);
  });
});

describe("a list column", () => {
  test("of int64 holds lists of any length", async () => {
    const data = { offsets: Int32Array.of(0, 0, 3, 4, 4), values: BigInt64Array.of(1n, MAX, MIN, 1n) };
    const file = await expectReadBack(list("int64"), data, [[], [1n, MAX, MIN], [1n], []]);
    expect(await statisticsOf(file)).toMatchObject({ min: `${MIN}`, max: `${MAX}` });
  });

  test("may start anywhere in its values", async () => {
    const data = { offsets: Int32Array.of(2, 3, 5), values: Int32Array.of(9, 9, 1, 2, 3, 9) };
    await expectReadBack(list("int32"), data, [[1], [2, 3]]);
  });

  test("of booleans holds elements that are null", async () => {
    const rows = [[true, null, false], [], [null], [null, null, true, true, true, true, true, true, true, true]];
    const file = await expectReadBack(list("boolean", true), booleanLists(rows), rows);
    expect(readPages(file)).toMatchObject([{ entries: 15 }]);
  });

  test("may hold nothing", async () => {
    await expectReadBack(list("int32"), { offsets: Int32Array.of(0, 0, 0), values: new Int32Array(0) }, [[], []]);
  });

  test("reads back, whatever is in it and wherever pages end", async () => {
    const element = fc.option(fc.boolean(), { nil: null, freq: 4 });
    const rows = fc.array(fc.array(element, { maxLength: 20 }), { minLength: 1, maxLength: 30 });
    const limits = fc.record({ rows: fc.integer({ min: 1, max: 10 }), values: fc.integer({ min: 1, max: 50 }) });
    const property = fc.asyncProperty(rows, limits, async (lists, pageLimits) => {
      await expectReadBack(list("boolean", true), booleanLists(lists), lists, "snappy", pageLimits);
    });
    await fc.assert(property, { numRuns: 40 });
  });
});

test.each<[string, Column, ColumnData, RegExp]>([
  ["too few values", scalar("int32"), { values: Int32Array.of(1) }, /x: 1 values for 2 rows/],
  ["another type of array", scalar("int64"), { values: Int32Array.of(1, 2) }, /x: the values are not of int64/],
  ["numbers for texts", scalar("text"), { values: Int32Array.of(1, 2) }, /x: the values are not of text/],
  [
    "nulls where none may be",
    scalar("int32"),
    { values: Int32Array.of(1, 2), validity: Uint8Array.of(1, 0) },
    /nothing may be null/,
  ],
])("refuses %s", async (_, column, data, message) => {
  await expect(writeFile({ columns: [column], codec: "none" }, [[2, [data]]])).rejects.toThrow(message);
});
