import type { RecordBatch } from "apache-arrow";
import { longsAt } from "../halves";
import { concatenated, textColumn } from "./columns";
import type { IdKind } from "./values";

/** Ids by number: 64-bit integers or texts. */
export type Ids = BigInt64Array | string[];

/**
 * Gives ids codes from 0, in the order in which they are first seen. An id is given as a pair of words: the low and the high half
 * of an integer, or where a text begins and ends in bytes of UTF-8.
 */
export interface IdCodes {
  /** How many ids have a code. */
  readonly size: number;
  /** The code of an id; a new one where it has none yet. */
  of(low: number, high: number, bytes: Uint8Array): number;
  /** The codes of the first `codes.length` of some ids. */
  ofAll(pairs: Int32Array, codes: Int32Array, bytes: Uint8Array): void;
  /** The same, but a negative number where an id has no code. */
  find(pairs: Int32Array, codes: Int32Array, bytes: Uint8Array): void;
  /** The codes of ids given as values. */
  codesOf(ids: Ids): Int32Array;
  /** The ids by their codes. */
  all(): Ids;
}

/** The ids in a column of a result. */
export function idsOf(batches: readonly RecordBatch[], name: string, kind: IdKind): Ids {
  if (kind === "text") return textColumn(batches, name).map(String);
  return concatenated<BigInt64Array>(batches, name, BigInt64Array);
}

/** The ids at some places, as they come. */
export function idsAt(ids: Ids, places: Int32Array): Ids {
  if (ids instanceof BigInt64Array) return longsAt(ids, places);
  return Array.from(places, (place) => ids[place] as string);
}

/** Item ids with the padding in front, so that the number of an item is its position. */
export function withPadding(ids: Ids): Ids {
  if (!(ids instanceof BigInt64Array)) return ["", ...ids];
  const padded = new BigInt64Array(ids.length + 1);
  padded.set(ids, 1);
  return padded;
}
