import type { Limits } from "../config";
import type { SourceColumn } from "./column";
import { csvChunk } from "./csv";
import type { CsvShape, CsvText, SourceText } from "./csv-text";
import type { Format } from "./formats";
import { arrayCutter, type JsonCutter, lineCutter } from "./json-records";
import { isObject, type JsonRecord, parseRecord, textOfValue } from "./json-values";
import { textBlocks } from "./text";
import { type Chunk, HEAD_ROWS, type MalformedRow, type SniffedSource, type SourceFile } from "./types";

const MAX_TEXT = 100_000;

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
  for await (const { text, texts, bytes, rows } of writtenAsCsv(file, source, limits, chunkBytes)) {
    const { bytes: lines, malformed, shape } = text;
    yield { ...csvChunk({ bytes: lines, rows, malformed }, shape, bytes), texts };
  }
}

/** The same lines, to be taken apart by the caller. */
export async function* readJsonTexts(
  file: SourceFile,
  source: SniffedSource,
  limits: Limits,
  chunkBytes: number,
): AsyncGenerator<SourceText> {
  for await (const { text, texts, bytes } of writtenAsCsv(file, source, limits, chunkBytes)) yield { text, texts, bytes };
}

async function* writtenAsCsv(
  file: SourceFile,
  source: SniffedSource,
  limits: Limits,
  chunkBytes: number,
): AsyncGenerator<SourceText & { rows: number }> {
  const linesOf = lineWriter(source.columns);
  const isEntryARow = source.columns.some(({ entryOf }) => entryOf);
  const cutter = cutterOf(source.format, limits);
  const decoder = new TextDecoder("utf-8", { ignoreBOM: true });
  // In UTF-8 a character of a record takes up to three bytes, and a quote is doubled.
  const maxBytes = 3 * limits.recordBytes;
  const shape: CsvShape = { delimiter: ",", quote: '"', header: false, fields: source.columns.length, maxBytes };
  let lines: string[] = [];
  let texts: string[] = [];
  let malformed: MalformedRow[] = [];
  let size = 0;
  let consumed = 0;
  let chunks = 0;

  const push = (text: string, last: boolean) => {
    for (const part of cutter.push(text, last)) {
      const record = part.broken || part.text.length > limits.recordBytes ? null : parseRecord(part.text);
      const written = record && linesOf(record);
      if (written) for (const line of written) lines.push(line);
      if (written && !isEntryARow) texts.push(part.text);
      if (!written) malformed.push({ row: lines.length + malformed.length + 1, text: shorten(part.text) });
      size += part.text.length;
    }
  };
  const take = () => {
    const bytes = new TextEncoder().encode(lines.join(""));
    const text: CsvText = { bytes, shape, isCut: true, malformed };
    const taken = { text, texts: isEntryARow ? null : texts, bytes: consumed, rows: lines.length };
    lines = [];
    texts = [];
    malformed = [];
    size = 0;
    consumed = 0;
    chunks++;
    return taken;
  };

  for await (const block of textBlocks(file, source, limits, chunkBytes)) {
    consumed += block.consumed;
    push(decoder.decode(block.bytes, { stream: true }), false);
    if (size >= chunkBytes) yield take();
  }
  push(decoder.decode(), true);
  if (lines.length + malformed.length > 0 || chunks === 0 || consumed > 0) yield take();
}

/**
 * Makes the lines of a record: one, or one for each entry of the list that the columns take fields of. Gives `null` for a
 * record that has something else in place of that list.
 */
function lineWriter(columns: readonly SourceColumn[]): (record: JsonRecord) => string[] | null {
  const list = columns.find(({ entryOf }) => entryOf)?.entryOf?.list;
  if (list === undefined) return (record) => [lineOf(columns.map(({ name }) => textOfValue(member(record, name))))];
  return (record) => {
    const entries = member(record, list) ?? [];
    if (!Array.isArray(entries)) return null;
    const own = columns.map(({ name, entryOf }) => (entryOf ? null : textOfValue(member(record, name))));
    const lines: string[] = [];
    for (const entry of entries) {
      if (entry !== null && !isObject(entry)) return null;
      lines.push(
        lineOf(
          own.map((value, k) => (entry && columns[k]?.entryOf ? textOfValue(member(entry, columns[k].entryOf.field)) : value)),
        ),
      );
    }
    return lines;
  };
}

function member(record: JsonRecord, name: string): unknown {
  return Object.hasOwn(record, name) ? record[name] : null;
}

function lineOf(values: readonly (string | null)[]): string {
  if (values.length === 1 && values[0] === null) return '""\n';
  return `${values.map((value) => (value === null ? "" : quoteIfNeeded(value))).join(",")}\n`;
}

function quoteIfNeeded(value: string): string {
  return /["\r\n,]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value;
}

function shorten(text: string): string {
  return text.length > MAX_TEXT ? `${text.slice(0, MAX_TEXT)}…` : text;
}
