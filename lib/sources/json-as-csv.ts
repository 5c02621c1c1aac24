import type { SourceColumn } from "./column";
import { isObject, type JsonRecord, parseRecord, textOfValue } from "./json-values";
import type { MalformedRow } from "./types";

const MAX_TEXT = 100_000;

/** Records of JSON as lines of CSV. */
export interface WrittenRecords {
  bytes: Uint8Array;
  /** How many lines they are. */
  rows: number;
  /** What is no record; `row` counts from 1, and counts the lines too. */
  malformed: MalformedRow[];
  /** By line, the record, on one line; `null` where a line is an entry of one. */
  texts: string[] | null;
}

/** Writes records, or the entries of a list in them, as lines of text values. */
export class RecordWriter {
  private readonly linesOf: (record: JsonRecord) => string[] | null;
  private readonly isEntryALine: boolean;
  private lines: string[] = [];
  private texts: string[] = [];
  private malformed: MalformedRow[] = [];

  /** @param most characters that a record may have */
  constructor(
    columns: readonly SourceColumn[],
    private readonly most: number,
  ) {
    this.linesOf = lineWriter(columns);
    this.isEntryALine = columns.some(({ entryOf }) => entryOf);
  }

  /** @param isBroken whether it is known to be no record */
  add(text: string, isBroken = false): void {
    const record = isBroken || text.length > this.most ? null : parseRecord(text);
    const lines = record && this.linesOf(record);
    if (!lines) this.malformed.push({ row: this.lines.length + this.malformed.length + 1, text: shorten(text) });
    else {
      for (const line of lines) this.lines.push(line);
      if (!this.isEntryALine) this.texts.push(onOneLine(text));
    }
  }

  /** What was added since the last time. */
  take(): WrittenRecords {
    const { lines, malformed, texts } = this;
    this.lines = [];
    this.malformed = [];
    this.texts = [];
    const bytes = new TextEncoder().encode(lines.join(""));
    return { bytes, rows: lines.length, malformed, texts: this.isEntryALine ? null : texts };
  }
}

const decoder = new TextDecoder("utf-8", { ignoreBOM: true });

/** Adds records that stand in lines. Blank lines are none. */
export function addLines(lines: Uint8Array, writer: RecordWriter): void {
  for (const line of decoder.decode(lines).split("\n")) {
    const record = line.trim();
    if (record !== "") writer.add(record);
  }
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

export function member(record: JsonRecord, name: string): unknown {
  return Object.hasOwn(record, name) ? record[name] : null;
}

function lineOf(values: readonly (string | null)[]): string {
  if (values.length === 1 && values[0] === null) return '""\n';
  return `${values.map((value) => (value === null ? "" : quoteIfNeeded(value))).join(",")}\n`;
}

function quoteIfNeeded(value: string): string {
  return /["\r\n,]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value;
}

export function hasLineEnds(text: string): boolean {
  return /[\r\n]/.test(text);
}

/** A record of JSON without the line ends between its tokens; no text in it can have any. */
export function onOneLine(record: string): string {
  return hasLineEnds(record) ? record.replace(/[\r\n]+/g, " ") : record;
}

export function shorten(text: string): string {
  return text.length > MAX_TEXT ? `${text.slice(0, MAX_TEXT)}…` : text;
}
