import { parquetMetadata } from "hyparquet";
import { describe, expect, test } from "vitest";
import { encodeFooter } from "./footer";
import { leafOf } from "./schema";
import { textData } from "./testing/columns.mts";
import { queryWithDuckDB, READERS } from "./testing/readers.mts";
import { sequenceData, writeFile } from "./testing/sequences.mts";
import type { Column, ColumnData } from "./types";
import { createParquetWriter, createRowGroupEncoder } from "./writer";

const COLUMNS: Column[] = [
  { name: "impressions", type: "int64", nullable: false },
  { name: "actions", type: "sequence", element: "int64", length: 3 },
  { name: "action_types", type: "sequence", element: "int8", length: 3 },
  { name: "dt", type: "date", nullable: false },
  { name: "ranking_id", type: "text", nullable: false },
  { name: "is_order", type: "list", element: "boolean", nullableElements: true },
  { name: "newest_action_at", type: "timestamp", nullable: true },
];

/** DuckDB prints the width, a byte, as a character: 8 is a backspace. */
const INT8 = "IntType(bitWidth=\b, isSigned=1)";

const HISTORY = { histories: [[1, 2]], repeats: [2] };
const DATA: ColumnData[] = [
  { values: BigInt64Array.of(5n, 6n) },
  sequenceData({ ...HISTORY, dictionary: BigInt64Array.of(0n, 8n, 9n) }),
  sequenceData({ ...HISTORY, dictionary: Int32Array.of(0, 1, 2) }),
  { values: Int32Array.of(19_858, 19_858) },
  textData(["r1", "r1"]),
  { offsets: Int32Array.of(0, 1, 2), values: Uint8Array.of(1, 0), validity: Uint8Array.of(1, 0) },
  { values: BigInt64Array.of(0n, 7n), validity: Uint8Array.of(0, 1) },
];

const shared = { impressions: 5n, actions: [8n, 9n, 0n], action_types: [1, 2, 0], dt: "2024-05-15", ranking_id: "r1" };
const ROWS = [
  { ...shared, is_order: [true], newest_action_at: null },
  { ...shared, impressions: 6n, is_order: [null], newest_action_at: 7n },
];

