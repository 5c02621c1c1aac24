import type { CsvShape } from "./csv";
import { decodePlainRows, type PlainLayout, type PlainRow } from "./plain-rows";
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

/** What is left of a CSV text without its plain rows. */
export interface TakenApart {
  /** How many rows were plain. */
  plain: number;
  /** The rows that are not plain, cut, and their places in the text. */
  others: Records;
  places: Int32Array;
}

const LF = 10;
const CR = 13;

/** The end of the last line, if the bytes are so simple that each line is a record; −1 where they are not. */
export function endOfPlainLines(bytes: Uint8Array, quote: string): number {
  if (holdsEither(bytes, CR, quote === "" ? CR : quote.charCodeAt(0))) return -1;
  const end = bytes.lastIndexOf(LF) + 1;
  return end > 0 ? end : -1;
}

/** Whether one of two bytes, both below 128, occurs. Four are looked at at once: a word minus ones has a high bit where a byte was 0. */
function holdsEither(bytes: Uint8Array, one: number, other: number): boolean {
  const aligned = bytes.byteOffset % 4 === 0 ? bytes.length >> 2 : 0;
  const words = aligned > 0 ? new Int32Array(bytes.buffer, bytes.byteOffset, aligned) : new Int32Array(0);
  const ones = 0x01010101;
  const [first, second] = [Math.imul(one, ones), Math.imul(other, ones)];
  let found = 0;
  for (let at = 0; at < words.length; at += 1) {
    const a = (words[at] as number) ^ first;
    const b = (words[at] as number) ^ second;
    found |= ((a - ones) & ~a) | ((b - ones) & ~b);
  }
  if ((found & 0x80808080) !== 0) return true;
  const rest = bytes.subarray(4 * aligned);
  return rest.includes(one) || rest.includes(other);
}

/** Decodes the plain rows, and cuts the others if that was not done before. */
export function takeApart({ bytes, shape, isCut }: CsvText, layout: PlainLayout, onRow: (row: PlainRow) => void): TakenApart {
  const { plain, others, places } = decodePlainRows(bytes, layout, onRow);
  if (isCut) return { plain, others: { bytes: others, rows: places.length, malformed: [], end: others.length }, places };
  return { plain, others: new RecordCutter({ ...shape, header: false }).cut(others, true), places };
}
