import type { PlainRow, RowTaker } from "./plain-fields";

/** What is left over of a chunk. */
export interface LeftOver {
  /** How many rows were plain. */
  plain: number;
  /** The other rows, as they stand in the chunk. */
  others: Uint8Array;
  /** Their places in the chunk, from 1. */
  places: Int32Array;
}

/** Goes over a chunk row by row. */
export interface RowCursor extends PlainRow {
  /** Behind the row that was read last. */
  readonly at: number;
  /** Where the first row begins that is at `start` or behind it: blank lines are none. */
  rowFrom(start: number): number;
  /** Reads the row that begins at `start`, up to behind its line feed; false where it is not plain. */
  readRow(start: number): boolean;
  /** Just behind the line feed that ends the row at `start`. */
  recordEnd(start: number): number;
}

/** @param bytes that the cursor goes over: whole rows, each ended by a line feed */
export function decodeWith(cursor: RowCursor, bytes: Uint8Array, taker: RowTaker): LeftOver {
  const left: Left = { pieces: [], places: [] };
  const plain = decodeRows(bytes, cursor, taker, left);
  return { plain, others: gather(bytes, left.pieces), places: Int32Array.from(left.places) };
}

/** Rows that are not plain: where each begins and ends, and its place among all. */
interface Left {
  pieces: number[];
  places: number[];
}

/** Gives how many rows are plain. The loop stands by itself, so that the compiled one is left without anything unknown to come. */
function decodeRows(bytes: Uint8Array, cursor: RowCursor, taker: RowTaker, left: Left): number {
  let plain = 0;
  let start = 0;
  for (let row = 1; start < bytes.length; row += 1) {
    start = cursor.rowFrom(start);
    if (start === bytes.length) break;
    if (cursor.readRow(start)) {
      taker.take(cursor, row);
      plain += 1;
      start = cursor.at;
    } else {
      const next = cursor.recordEnd(start);
      left.pieces.push(start, next);
      left.places.push(row);
      start = next;
    }
  }
  return plain;
}

/** The pieces [from, to) of the bytes, one behind the other. */
function gather(bytes: Uint8Array, pieces: readonly number[]): Uint8Array {
  let size = 0;
  for (let k = 0; k < pieces.length; k += 2) size += (pieces[k + 1] as number) - (pieces[k] as number);
  const gathered = new Uint8Array(size);
  let at = 0;
  for (let k = 0; k < pieces.length; k += 2) {
    const piece = bytes.subarray(pieces[k], pieces[k + 1]);
    gathered.set(piece, at);
    at += piece.length;
  }
  return gathered;
}
