import type { Limits } from "../config";
import { concat } from "./blob";
import type { SourceColumn } from "./column";
import { csvChunk } from "./csv";
import type { Format } from "./formats";
import { addLines, hasLineEnds, member, onOneLine, RecordWriter, shorten } from "./json-as-csv";
import { arrayCutter, type JsonCutter, type JsonPart, lineCutter } from "./json-records";
import { isObject, type JsonRecord, parseRecord, textOfValue } from "./json-values";
import { type CsvShape, endOfPlainLines, type JsonText, type SourceText } from "./source-text";
import { textBlocks } from "./text";
import { type Chunk, HEAD_ROWS, type MalformedRow, type SniffedSource, type SourceFile } from "./types";

const LF = 10;

function cutterOf(format: Format, { recordBytes }: Limits): JsonCutter {
  return format === "json" ? arrayCutter(recordBytes) : lineCutter(recordBytes);
}

/** The columns are the keys of the first records, and behind them those of the entries of lists of objects. */
export function sampleJson(head: string, isWhole: boolean, format: "json" | "jsonl", limits: Limits) {
  const parts = cutterOf(format, limits).push(head, isWhole);
  const records: JsonRecord[] = [];
  for (const { text, broken } of parts.slice(0, HEAD_ROWS)) {
    const record = broken || text.length > limits.recordBytes ? null : parseRecord(text);
    if (record !== null) records.push(record);
  }
  const names = [...new Set(records.flatMap((record) => Object.keys(record)))];
  const own = names.map((name): SourceColumn => ({ name, kind: "text" }));
  const columns = [...own, ...names.flatMap((list) => entryColumns(records, list)).filter(({ name }) => !names.includes(name))];
  const rows = records.map((record) => columns.map((column) => sampleOf(record, column)));
  return { count: parts.length, columns, rows };
}

/** The fields of a list's entries, as columns; none if a list there holds anything else. */
function entryColumns(records: readonly JsonRecord[], list: string): SourceColumn[] {
  const entries: unknown[] = records
    .map((record) => member(record, list))
    .filter(Array.isArray)
    .flat();
  if (!entries.every((entry) => entry === null || isObject(entry))) return [];
  const fields = new Set(entries.filter(isObject).flatMap((entry) => Object.keys(entry)));
  return [...fields].map((field) => ({ name: `${list}.${field}`, kind: "text", entryOf: { list, field } }));
}

/** Of a list, its first entry. */
function sampleOf(record: JsonRecord, { name, entryOf }: SourceColumn): string | null {
  if (!entryOf) return textOfValue(member(record, name));
  const entries = member(record, entryOf.list);
  const first: unknown = Array.isArray(entries) ? entries[0] : null;
  return isObject(first) ? textOfValue(member(first, entryOf.field)) : null;
}

/** Each record, or each entry of a list in it, becomes a CSV line of text values, and DuckDB reads those. */
export async function* readJson(
  file: SourceFile,
  source: SniffedSource,
  limits: Limits,
  chunkBytes: number,
): AsyncGenerator<Chunk> {
  for await (const { records, bytes } of recordsAsCsv(file, source, limits, chunkBytes)) {
    yield { ...csvChunk(records, csvShapeOf(source, limits), bytes), texts: records.texts };
  }
}

/** The records as they are, a line each, to be taken apart by the caller; the entries of a list as CSV. */
export async function* readJsonTexts(
  file: SourceFile,
  source: SniffedSource,
  limits: Limits,
  chunkBytes: number,
): AsyncGenerator<SourceText> {
  const shape = csvShapeOf(source, limits);
  if (source.columns.some(({ entryOf }) => entryOf)) {
    for await (const { records, bytes } of recordsAsCsv(file, source, limits, chunkBytes)) {
      yield { text: { bytes: records.bytes, shape, isCut: true, malformed: records.malformed }, bytes };
    }
    return;
  }
  const { columns } = source;
  const { recordBytes } = limits;
  for await (const { parts, bytes } of cutRecords(file, source, limits, chunkBytes)) {
    const lines = parts instanceof Uint8Array ? { bytes: parts, malformed: [] } : linesOf(parts, recordBytes);
    yield { text: { ...lines, columns, recordBytes, shape }, bytes };
  }
}

