import { readFile as readBytes } from "node:fs/promises";
import {
  Bool,
  Dictionary,
  Field,
  Int32,
  Int64,
  List,
  Struct,
  Table,
  tableFromIPC,
  tableToIPC,
  Utf8,
  vectorFromArray,
} from "apache-arrow";
import { Table as ParquetTable, WriterPropertiesBuilder, writeParquet } from "parquet-wasm/esm";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Engine } from "../engine/engine";
import { createNodeEngine } from "../engine/node";
import { initParquetInNode } from "../engine/parquet-node";
import { problemOf } from "../errors";
import { sql } from "../sql";
import { ParquetWriter } from "../testing/parquet-writer.mts";
import { readParquetPart, sampledParts } from "./parquet";
import { readChunks } from "./read";
import { entriesAsRows } from "./select";
import { sniff } from "./sniff";
import { fileOf, readFile } from "./testing";

let engine: Engine;
beforeAll(async () => {
  await initParquetInNode();
  engine = await createNodeEngine();
});
afterAll(() => engine.close());

async function fixture(name: string) {
  return fileOf(name, await readBytes(new URL(`fixtures/${name}`, import.meta.url)));
}

/** All values as DuckDB writes them. */
async function textOf(file: ReturnType<typeof fileOf>) {
  const source = entriesAsRows(await sniff(file), null);
  const rows: unknown[][] = [];
  for await (const chunk of readChunks(file, source)) {
    const { from, close } = await chunk.open(engine);
    const table = await engine.query(sql`SELECT COLUMNS(*)::VARCHAR FROM ${from}`);
    rows.push(...table.toArray().map((row) => Object.values(row.toJSON())));
    await close();
  }
  return { source, rows, kinds: Object.fromEntries(source.columns.map(({ name, kind }) => [name, kind])) };
}

const POLARS_KINDS = {
  dt: "date",
  customer_id: "integer",
  name: "text",
  cat: "text",
  t: "timestamp",
  impressions: "list",
  ids: "list",
  dec: "decimal",
  bin: "other",
  tz: "instant",
};
const TIME = "2024-05-15 10:00:00.123456";
const POLARS_ROWS = [
  ["2024-05-15", "1", "a", "x", TIME, "[{'item_id': 1, 'is_order': true}]", "[1, 2]", "1.25", null, TIME],
  ["2024-05-15", "9007199254740993", "b", "y", TIME, "[]", "[3]", "1.25", null, TIME],
  ["2024-05-15", null, null, "x", TIME, null, null, "1.25", null, TIME],
];

