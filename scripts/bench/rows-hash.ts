import { DuckDBInstance } from "@duckdb/node-api";

/** A hash over all rows of a dataset and their order, by native DuckDB, whatever the widths of its integers. */
export async function hashRows(file: string): Promise<string> {
  const instance = await DuckDBInstance.create(":memory:");
  const connection = await instance.connect();
  const reader = await connection.runAndReadAll(
    `SELECT count(*)::VARCHAR || ':' || coalesce(sum(hash(
       file_row_number::BIGINT, impressions::BIGINT, actions::BIGINT[], action_types::INTEGER[])::HUGEINT), 0)::VARCHAR
     FROM read_parquet('${file.replaceAll("'", "''")}', file_row_number = true)`,
  );
  const hash = String(reader.getRows()[0]?.[0]);
  connection.closeSync();
  instance.closeSync();
  return hash;
}
