import { id, join, type Sql, sql } from "../sql";
import { concat } from "./blob";
import { MAX_RECORD_BYTES, RecordCutter } from "./records";
import { textBlocks } from "./text";
import type { Chunk, Dialect, MalformedRow, SniffedSource, SourceFile } from "./types";

let files = 0;

export async function* readCsv(
  file: SourceFile,
  source: SniffedSource,
  dialect: Dialect,
  chunkBytes: number,
): AsyncGenerator<Chunk> {
  const cutter = new RecordCutter({ ...dialect, fields: source.columns.length });
  let parts: Uint8Array[] = [];
  let size = 0;
  let consumed = 0;
  let chunks = 0;

  const take = (last: boolean): Chunk | null => {
    const bytes = concat(parts);
    const records = cutter.cut(bytes, last);
    const rest = last ? [] : [bytes.slice(records.end)];
    parts = rest;
    size = rest[0]?.length ?? 0;
    const isEmpty = records.rows + records.malformed.length === 0;
    if (isEmpty && (!last || (chunks > 0 && consumed === 0))) return null;
    const chunk = csvChunk(records, source.columns.length, dialect.delimiter, consumed);
    consumed = 0;
    chunks++;
    return chunk;
  };

  for await (const block of textBlocks(file, source, chunkBytes)) {
    parts.push(block.bytes);
    size += block.bytes.length;
    consumed += block.consumed;
    if (size < chunkBytes) continue;
    const chunk = take(false);
    if (chunk) yield chunk;
  }
  const chunk = take(true);
  if (chunk) yield chunk;
}

/** Usable records as a chunk. */
export function csvChunk(
  { bytes: records, rows, malformed }: { bytes: Uint8Array; rows: number; malformed: MalformedRow[] },
  columns: number,
  delimiter: string,
  bytes: number,
): Chunk {
  if (rows === 0) return { ...emptyChunk(columns, bytes), malformed };
  return {
    rows,
    bytes,
    malformed,
    async open(engine) {
      const name = `in/f${files++}.csv`;
      await engine.addFile(name, keepMark(records));
      return { from: readCsvCall(name, columns, delimiter), close: () => engine.dropFile(name) };
    },
  };
}

/** DuckDB drops a byte order mark at the start of any file; here it would be a part of a value. */
function keepMark(bytes: Uint8Array): Uint8Array {
  const mark = Uint8Array.of(0xef, 0xbb, 0xbf);
  return mark.every((byte, i) => bytes[i] === byte) ? concat([mark, bytes]) : bytes;
}

function readCsvCall(name: string, columns: number, delimiter: string): Sql {
  const types = join(names(columns).map((column) => sql`${column}: 'VARCHAR'`));
  return sql`read_csv(${name}, auto_detect=false, header=false, columns={${types}}, delim=${delimiter}, quote='"', escape='"', new_line='\\n', strict_mode=true, nullstr='', max_line_size=${2 * MAX_RECORD_BYTES})`;
}

/** A chunk without rows. */
export function emptyChunk(columns: number, bytes: number): Chunk {
  const values = names(columns).map((column) => sql`NULL::VARCHAR AS ${column}`);
  const relation = { from: sql`(SELECT ${values} WHERE false)`, close: async () => undefined };
  return { rows: 0, bytes, malformed: [], open: async () => relation };
}

function names(columns: number): Sql[] {
  return Array.from({ length: columns }, (_, index) => id(`c${index}`));
}
