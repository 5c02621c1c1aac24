import type { Limits } from "../config";
import type { ReadingHash } from "../hash";
import { id, join, type Sql, sql } from "../sql";
import { concat, readBytes } from "./blob";
import { RecordCutter } from "./records";
import { type CsvShape, type CsvText, endOfPlainLines, type SourceText } from "./source-text";
import { type ReadStretches, stretchesOf } from "./stretches";
import { hasUtf8Mark, requireUtf8, textBlocks } from "./text";
import type { Chunk, Dialect, MalformedRow, SniffedSource, SourceFile } from "./types";

/** DuckDB's buffer is 16 times as long. */
const MIN_LINE_BYTES = 2 << 20;
/** What is read of a file for the sake of its header. */
const HEAD_BYTES = 64 << 10;
const LF = 10;

let files = 0;

export async function* readCsv(
  file: SourceFile,
  source: SniffedSource,
  dialect: Dialect,
  limits: Limits,
  chunkBytes: number,
  hash: ReadingHash | null,
): AsyncGenerator<Chunk> {
  const shape = recordShape(source, dialect, limits);
  const cutter = new RecordCutter(shape);
  const cut = (bytes: Uint8Array, last: boolean) => cutter.cut(bytes, last);
  const parts = isReadAsItIs(source)
    ? plainParts(file, source, cut, chunkBytes, 0, chunkBytes, hash)
    : streamedParts(file, source, cut, limits, chunkBytes);
  for await (const { part, bytes } of parts) yield csvChunk(part, shape, bytes);
}

/**
 * Reads a file as {@link readCsv} does, but leaves it to the caller to take the texts apart, in another thread for one.
 * @param readStretches reads what it can of a file that is UTF-8 on disk; the rest is read here
 */
export async function* readCsvTexts(
  file: SourceFile,
  source: SniffedSource,
  dialect: Dialect,
  limits: Limits,
  chunkBytes: number,
  readStretches: ReadStretches | null,
  hash: ReadingHash | null,
): AsyncGenerator<SourceText> {
  const shape = recordShape(source, dialect, limits);
  const texts = isReadAsItIs(source)
    ? plainTexts(file, source, shape, chunkBytes, readStretches, hash)
    : streamedParts(file, source, textCut(shape), limits, chunkBytes);
  for await (const { part, bytes } of texts) {
    const text = { bytes: part.bytes, malformed: part.malformed, isCut: part.isCut, shape: { ...shape, header: false } };
    yield { text, bytes };
  }
}

type TextPart = Pick<CsvText, "bytes" | "malformed" | "isCut">;

/** Of text that is UTF-8 on disk: in stretches from the first part on that needs no cutting to the next one that does. */
async function* plainTexts(
  file: SourceFile,
  source: SniffedSource,
  shape: CsvShape,
  chunkBytes: number,
  readStretches: ReadStretches | null,
  hash: ReadingHash | null,
): AsyncGenerator<Part<TextPart>> {
  let at = 0;
  while (at < file.blob.size) {
    const cut = textCut({ ...shape, header: shape.header && at === 0 });
    for await (const part of plainParts(file, source, cut, chunkBytes, at, at === 0 ? HEAD_BYTES : chunkBytes, hash)) {
      at += part.bytes;
      yield part;
      if (readStretches && !part.part.isCut) break;
    }
    for await (const lines of readStretches?.(stretchesOf(file, shape.quote, at, chunkBytes)) ?? []) {
      // What begins elsewhere took a line feed inside a record for the end of one.
      if (lines?.from !== at) break;
      const bytes = hash ? await hash.pass(at, lines.bytes) : lines.bytes;
      at += bytes.length;
      yield { part: { bytes, malformed: [], isCut: false }, bytes: bytes.length };
    }
  }
}

/** Cuts only where that is needed: a header, which comes by itself if it is a line, and where there are quotes or carriage returns. */
function textCut(shape: CsvShape): Cut<TextPart & { end: number }> {
  const cutter = new RecordCutter(shape);
  return (bytes, last) => {
    if (!cutter.isBetweenRows) {
      const line = cutter.cut(bytes.subarray(0, bytes.indexOf(LF) + 1), false);
      if (line.end > 0) return { ...line, isCut: line.rows > 0 || !cutter.isBetweenRows };
      return { ...cutter.cut(bytes, last), isCut: true };
    }
    const end = endOfPlainLines(bytes, shape.quote);
    if (end >= 0) return { bytes: bytes.subarray(0, end), malformed: [], isCut: false, end };
    return { ...cutter.cut(bytes, last), isCut: true };
  };
}

function recordShape({ columns }: SniffedSource, dialect: Dialect, { recordBytes }: Limits): CsvShape {
  return { ...dialect, fields: columns.length, maxBytes: recordBytes };
}

