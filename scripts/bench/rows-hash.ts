import { stat } from "node:fs/promises";
import path from "node:path";
import { type DuckDBConnection, DuckDBInstance } from "@duckdb/node-api";
import { filesOf } from "./files";
import { literal } from "./logs";

/**
 * A hash over all rows of a dataset and their order, by native DuckDB, whatever the widths of its integers. A dataset is
 * one Parquet file or a folder of them, whose rows follow each other in the order of the files' names.
 */
export async function hashRows(dataset: string): Promise<string> {
  const files = (await stat(dataset)).isDirectory()
    ? (await filesOf(dataset)).map((name) => path.join(dataset, name))
    : [dataset];
  const instance = await DuckDBInstance.create(":memory:");
  const connection = await instance.connect();
  let [rows, hash] = [0n, 0n];
  for (const file of files) {
    const [count, sum] = await hashFile(connection, file, rows);
    rows += count;
    hash += sum;
  }
  connection.closeSync();
  instance.closeSync();
  return `${rows}:${hash}`;
}

async function hashFile(connection: DuckDBConnection, file: string, firstRow: bigint): Promise<[rows: bigint, hash: bigint]> {
  const reader = await connection.runAndReadAll(
    `SELECT count(*)::VARCHAR, coalesce(sum(hash(
       ${firstRow} + file_row_number::BIGINT, impressions::BIGINT, actions::BIGINT[], action_types::INTEGER[])::HUGEINT), 0)::VARCHAR
     FROM read_parquet(${literal(file)}, file_row_number = true)`,
  );
  const [rows, hash] = reader.getRows()[0] ?? [];
  return [BigInt(String(rows)), BigInt(String(hash))];
}
