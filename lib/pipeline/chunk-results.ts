import type { RejectReason } from "../report";
import type { MalformedRow } from "../sources/types";

/** What became of a part of a file. */
export interface ChunkResult {
  /** Rows read, malformed ones included. */
  rows: number;
  kept: number;
  /** Rows of an ignored event type. */
  ignored: number;
  /** Kept rows of customers without impressions. */
  withoutImpressions: number;
  /** In the order of the file; `row` counts from 1 within the part, and counts all rows. */
  rejected: Rejection[];
}

export interface Rejection {
  row: number;
  reason: RejectReason;
  text: string;
}

/**
 * Adds the malformed rows of a part to its other rejected rows.
 * @param result whose `row`s do not count the malformed ones yet
 */
export function withMalformed(result: ChunkResult, malformed: readonly MalformedRow[]): ChunkResult {
  const all: Rejection[] = malformed.map(({ row, text }) => ({ row, reason: "malformed-row", text }));
  const gaps = malformed.map(({ row }) => row).sort((a, b) => a - b);
  let passed = 0;
  for (const rejection of result.rejected) {
    while (passed < gaps.length && (gaps[passed] ?? 0) <= rejection.row + passed) passed += 1;
    all.push({ ...rejection, row: rejection.row + passed });
  }
  return { ...result, rows: result.rows + malformed.length, rejected: all.sort((a, b) => a.row - b.row) };
}

/** The places of the rows of a part without the malformed ones. @param places of all of them */
export function withoutMalformed(places: Int32Array, malformed: readonly MalformedRow[]): Int32Array {
  const gaps = new Set(malformed.map(({ row }) => row));
  return places.filter((_, index) => !gaps.has(index + 1));
}

/** Gives rejected rows their texts. @param texts of all rows, or `null` where the rows have their own */
export function withTexts(result: ChunkResult, texts: readonly string[] | null): ChunkResult {
  if (texts === null) return result;
  return { ...result, rejected: result.rejected.map((each) => ({ ...each, text: texts[each.row - 1] ?? each.text })) };
}

/**
 * Adds plain rows, which are all kept, to the result of the others.
 * @param places of the others among all, from 1
 */
export function withPlain(rest: ChunkResult, rows: number, places: Int32Array): ChunkResult {
  const rejected = rest.rejected.map((row) => ({ ...row, row: places[row.row - 1] ?? 0 }));
  return { ...rest, rejected, rows: rows + rest.rows, kept: rows + rest.kept };
}
