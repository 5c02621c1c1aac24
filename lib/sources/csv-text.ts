import type { CsvShape } from "./csv";
import { decodePlainRows, type PlainLayout, type PlainRows } from "./plain-rows";
import { RecordCutter, type Records } from "./records";
import type { MalformedRow } from "./types";

/** Whole records of a CSV file as plain data, to be taken apart in any thread. */
export interface CsvText {
  bytes: Uint8Array;
  shape: CsvShape;
  /** Whether a `RecordCutter` went over the bytes. It need not where neither quotes nor carriage returns occur. */
  isCut: boolean;
  /** The rows that the cutter put aside; `row` counts from 1, and counts these rows too. */
  malformed: MalformedRow[];
  /** Bytes of the file on disk that the text accounts for. */
  sourceBytes: number;
}

/** A CSV text by what its rows are. */
export interface TakenApart {
  plain: PlainRows;
  /** The rows that are not plain, cut. */
  others: Records;
}

const LF = 10;
const CR = 13;

/** The end of the last line, if the bytes are so simple that each line is a record; −1 where they are not. */
export function endOfPlainLines(bytes: Uint8Array, quote: string): number {
  if (bytes.indexOf(CR) >= 0 || (quote !== "" && bytes.indexOf(quote.charCodeAt(0)) >= 0)) return -1;
  const end = bytes.lastIndexOf(LF) + 1;
  return end > 0 ? end : -1;
}

/** Decodes the plain rows, and cuts the others if that was not done before. */
export function takeApart({ bytes, shape, isCut }: CsvText, layout: PlainLayout): TakenApart {
  const plain = decodePlainRows(bytes, layout);
  const { others, places } = plain;
  if (isCut) return { plain, others: { bytes: others, rows: places.length, malformed: [], end: others.length } };
  return { plain, others: new RecordCutter({ ...shape, header: false }).cut(others, true) };
}