describe("a Parquet file", () => {
  test.each(Object.entries(READERS))("with all kinds of columns and two row groups reads back in %s", async (_, read) => {
    const file = await writeFile({ columns: COLUMNS, codec: "zstd" }, [
      [2, DATA],
      [2, DATA],
    ]);
    expect(await read(file)).toEqual([...ROWS, ...ROWS]);
  });

  test("has standard types, with lists of three levels", async () => {
    const file = await writeFile({ columns: COLUMNS.slice(1, 5), codec: "zstd" }, [[2, DATA.slice(1, 5)]]);
    const sql =
      "SELECT name, type, repetition_type AS repetition, converted_type AS converted, logical_type AS logical, num_children AS children FROM parquet_schema($file)";
    const node = { type: null, repetition: "REQUIRED", converted: null, logical: null, children: null };
    expect(await queryWithDuckDB(file, sql)).toEqual([
      { ...node, name: "schema", repetition: null, children: 4n },
      { ...node, name: "actions", converted: "LIST", logical: "ListType()", children: 1n },
      { ...node, name: "list", repetition: "REPEATED", children: 1n },
      { ...node, name: "element", type: "INT64" },
      { ...node, name: "action_types", converted: "LIST", logical: "ListType()", children: 1n },
      { ...node, name: "list", repetition: "REPEATED", children: 1n },
      { ...node, name: "element", type: "INT32", converted: "INT_8", logical: INT8 },
      { ...node, name: "dt", type: "INT32", converted: "DATE", logical: "DateType()" },
      { ...node, name: "ranking_id", type: "BYTE_ARRAY", converted: "UTF8", logical: "StringType()" },
    ]);
  });

  test("carries key-value metadata, those of the end over those of the start", async () => {
    const parts: Uint8Array[] = [];
    const sink = { write: (bytes: Uint8Array) => void parts.push(bytes) };
    const metadata = { "lookback.version": "1", "lookback.config": "{}" };
    const writer = await createParquetWriter({
      columns: COLUMNS,
      codec: "none",
      createdBy: "lookback version 1.0.0",
      metadata,
      sink,
    });
    await writer.append((await createRowGroupEncoder({ columns: COLUMNS, codec: "none" }))(2, DATA));
    await writer.finish({ "lookback.config": '{"ä":1}', "lookback.rows": "2" });
    const file = new Uint8Array(await new Blob(parts as BlobPart[]).arrayBuffer());
    const sql = "SELECT decode(key) AS key, decode(value) AS value FROM parquet_kv_metadata($file) ORDER BY key";
    expect(await queryWithDuckDB(file, sql)).toEqual([
      { key: "lookback.config", value: '{"ä":1}' },
      { key: "lookback.rows", value: "2" },
      { key: "lookback.version", value: "1" },
    ]);
    expect(await queryWithDuckDB(file, "SELECT created_by, num_rows FROM parquet_file_metadata($file)")).toEqual([
      { created_by: "lookback version 1.0.0", num_rows: 2n },
    ]);
  });

  test("without rows is valid", async () => {
    const file = await writeFile({ columns: COLUMNS, codec: "zstd" }, []);
    for (const [name, read] of Object.entries(READERS)) expect(await read(file), name).toEqual([]);
  });

  test.each(["zstd", "snappy", "none"] as const)("has the same bytes for the same input with codec %s", async (codec) => {
    const write = () =>
      writeFile({ columns: COLUMNS, codec }, [
        [2, DATA],
        [2, DATA],
      ]);
    expect(await write()).toEqual(await write());
  });

  test("does not share memory with what the sink got before", async () => {
    const parts: Uint8Array[] = [];
    const copies: Uint8Array[] = [];
    const sink = {
      write: (bytes: Uint8Array) => {
        parts.push(bytes);
        copies.push(bytes.slice());
      },
    };
    const writer = await createParquetWriter({ columns: COLUMNS, codec: "none", createdBy: "test", sink });
    const encode = await createRowGroupEncoder({ columns: COLUMNS, codec: "none" });
    for (let i = 0; i < 3; i++) await writer.append(encode(2, DATA));
    await writer.finish();
    expect(parts).toEqual(copies);
  });

  test("stops where the sink fails", async () => {
    const sink = { write: (bytes: Uint8Array) => (bytes.length > 4 ? Promise.reject(new Error("disk full")) : undefined) };
    const writer = await createParquetWriter({ columns: COLUMNS, codec: "none", createdBy: "test", sink });
    const encode = await createRowGroupEncoder({ columns: COLUMNS, codec: "none" });
    await expect(writer.append(encode(2, DATA))).rejects.toThrow("disk full");
  });

  test("knows offsets beyond 4 GB", () => {
    const column: Column = { name: "x", type: "int32", nullable: false };
    const offset = 5 * 2 ** 32 + 3;
    const chunk = {
      offset,
      dictionaryBytes: 2 ** 31,
      uncompressedBytes: 2 ** 33,
      compressedBytes: 2 ** 32 + 1,
      values: 2 ** 34,
      nulls: 0,
      encodings: [0],
      bounds: null,
    };
    const footer = encodeFooter({
      columns: [column],
      leaves: [leafOf(column)],
      rowGroups: [{ rows: 2 ** 33, chunks: [chunk] }],
      codecId: 0,
      createdBy: "test",
      metadata: {},
    });
    const { num_rows, row_groups } = parquetMetadata(footer.buffer);
    expect(num_rows).toBe(2n ** 33n);
    expect(row_groups[0]?.columns[0]?.meta_data).toMatchObject({
      dictionary_page_offset: BigInt(offset),
      data_page_offset: BigInt(offset) + 2n ** 31n,
      total_uncompressed_size: 2n ** 33n,
      total_compressed_size: 2n ** 32n + 1n,
      num_values: 2n ** 34n,
    });
  });
});
