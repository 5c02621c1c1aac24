import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DuckDBConnection } from "@duckdb/node-api";

/** Writes Parquet files by native DuckDB. */
export class ParquetWriter {
  private folder = "";
  private connection: DuckDBConnection | null = null;

  async open(): Promise<void> {
    this.folder = await mkdtemp(join(tmpdir(), "lookback-"));
    this.connection = await DuckDBConnection.create();
    await this.connection.run("SET TimeZone = 'UTC'");
  }

  /** @param options of COPY, such as `ROW_GROUP_SIZE 2048`; fewer rows are made 2,048 */
  async write(query: string, options = ""): Promise<Uint8Array<ArrayBuffer>> {
    const path = join(this.folder, "out.parquet");
    await this.connection?.run(`COPY (${query}) TO '${path}' (FORMAT parquet${options && `, ${options}`})`);
    return new Uint8Array(await readFile(path));
  }

  async close(): Promise<void> {
    this.connection?.closeSync();
    await rm(this.folder, { recursive: true, force: true });
  }
}
