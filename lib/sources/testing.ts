import type { Engine } from "../engine/engine";
import { sql } from "../sql";
import { type ReadOptions, readChunks } from "./read";
import { entriesAsRows } from "./select";
import { sniff } from "./sniff";
import type { SniffedSource, SourceFile } from "./types";

export function fileOf(path: string, ...parts: (string | Uint8Array)[]): SourceFile {
  return { path, blob: new Blob(parts as BlobPart[]) };
}

export interface ReadFile {
  source: SniffedSource;
  rows: unknown[][];
  /** `[row of the file, text]` */
  malformed: [number, string][];
  chunks: number;
}

/** Sniffs a file and reads all of it, or a sample, checking what every chunk promises. With a `list`, each of its entries is a row. */
export async function readFile(
  engine: Engine,
  file: SourceFile,
  { list = null, ...options }: ReadOptions & { list?: string | null } = {},
): Promise<ReadFile> {
  const source = entriesAsRows(await sniff(file), list);
  const rows: unknown[][] = [];
  const malformed: [number, string][] = [];
  let bytes = 0;
  let chunks = 0;
  let before = 0;
  for await (const chunk of readChunks(file, source, options)) {
    const relation = await chunk.open(engine);
    const table = await engine.query(sql`SELECT * FROM ${relation.from}`);
    const columns = source.columns.map((_, index) => table.getChild(`c${index}`));
    for (let row = 0; row < table.numRows; row++) rows.push(columns.map((column) => plain(column?.get(row))));
    const bad = chunk.malformed;
    malformed.push(...bad.map(({ row, text }): [number, string] => [before + row, text]));
    if (table.numRows !== relation.rows) throw new Error(`${table.numRows} rows came out of a chunk of ${relation.rows}`);
    before += relation.rows + bad.length;
    bytes += chunk.bytes;
    chunks++;
    await relation.close();
  }
  if (options.sampleBytes === undefined && bytes !== file.blob.size)
    throw new Error(`the chunks account for ${bytes} bytes of ${file.blob.size}`);
  return { source, rows, malformed, chunks };
}

function plain(value: unknown): unknown {
  if (typeof value !== "object" || value === null || !("toJSON" in value)) return value ?? null;
  if (Symbol.iterator in value && !("toArray" in Object.getPrototypeOf(value) === false)) {
    return [...(value as Iterable<unknown>)].map(plain);
  }
  return (value as { toJSON(): unknown }).toJSON();
}
