import { decodePlainRows, type PlainLayout, type PlainRows } from "./plain-rows";
import { RecordCutter, type RecordShape, type Records } from "./records";

/** Whole records of a CSV file, to be taken apart in any thread. */
export interface CsvText {
  bytes: Uint8Array;
  shape: RecordShape;
  /** Whether a `RecordCutter` went over the bytes. It need not where neither quotes nor carriage returns occur. */
  isCut: boolean;
}

/** A CSV text by what its rows are. The text's rows, blank lines apart, are numbered from 1. */
export interface TakenApart {
  plain: PlainRows;
  /** The rows that are not plain, cut. */
  others: Records;
  /** The number of each row of `others`, malformed ones included, in the text. */
  places: Int32Array;
}

const LF = 10;
const CR = 13;

/** The end of the last line, if the bytes are so simple that each line is a record; −1 where they are not. */
export function endOfPlainLines(bytes: Uint8Array, quote: number): number {
  if (bytes.indexOf(quote) >= 0 || bytes.indexOf(CR) >= 0) return -1;
  const end = bytes.lastIndexOf(LF) + 1;
  return end > 0 ? end : -1;
}

/** Decodes the plain rows, and cuts the others if that was not done before. */
export function takeApart({ bytes, shape, isCut }: CsvText, layout: PlainLayout): TakenApart {
  const plain = decodePlainRows(bytes, layout);
  const { others, places } = plain;
  if (isCut) return { plain, others: { bytes: others, rows: places.length, malformed: [], end: others.length }, places };
  return { plain, others: new RecordCutter({ ...shape, header: false }).cut(others, true), places };
}
