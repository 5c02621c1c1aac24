import type { RecordBatch, Table } from "apache-arrow";
import type { Sql } from "../sql";

/**
 * The port to DuckDB-WASM. It has two adapters: `browser.ts` (a nested worker) and `node.ts` (in process).
 * Statements run one after another. Every promise settles: with a result, or rejected.
 */
export interface Engine {
  /** Runs statements whose results nobody wants. */
  run(statement: Sql): Promise<void>;
  /** The whole result. Cast every column to a type that Arrow has: `sum(int)` is a HUGEINT, `1.25` a DECIMAL. */
  query(statement: Sql): Promise<Table>;
  /** The result, batch by batch (about 2,048 rows each or more). */
  stream(statement: Sql): AsyncIterable<RecordBatch>;
  /** Makes bytes readable as the file `name`, which must begin with `in/`. The bytes may be transferred: do not use them afterwards. */
  addFile(name: string, bytes: Uint8Array): Promise<void>;
  dropFile(name: string): Promise<void>;
  /** Creates the table `name` from one whole Arrow IPC stream (schema, batches, end mark). */
  addArrow(name: string, ipc: Uint8Array): Promise<void>;
  close(): Promise<void>;
}

/** Run in this order on every new instance: without the first two a call to an extension hangs for ever. */
export const LOCK_STATEMENTS = [
  "SET autoinstall_known_extensions=false",
  "SET autoload_known_extensions=false",
  "SET allowed_directories=['in/','out/']",
  "SET enable_external_access=false",
  "SET lock_configuration=true",
] as const;
