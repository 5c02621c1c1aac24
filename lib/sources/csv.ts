import type { Limits } from "../config";
import { id, join, type Sql, sql } from "../sql";
import { concat, readBytes } from "./blob";
import { RecordCutter, type Records } from "./records";
import { hasUtf8Mark, requireUtf8, textBlocks } from "./text";
import type { Chunk, Dialect, MalformedRow, SniffedSource, SourceFile } from "./types";

/** DuckDB's buffer is 16 times as long. */
const MIN_LINE_BYTES = 2 << 20;

let files = 0;

export async function* readCsv(
  file: SourceFile,
  source: SniffedSource,
  dialect: Dialect,
  limits: Limits,
  chunkBytes: number,
): AsyncGenerator<Chunk> {
  const cutter = new RecordCutter({ ...dialect, fields: source.columns.length, maxBytes: limits.recordBytes });
  const isPlain = source.compression === "none" && source.encoding === "utf-8";
  const parts = isPlain
    ? plainRecords(file, source, cutter, chunkBytes)
    : streamedRecords(file, source, cutter, limits, chunkBytes);
  for await (const { records, bytes } of parts) {
    yield csvChunk(records, { ...dialect, columns: source.columns.length, maxBytes: limits.recordBytes }, bytes);
  }
}

interface Part {
  records: Records;
  /** Bytes of the file that the records account for. */
  bytes: number;
}

/** Of text that is UTF-8 on disk: each part is read from where the last one's records end, so that nothing is copied. */
async function* plainRecords(
  file: SourceFile,
  source: SniffedSource,
  cutter: RecordCutter,
  chunkBytes: number,
): AsyncGenerator<Part> {
  const { size } = file.blob;
  let at = hasUtf8Mark(await readBytes(file, 0, 3)) ? 3 : 0;
  let counted = 0;
  let window = chunkBytes;
  while (counted < size) {
    const bytes = await readBytes(file, at, at + window);
    const isLast = at + bytes.length >= size;
    await requireUtf8(file, source, at, bytes, isLast);
    const records = cutter.cut(bytes, isLast);
    if (records.end === 0 && !isLast) {
      window *= 2;
      continue;
    }
    window = chunkBytes;
    at = isLast ? size : at + records.end;
    yield { records, bytes: at - counted };
    counted = at;
  }
}

/** Of text that is unpacked or decoded block by block. */
async function* streamedRecords(
  file: SourceFile,
  source: SniffedSource,
  cutter: RecordCutter,
  limits: Limits,
  chunkBytes: number,
): AsyncGenerator<Part> {
  let parts: Uint8Array[] = [];
  let size = 0;
  let consumed = 0;
  const take = (isLast: boolean): Part => {
    const bytes = concat(parts);
    const records = cutter.cut(bytes, isLast);
    parts = [bytes.slice(records.end)];
    size = bytes.length - records.end;
    const part = { records, bytes: consumed };
    consumed = 0;
    return part;
  };
  for await (const block of textBlocks(file, source, limits, chunkBytes)) {
    parts.push(block.bytes);
    size += block.bytes.length;
    consumed += block.consumed;
    if (size >= chunkBytes) yield take(false);
  }
  yield take(true);
}

/** How the records of a chunk are written. */
interface Layout extends Pick<Dialect, "delimiter" | "quote"> {
  columns: number;
  /** No record is longer. */
  maxBytes: number;
}

/** Usable records as a chunk. */
export function csvChunk(
  { bytes: records, rows, malformed }: { bytes: Uint8Array; rows: number; malformed: MalformedRow[] },
  layout: Layout,
  bytes: number,
): Chunk {
  if (rows === 0) return { ...emptyChunk(layout.columns, bytes), malformed };
  const maxBytes = Math.max(MIN_LINE_BYTES, Math.min(layout.maxBytes, records.length) + 1);
  return {
    bytes,
    malformed,
    async open(engine) {
      const name = `in/f${files++}.csv`;
      await engine.addFile(name, keepMark(records));
      return { rows, from: readCsvCall(name, { ...layout, maxBytes }), close: () => engine.dropFile(name) };
    },
  };
}

/** DuckDB drops a byte order mark at the start of any file; here it would be a part of a value. */
function keepMark(bytes: Uint8Array): Uint8Array {
  const mark = Uint8Array.of(0xef, 0xbb, 0xbf);
  return mark.every((byte, i) => bytes[i] === byte) ? concat([mark, bytes]) : bytes;
}

function readCsvCall(name: string, { columns, delimiter, quote, maxBytes }: Layout): Sql {
  const types = join(names(columns).map((column) => sql`${column}: 'VARCHAR'`));
  return sql`read_csv(${name}, auto_detect=false, header=false, columns={${types}}, delim=${delimiter}, quote=${quote}, escape=${quote}, new_line='\\n', strict_mode=true, nullstr='', max_line_size=${maxBytes})`;
}

/** A chunk without rows. */
export function emptyChunk(columns: number, bytes: number): Chunk {
  const values = names(columns).map((column) => sql`NULL::VARCHAR AS ${column}`);
  const relation = { rows: 0, from: sql`(SELECT ${values} WHERE false)`, close: async () => undefined };
  return { bytes, malformed: [], open: async () => relation };
}

function names(columns: number): Sql[] {
  return Array.from({ length: columns }, (_, index) => id(`c${index}`));
}