/** Takes what it can from the beginning of some bytes, up to `end`. `last`: no more follow. */
type Cut<T> = (bytes: Uint8Array, last: boolean) => T;

interface Part<T> {
  part: T;
  /** Bytes of the file that the part accounts for. */
  bytes: number;
}

/** Whether a file is read as it is on disk: all of its bytes, in order, with nothing unpacked or decoded. */
export function isReadAsItIs({ format, compression, encoding }: SniffedSource): boolean {
  return format === "csv" && compression === "none" && encoding === "utf-8";
}

/**
 * Of text that is UTF-8 on disk: each part is read from where the last one ends, so that nothing is copied.
 * @param from where a record begins, or 0
 * @param firstBytes how much is read for the first part
 */
async function* plainParts<T extends { end: number }>(
  file: SourceFile,
  source: SniffedSource,
  cut: Cut<T>,
  chunkBytes: number,
  from: number,
  firstBytes: number,
  hash: ReadingHash | null,
): AsyncGenerator<Part<T>> {
  const { size } = file.blob;
  let at = from;
  if (from === 0) {
    const mark = await readBytes(file, 0, 3);
    if (hasUtf8Mark(mark)) {
      await hash?.copy(0, mark);
      at = 3;
    }
  }
  let counted = from;
  let window = Math.min(firstBytes, chunkBytes);
  while (counted < size) {
    const bytes = await readBytes(file, at, at + window);
    const isLast = at + bytes.length >= size;
    await requireUtf8(file, source, at, bytes, isLast);
    await hash?.copy(at, bytes);
    const part = cut(bytes, isLast);
    if (part.end === 0 && !isLast) {
      window *= 2;
      continue;
    }
    window = chunkBytes;
    at += part.end;
    yield { part, bytes: at - counted };
    counted = at;
  }
}

/** Of text that is unpacked or decoded block by block. */
async function* streamedParts<T extends { end: number }>(
  file: SourceFile,
  source: SniffedSource,
  cut: Cut<T>,
  limits: Limits,
  chunkBytes: number,
): AsyncGenerator<Part<T>> {
  let blocks: Uint8Array[] = [];
  let size = 0;
  let consumed = 0;
  const take = (isLast: boolean): Part<T> => {
    const bytes = concat(blocks);
    const part = cut(bytes, isLast);
    blocks = [bytes.slice(part.end)];
    size = bytes.length - part.end;
    const taken = { part, bytes: consumed };
    consumed = 0;
    return taken;
  };
  for await (const block of textBlocks(file, source, limits, chunkBytes)) {
    blocks.push(block.bytes);
    size += block.bytes.length;
    consumed += block.consumed;
    if (size >= chunkBytes) yield take(false);
  }
  do yield take(true);
  while (size > 0);
}

/** Usable records as a chunk. */
export function csvChunk(
  { bytes: records, rows, malformed }: { bytes: Uint8Array; rows: number; malformed: MalformedRow[] },
  shape: Omit<CsvShape, "header">,
  bytes: number,
): Chunk {
  if (rows === 0) return { ...emptyChunk(shape.fields, bytes), malformed };
  const maxBytes = Math.max(MIN_LINE_BYTES, Math.min(shape.maxBytes, records.length) + 1);
  return {
    bytes,
    malformed,
    texts: null,
    async open(engine) {
      const name = `in/f${files++}.csv`;
      await engine.addFile(name, keepMark(records));
      return { rows, from: readCsvCall(name, { ...shape, maxBytes }), close: () => engine.dropFile(name) };
    },
  };
}

/** DuckDB drops a byte order mark at the start of any file; here it would be a part of a value. */
function keepMark(bytes: Uint8Array): Uint8Array {
  const mark = Uint8Array.of(0xef, 0xbb, 0xbf);
  return mark.every((byte, i) => bytes[i] === byte) ? concat([mark, bytes]) : bytes;
}

function readCsvCall(name: string, { fields, delimiter, quote, maxBytes }: Omit<CsvShape, "header">): Sql {
  const types = join(names(fields).map((column) => sql`${column}: 'VARCHAR'`));
  return sql`read_csv(${name}, auto_detect=false, header=false, columns={${types}}, delim=${delimiter}, quote=${quote}, escape=${quote}, new_line='\\n', strict_mode=true, nullstr='', max_line_size=${maxBytes})`;
}

/** A chunk without rows. */
export function emptyChunk(columns: number, bytes: number): Chunk {
  const values = names(columns).map((column) => sql`NULL::VARCHAR AS ${column}`);
  const relation = { rows: 0, from: sql`(SELECT ${values} WHERE false)`, close: async () => undefined };
  return { bytes, malformed: [], texts: null, open: async () => relation };
}

function names(columns: number): Sql[] {
  return Array.from({ length: columns }, (_, index) => id(`c${index}`));
}
