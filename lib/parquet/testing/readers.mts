import { rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  DuckDBConnection,
  DuckDBDateValue,
  DuckDBListValue,
  DuckDBTimestampTZValue,
  DuckDBTimestampValue,
  type DuckDBValue,
} from "@duckdb/node-api";
import { Type, tableFromIPC, Vector } from "apache-arrow";
import { parquetMetadata, parquetReadObjects } from "hyparquet";
import { parquetHeader } from "hyparquet/src/column.js";
import { compressors } from "hyparquet-compressors";
import { readParquet } from "parquet-wasm";

/** INT64 is a bigint, INT32 a number, a timestamp microseconds as a bigint, a date `YYYY-MM-DD`, a null null. */
export type Cell = null | boolean | number | bigint | string | Cell[];
export type Row = Record<string, Cell>;

/** Reads a whole Parquet file into plain rows, in the file's order. */
export type Reader = (file: Uint8Array) => Promise<Row[]>;

/** Three readers that share no code: C++, JavaScript and Rust. They give equal rows for equal files. */
export const READERS: Record<"duckdb" | "hyparquet" | "parquet-wasm", Reader> = {
  duckdb: readWithDuckDB,
  hyparquet: readWithHyparquet,
  "parquet-wasm": readWithParquetWasm,
};

export async function readWithDuckDB(file: Uint8Array): Promise<Row[]> {
  return queryWithDuckDB(file, "SELECT * FROM read_parquet($file)");
}

/**
 * Runs SQL over a Parquet file in native DuckDB, where `$file` stands for the file's path:
 * `SELECT * FROM parquet_metadata($file)`.
 */
export async function queryWithDuckDB(file: Uint8Array, sql: string): Promise<Row[]> {
  const path = join(tmpdir(), `lookback-${crypto.randomUUID()}.parquet`);
  await writeFile(path, file);
  const connection = await DuckDBConnection.create();
  try {
    await connection.run("SET threads = 1");
    const reader = await connection.runAndReadAll(sql.replaceAll("$file", `'${path}'`));
    return reader.getRowObjects().map((row) => mapValues(row, cellOfDuckDB));
  } finally {
    connection.closeSync();
    await rm(path, { force: true });
  }
}

export async function readWithHyparquet(file: Uint8Array): Promise<Row[]> {
  const parsers = {
    timestampFromMicroseconds: (micros: bigint) => micros,
    dateFromDays: (days: number | undefined) => (days === undefined ? days : isoDay(days)),
  };
  const rows = await parquetReadObjects({ file: file.slice().buffer as ArrayBuffer, compressors, parsers });
  return rows.map((row) => mapValues(row, cellOfHyparquet));
}

export async function readWithParquetWasm(file: Uint8Array): Promise<Row[]> {
  const table = tableFromIPC(readParquet(file).intoIPCStream());
  const columns = table.schema.fields.map((field, i) => [field.name, cellsOfArrow(table.getChildAt(i) as Vector)] as const);
  return Array.from({ length: table.numRows }, (_, row) =>
    Object.fromEntries(columns.map(([name, cells]) => [name, cells[row] as Cell])),
  );
}

export interface PageFacts {
  /** Values, nulls and empty lists. */
  entries: number;
  encoding: string;
}

/** The data pages of one column, over all row groups, as their headers tell. */
export function readPages(file: Uint8Array, column = 0): PageFacts[] {
  const { row_groups } = parquetMetadata(file.slice().buffer as ArrayBuffer);
  return row_groups.flatMap(({ columns }) => {
    const chunk = columns[column]?.meta_data;
    if (!chunk) throw new Error(`no column ${column}`);
    const start = Number(chunk.dictionary_page_offset ?? chunk.data_page_offset);
    return readChunkPages(file.slice(start, start + Number(chunk.total_compressed_size)));
  });
}

function readChunkPages(chunk: Uint8Array): PageFacts[] {
  const reader = { view: new DataView(chunk.buffer, chunk.byteOffset, chunk.byteLength), offset: 0 };
  const pages: PageFacts[] = [];
  while (reader.offset < chunk.length) {
    const { compressed_page_size, data_page_header: page } = parquetHeader(reader);
    reader.offset += compressed_page_size;
    if (!page) continue;
    pages.push({ entries: page.num_values, encoding: page.encoding });
  }
  return pages;
}

function mapValues<Value>(row: Record<string, Value>, cellOf: (value: Value) => Cell): Row {
  return Object.fromEntries(Object.entries(row).map(([name, value]) => [name, cellOf(value)]));
}

function cellOfDuckDB(value: DuckDBValue): Cell {
  if (value instanceof DuckDBListValue) return value.items.map(cellOfDuckDB);
  if (value instanceof DuckDBDateValue) return isoDay(value.days);
  if (value instanceof DuckDBTimestampValue || value instanceof DuckDBTimestampTZValue) return value.micros;
  if (value === null || ["boolean", "number", "bigint", "string"].includes(typeof value)) return value as Cell;
  return String(value);
}

function cellOfHyparquet(value: unknown): Cell {
  if (value === undefined) return null;
  if (Array.isArray(value) || ArrayBuffer.isView(value)) return Array.from(value as Iterable<unknown>, cellOfHyparquet);
  return value as Cell;
}

/** Takes dates and timestamps from the memory behind: Arrow's getters cut microseconds to milliseconds. */
function cellsOfArrow(vector: Vector): Cell[] {
  if (vector.type.typeId !== Type.Date && vector.type.typeId !== Type.Timestamp) return Array.from(vector, cellOfArrow);
  const isDate = vector.type.typeId === Type.Date;
  return vector.data.flatMap((data) =>
    Array.from({ length: data.length }, (_, i): Cell => {
      if (!data.getValid(i)) return null;
      return isDate ? isoDay(data.values[i]) : data.values[i];
    }),
  );
}

function cellOfArrow(value: unknown): Cell {
  return value instanceof Vector ? cellsOfArrow(value) : (value as Cell);
}

function isoDay(daysSince1970: number): string {
  return new Date(daysSince1970 * 86_400_000).toISOString().slice(0, 10);
}
