import type { Limits } from "../config";
import { csvChunk } from "./csv";
import { arrayCutter, type JsonCutter, lineCutter } from "./json-records";
import { type JsonRecord, parseRecord, textOfValue } from "./json-values";
import { textBlocks } from "./text";
import { type Chunk, type Format, HEAD_ROWS, type MalformedRow, type SniffedSource, type SourceFile } from "./types";

const MAX_TEXT = 100_000;

function cutterOf(format: Format, { recordBytes }: Limits): JsonCutter {
  return format === "json" ? arrayCutter(recordBytes) : lineCutter(recordBytes);
}

/** The columns are the keys of the first records; a key that first occurs later is ignored. */
export function sampleJson(head: string, isWhole: boolean, format: "json" | "jsonl", limits: Limits) {
  const parts = cutterOf(format, limits).push(head, isWhole);
  const records: JsonRecord[] = [];
  for (const { text, broken } of parts.slice(0, HEAD_ROWS)) {
    const record = broken || text.length > limits.recordBytes ? null : parseRecord(text);
    if (record !== null) records.push(record);
  }
  const names = [...new Set(records.flatMap((record) => Object.keys(record)))];
  const rows = records.map((record) => names.map((name) => field(record, name)));
  return { count: parts.length, names, rows };
}

/** Each record becomes a CSV line of text values, and DuckDB reads those. */
export async function* readJson(
  file: SourceFile,
  source: SniffedSource,
  limits: Limits,
  chunkBytes: number,
): AsyncGenerator<Chunk> {
  const names = source.columns.map((column) => column.name);
  const cutter = cutterOf(source.format, limits);
  const decoder = new TextDecoder("utf-8", { ignoreBOM: true });
  // In UTF-8 a character of a record takes up to three bytes, and a quote is doubled.
  const layout = { delimiter: ",", quote: '"' as const, columns: names.length, maxBytes: 3 * limits.recordBytes };
  let lines: string[] = [];
  let malformed: MalformedRow[] = [];
  let size = 0;
  let consumed = 0;
  let chunks = 0;

  const push = (text: string, last: boolean) => {
    for (const part of cutter.push(text, last)) {
      const record = part.broken || part.text.length > limits.recordBytes ? null : parseRecord(part.text);
      if (record) lines.push(lineOf(names.map((name) => field(record, name))));
      else malformed.push({ row: lines.length + malformed.length + 1, text: shorten(part.text) });
      size += part.text.length;
    }
  };
  const take = (): Chunk => {
    const records = { bytes: new TextEncoder().encode(lines.join("")), rows: lines.length, malformed };
    const chunk = csvChunk(records, layout, consumed);
    lines = [];
    malformed = [];
    size = 0;
    consumed = 0;
    chunks++;
    return chunk;
  };

  for await (const block of textBlocks(file, source, limits, chunkBytes)) {
    consumed += block.consumed;
    push(decoder.decode(block.bytes, { stream: true }), false);
    if (size >= chunkBytes) yield take();
  }
  push(decoder.decode(), true);
  if (lines.length + malformed.length > 0 || chunks === 0 || consumed > 0) yield take();
}

function field(record: JsonRecord, name: string): string | null {
  return Object.hasOwn(record, name) ? textOfValue(record[name]) : null;
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
