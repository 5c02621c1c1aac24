import { Table, tableFromIPC, tableToIPC, type Vector } from "apache-arrow";
import type { ParquetFile } from "parquet-wasm/esm";
import { schemaOf } from "./arrow-messages";
import { uniqueNames } from "./column-names";

/**
 * Columns that are read of a Parquet file, by their unique names. parquet-wasm (0.8.0) is asked by the names in the file, and
 * gives more: it takes a name for the beginning of a path, so `event` brings `event.id` along, and a name that several columns
 * have brings all of them.
 */
export class ParquetColumns {
  /** The names of the file's columns, in order. */
  private readonly inFile: readonly string[];
  private readonly unique: readonly string[];

  /** @param wanted their unique names */
  constructor(
    parquet: ParquetFile,
    private readonly wanted: ReadonlySet<string>,
  ) {
    this.inFile = namesOf(parquet.schema().intoIPCStream());
    this.unique = uniqueNames(this.inFile);
  }

  /** What parquet-wasm is asked for. */
  get names(): string[] {
    return [...new Set(this.inFile.filter((_, index) => this.wanted.has(this.unique[index] as string)))];
  }

  /** Takes what parquet-wasm gave, an IPC stream, and gives the wanted columns, by their unique names, in the order of the file. */
  only(ipc: Uint8Array): Uint8Array {
    const given = namesOf(ipc);
    const wanted = this.unique.filter((name) => this.wanted.has(name));
    if (given.length === wanted.length && given.every((name, index) => name === wanted[index])) return ipc;
    const table = tableFromIPC(ipc);
    const vectors: Record<string, Vector> = {};
    let at = 0;
    for (const [index, name] of given.entries()) {
      at = this.inFile.indexOf(name, at);
      if (at < 0) throw new Error(`the column ${name} was not expected here`);
      const unique = this.unique[at] as string;
      at += 1;
      const vector = table.getChildAt(index);
      if (vector && this.wanted.has(unique)) vectors[unique] = vector;
    }
    return tableToIPC(new Table(vectors), "stream");
  }
}

/** The names of the columns of an Arrow IPC stream. */
function namesOf(ipc: Uint8Array): string[] {
  return schemaOf(ipc)
    .tables(1)
    .map((field) => field.text(0) ?? "");
}