describe("columnar files", () => {
  test.each(["polars.parquet", "polars.arrow", "polars.arrows"])("reads the entries of a list of %s as rows", async (name) => {
    const { source, rows } = await readFile(engine, await fixture(name), { list: "impressions" });
    const names = source.columns.map((column) => column.name);
    expect(names.slice(-2)).toEqual(["impressions.item_id", "impressions.is_order"]);
    expect(names).not.toContain("impressions");
    expect(rows.map((row) => [row[1], row.at(-2), row.at(-1)])).toEqual([[1n, 1n, true]]);
  });

  test.each(["polars.parquet", "polars.arrow", "polars.arrows"])("reads %s as Polars writes it", async (name) => {
    const { kinds, rows } = await textOf(await fixture(name));
    expect(kinds).toEqual(POLARS_KINDS);
    expect(rows).toEqual(POLARS_ROWS);
  });

  test("reads the types that pyarrow writes to Parquet", async () => {
    const { source, kinds, rows } = await textOf(await fixture("pyarrow.parquet"));
    expect(kinds).toEqual({
      ...{ ts_ns: "timestamp", i96: "timestamp", dic: "text", u64: "integer", f16: "other", ls: "text", ll: "list", fsl: "list" },
      ...{ sv: "text", nul: "text", tz: "instant", d64: "date", tm: "other", map: "other", id: "integer", ID: "integer" },
    });
    const [time, day] = ["2024-05-15 11:30:33.123456", "1970-01-02"];
    expect(rows[0]).toEqual(
      [time, time, "a", "18446744073709551615", null, "x", "[1]", "[1, 2]", "x", null, "1970-01-01 00:00:00", day].concat(
        ...[[null, null, "1", "3"]],
      ),
    );
    expect(rows[1]?.filter((value) => value !== null)).toEqual(["b", "2", "4"]);
    expect(source.sample[0]?.slice(0, 4)).toEqual([
      "2024-05-15 11:30:33.123",
      "2024-05-15 11:30:33.123",
      "a",
      "18446744073709551615",
    ]);
  });

  test("reads INT96 and packed Feather", async () => {
    expect((await textOf(await fixture("pyarrow-int96.parquet"))).rows).toEqual([["2024-05-15 11:30:33.123456"], [null]]);
    expect((await textOf(await fixture("pyarrow-lz4.feather"))).rows).toEqual([
      ["1", "x"],
      ["2", "y"],
    ]);
  });

  const items = new List(
    new Field(
      "item",
      new Struct<{ item_id: Int64; is_order: Bool }>([Field.new("item_id", new Int64()), Field.new("is_order", new Bool())]),
    ),
  );
  const table = () =>
    new Table({
      id: vectorFromArray(
        Array.from({ length: 1000 }, (_, i) => BigInt(i) * 10n ** 15n),
        new Int64(),
      ),
      cat: vectorFromArray(
        Array.from({ length: 1000 }, (_, i) => `c${i % 3}`),
        new Dictionary(new Utf8(), new Int32()),
      ),
      items: vectorFromArray(
        Array.from({ length: 1000 }, (_, i) => (i % 2 ? [{ item_id: BigInt(i), is_order: true }] : [])),
        items,
      ),
    });

  test("reads Arrow batches and Parquet row groups in order, some at a time", async () => {
    const whole = table();
    const batches = new Table(Array.from({ length: 10 }, (_, i) => whole.slice(i * 100, i * 100 + 100).batches).flat());
    const stream = tableToIPC(batches, "stream");
    const file = tableToIPC(batches, "file");
    const properties = new WriterPropertiesBuilder().setMaxRowGroupSize(300).build();
    const parquet = writeParquet(ParquetTable.fromIPCStream(tableToIPC(whole, "stream")), properties);
    for (const content of [stream, file, parquet]) {
      const small = await readFile(engine, fileOf("a", content), { chunkBytes: 5000 });
      expect(small.chunks).toBeGreaterThan(3);
      expect(small.rows.map(([id]) => id)).toEqual(Array.from({ length: 1000 }, (_, i) => BigInt(i) * 10n ** 15n));
      expect(small.rows.map(([, cat]) => cat)).toEqual(Array.from({ length: 1000 }, (_, i) => `c${i % 3}`));
      expect(small.source.columns.map(({ kind }) => kind)).toEqual(["integer", "text", "list"]);
    }
  });

  test("reads a sample from the beginning to the end, as many bytes as are asked for", async () => {
    const whole = table();
    const batches = new Table(Array.from({ length: 20 }, (_, i) => whole.slice(i * 50, i * 50 + 50).batches).flat());
    const properties = new WriterPropertiesBuilder().setMaxRowGroupSize(300).build();
    const parquet = writeParquet(ParquetTable.fromIPCStream(tableToIPC(whole, "stream")), properties);
    for (const content of [tableToIPC(batches, "stream"), tableToIPC(batches, "file"), parquet]) {
      const { rows } = await readFile(engine, fileOf("a", content), { sampleBytes: content.length >> 2 });
      const read = rows.map(([id]) => Number(BigInt(id as bigint) / 10n ** 15n));
      expect(read).toEqual([...read].sort((a, b) => a - b));
      expect(read.length).toBeLessThan(500);
      for (const quarter of [0, 1, 2, 3]) expect(read.some((id) => Math.floor(id / 250) === quarter)).toBe(true);
      expect(read.at(-1)).toBe(999);
      const all = await readFile(engine, fileOf("a", content), { sampleBytes: content.length });
      expect(all.rows).toHaveLength(1000);
    }
  });

  test("divides a sample of a Parquet file into parts from its beginning to its end", async () => {
    const properties = new WriterPropertiesBuilder().setMaxRowGroupSize(300).build();
    const content = writeParquet(ParquetTable.fromIPCStream(tableToIPC(table(), "stream")), properties);
    const file = fileOf("a", content);
    const ids: number[] = [];
    const parts = await sampledParts(file, content.length >> 2, 1 << 16);
    for (const part of parts) {
      const read = tableFromIPC(await readParquetPart(file, part, ["id"])).getChild("id");
      expect(read?.length).toBe(part.rows);
      for (const id of read ?? []) ids.push(Number(BigInt(id) / 10n ** 15n));
    }
    expect(ids).toEqual([...ids].sort((a, b) => a - b));
    expect(ids.length).toBeLessThan(500);
    for (const quarter of [0, 1, 2, 3]) expect(ids.some((id) => Math.floor(id / 250) === quarter)).toBe(true);
    expect(ids.at(-1)).toBe(999);
    const sum = (values: number[]) => values.reduce((total, value) => total + value, 0);
    expect(sum(parts.map(({ bytes }) => bytes))).toBeCloseTo((content.length * ids.length) / 1000, -1);
    const all = await sampledParts(file, content.length, 100);
    expect(sum(all.map(({ rows }) => rows))).toBe(1000);
    expect(sum(all.map(({ bytes }) => bytes))).toBe(content.length);
  });

  describe("shows times and dates that no calendar has", () => {
    const writer = new ParquetWriter();
    beforeAll(() => writer.open());
    afterAll(() => writer.close());

    const INFINITE = "9223372036854775807 microseconds since 1970";
    test.each([
      ["TIMESTAMP 'infinity'", INFINITE],
      ["TIMESTAMPTZ '-infinity'", "-9223372036854775807 microseconds since 1970"],
      ["TIMESTAMP '290000-01-01'", "9089348860800000000 microseconds since 1970"],
      ["TIMESTAMP_NS 'infinity'", "2262-04-11 23:47:16.854"],
      ["TIMESTAMP_MS '20000-01-01'", "+020000-01-01 00:00:00"],
      ["DATE 'infinity'", "2147483647 days since 1970"],
      ["DATE '280000-01-01'", "101548372 days since 1970"],
      ["DATE '20000-01-01'", "+020000-01-01"],
      ["'infinity'::DOUBLE", "Infinity"],
      ["[TIMESTAMP 'infinity', TIMESTAMP '2024-05-14', NULL]", `["${INFINITE}","2024-05-14 00:00:00",null]`],
      ["[{'a': DATE 'infinity', 'b': 1.5}, NULL]", `[{"a":"2147483647 days since 1970","b":"1.5"},null]`],
      ["[MAP {'a': TIMESTAMP 'infinity'}]", `[[{"key":"a","value":"${INFINITE}"}]]`],
    ])("such as %s", async (value, shown) => {
      const bytes = await writer.write(`SELECT ${value} AS valid_to FROM range(2)`);
      const { sample } = await sniff(fileOf("a.parquet", bytes));
      expect(sample.map(([first]) => first)).toEqual([shown, shown]);
    });

    test("also in the entries of a list", async () => {
      const bytes = await writer.write("SELECT [{'at': TIMESTAMP 'infinity', 'id': 1}] AS events");
      const { sample } = entriesAsRows(await sniff(fileOf("a.parquet", bytes)), "events");
      expect(sample[0]).toEqual([INFINITE, "1"]);
    });
  });

  test("reads files without rows", async () => {
    const empty = table().slice(0, 0);
    for (const content of [
      tableToIPC(empty, "stream"),
      tableToIPC(empty, "file"),
      writeParquet(ParquetTable.fromIPCStream(tableToIPC(empty, "stream"))),
    ]) {
      expect(await readFile(engine, fileOf("a", content))).toMatchObject({ rows: [], malformed: [] });
    }
  });

  test("refuses what is cut or damaged, and can read on", async () => {
    const names = ["polars.parquet", "polars.arrow", "polars.arrows", "pyarrow.parquet", "pyarrow-lz4.feather"];
    for (const name of names) {
      const whole = await fixture(name);
      const bytes = new Uint8Array(await whole.blob.arrayBuffer());
      for (const content of [bytes.slice(0, bytes.length - 300), scratched(bytes)]) {
        const problem = await textOf(fileOf(name, content)).then(
          () => null,
          (error) => problemOf(error),
        );
        expect(problem, name).toMatchObject({ code: "unreadable-file", file: name });
      }
    }
    expect((await textOf(await fixture("polars.parquet"))).rows).toEqual(POLARS_ROWS);
    expect((await textOf(await fixture("polars.arrow"))).rows).toEqual(POLARS_ROWS);
  });
});

/** Overwrites the middle of the data, but neither the magic nor the footer. */
function scratched(bytes: Uint8Array): Uint8Array {
  const scratched = bytes.slice();
  scratched.fill(0xa5, 16, bytes.length >> 1);
  return scratched;
}
