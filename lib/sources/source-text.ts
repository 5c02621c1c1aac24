import type { SourceColumn } from "./column";
import { addLines, RecordWriter } from "./json-as-csv";
import type { RowLayout, RowTaker } from "./plain-fields";
import { decodePlainRecords } from "./plain-json";
import { decodePlainRows } from "./plain-rows";
import { RecordCutter, type RecordShape, type Records } from "./records";
import { isUtf8 } from "./text";
import type { MalformedRow } from "./types";

/** How the records of a file are written, and how many columns they have. */
export type CsvShape = RecordShape & { fields: number };

/** Whole records of a CSV file as plain data, to be taken apart in any thread. */
export interface CsvText {
  bytes: Uint8Array;
  shape: CsvShape;
  /** Whether a `RecordCutter` went over the bytes. It need not where neither quotes nor carriage returns occur. */
  isCut: boolean;
  /** The rows that the cutter put aside; `row` counts from 1, and counts these rows too. */
  malformed: MalformedRow[];
}

/** Records of JSON as plain data, a line each; blank lines are none. */
export interface JsonText {
  bytes: Uint8Array;
  /** Those whose keys are read; none is a field of a list's entries. */
  columns: readonly SourceColumn[];
  /** Characters that a record may have. */
  recordBytes: number;
  /** Of the records once they are CSV. */
  shape: CsvShape;
  /** What the cutter put aside; `row` counts from 1, and counts these too. */
  malformed: MalformedRow[];
}

/** Whole rows as plain data, to be taken apart in any thread. */
export type RowsText = CsvText | JsonText;

/** A part of a file. */
export interface SourceText {
  text: RowsText;
  /** Bytes of the file on disk that the text accounts for. */
  bytes: number;
}

/** Rows of CSV that are left of a text. */
export type OtherRows = Records & { texts: string[] | null };

/** What is left of a text without its plain rows. */
export interface TakenApart {
  /** How many rows were plain. */
  plain: number;
  /** The rows that are not plain, cut, with their texts where these are not how their fields are joined; and their places in the text. */
  others: OtherRows;
  places: Int32Array;
}

const LF = 10;
const CR = 13;
/** So many words are looked at before it is asked whether anything was found: few, so that the loop is soon compiled as a whole. */
const WORDS_A_LOOK = 1 << 10;

/** The end of the last line, if the bytes are so simple that each line is a record; −1 where they are not. */
export function endOfPlainLines(bytes: Uint8Array, quote: string): number {
  if (occurs(bytes, CR, quoteByte(quote), false)) return -1;
  const end = bytes.lastIndexOf(LF) + 1;
  return end > 0 ? end : -1;
}

/** Whether whole lines are UTF-8, and so simple that each is a record. */
export function isPlainText(lines: Uint8Array, quote: string): boolean {
  const byte = quoteByte(quote);
  return !occurs(lines, CR, byte, true) || (!occurs(lines, CR, byte, false) && isUtf8(lines));
}

/** Carriage returns are looked for in any case. */
function quoteByte(quote: string): number {
  return quote === "" ? CR : quote.charCodeAt(0);
}

/**
 * Whether one of two bytes, both below 128, occurs, or if that is asked, any from 128. Four are looked at at once: a word minus
 * ones has a high bit where a byte was 0.
 */
function occurs(bytes: Uint8Array, one: number, other: number, orHigh: boolean): boolean {
  const isMeant = (byte: number) => byte === one || byte === other || (orHigh && byte >= 128);
  const head = -bytes.byteOffset & 3;
  if (bytes.length < head + 4) return bytes.some(isMeant);
  const words = new Int32Array(bytes.buffer, bytes.byteOffset + head, (bytes.length - head) >> 2);
  if (bytes.subarray(0, head).some(isMeant) || bytes.subarray(head + 4 * words.length).some(isMeant)) return true;
  for (let at = 0; at < words.length; at += WORDS_A_LOOK) {
    if (occursInWords(words, at, Math.min(at + WORDS_A_LOOK, words.length), one, other, orHigh)) return true;
  }
  return false;
}

function occursInWords(words: Int32Array, from: number, to: number, one: number, other: number, orHigh: boolean): boolean {
  const ones = 0x01010101;
  const [first, second] = [Math.imul(one, ones), Math.imul(other, ones)];
  const high = orHigh ? -1 : 0;
  let found = 0;
  for (let at = from; at < to; at += 1) {
    const word = words[at] as number;
    const a = word ^ first;
    const b = word ^ second;
    found |= (word & high) | ((a - ones) & ~a) | ((b - ones) & ~b);
  }
  return (found & 0x80808080) !== 0;
}

/** Decodes the plain rows, and cuts the others if that was not done before. */
export function takeApart(text: RowsText, layout: RowLayout, taker: RowTaker): TakenApart {
  return "columns" in text ? takeRecordsApart(text, layout, taker) : takeRowsApart(text, layout, taker);
}

function takeRowsApart({ bytes, shape, isCut }: CsvText, layout: RowLayout, taker: RowTaker): TakenApart {
  const { plain, others, places } = decodePlainRows(bytes, { ...shape, ...layout }, taker);
  const cut = isCut
    ? { bytes: others, rows: places.length, malformed: [], end: others.length }
    : new RecordCutter({ ...shape, header: false }).cut(others, true);
  return { plain, others: { ...cut, texts: null }, places };
}

function takeRecordsApart({ bytes, columns, recordBytes }: JsonText, layout: RowLayout, taker: RowTaker): TakenApart {
  const keys = columns.map(({ name }) => name);
  const { plain, others, places } = decodePlainRecords(bytes, keys, { ...layout, maxBytes: recordBytes }, taker);
  const writer = new RecordWriter(columns, recordBytes);
  addLines(others, writer);
  const written = writer.take();
  return { plain, others: { ...written, end: written.bytes.length }, places };
}