/** Records, a line each, and what is known to be none. */
function linesOf(parts: readonly JsonPart[], most: number): Pick<JsonText, "bytes" | "malformed"> {
  const lines: string[] = [];
  const malformed: MalformedRow[] = [];
  for (const part of parts) {
    if (isNone(part, most)) malformed.push({ row: lines.length + malformed.length + 1, text: shorten(part.text) });
    else lines.push(`${onOneLine(part.text)}\n`);
  }
  return { bytes: new TextEncoder().encode(lines.join("")), malformed };
}

/** Whether a part is broken, is what is missing between two commas, or has line ends where a record cannot have them. */
function isNone({ text, broken }: JsonPart, most: number): boolean {
  if (broken || text === "") return true;
  return hasLineEnds(text) && (text.length > most || parseRecord(text) === null);
}

/** In UTF-8 a character of a record takes up to three bytes, and a quote is doubled. */
function csvShapeOf({ columns }: SniffedSource, { recordBytes }: Limits): CsvShape {
  return { delimiter: ",", quote: '"', header: false, fields: columns.length, maxBytes: 3 * recordBytes };
}

async function* recordsAsCsv(file: SourceFile, source: SniffedSource, limits: Limits, chunkBytes: number) {
  const writer = new RecordWriter(source.columns, limits.recordBytes);
  for await (const { parts, bytes } of cutRecords(file, source, limits, chunkBytes)) {
    if (parts instanceof Uint8Array) addLines(parts, writer);
    else for (const { text, broken } of parts) writer.add(text, broken);
    yield { records: writer.take(), bytes };
  }
}

/** Records of a file, and the bytes on disk that they account for. */
interface CutRecords {
  /** Whole lines as they are, or records by themselves. */
  parts: Uint8Array | JsonPart[];
  bytes: number;
}

/** Cuts a file into records, about `chunkBytes` at a time: at the ends of lines as long as these are plain, and then one by one. */
async function* cutRecords(
  file: SourceFile,
  source: SniffedSource,
  limits: Limits,
  chunkBytes: number,
): AsyncGenerator<CutRecords> {
  const decoder = new TextDecoder("utf-8", { ignoreBOM: true });
  let cutter = source.format === "jsonl" ? null : cutterOf(source.format, limits);
  let blocks: Uint8Array[] = [];
  let size = 0;
  let bytes = 0;
  let isFirst = true;
  const cut = (last: boolean): CutRecords["parts"] => {
    const text = concat(blocks);
    blocks = [];
    size = 0;
    const end = cutter ? -1 : endOfLines(text, limits.recordBytes);
    if (end >= 0) {
      if (last) return concat([text, Uint8Array.of(LF)]);
      blocks.push(text.slice(end));
      return text.subarray(0, end);
    }
    cutter ??= cutterOf(source.format, limits);
    const parts = cutter.push(decoder.decode(text, { stream: true }), false);
    if (last) parts.push(...cutter.push(decoder.decode(), true));
    return parts;
  };
  for await (const block of textBlocks(file, source, limits, chunkBytes)) {
    bytes += block.consumed;
    size += block.bytes.length;
    blocks.push(block.bytes);
    if (size < chunkBytes) continue;
    yield { parts: cut(false), bytes };
    bytes = 0;
    isFirst = false;
  }
  const parts = cut(true);
  if (parts.length > 0 || isFirst || bytes > 0) yield { parts, bytes };
}

/** Where the last line ends of a text whose lines are records; −1 where there is none, or something that may be a line too long. */
function endOfLines(text: Uint8Array, recordBytes: number): number {
  const end = endOfPlainLines(text, "");
  return text.length - end <= recordBytes ? end : -1;
}
