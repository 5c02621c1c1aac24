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

/** Works on parts as they come, in as many lanes as there are, and gives the results in the order of the parts. */
export async function spread<Lane, Part, Result>(
  parts: AsyncGenerator<Part>,
  lanes: readonly Lane[],
  work: (lane: Lane, part: Part) => Promise<Result>,
): Promise<Result[]> {
  const coming = ahead(parts);
  const results: Result[] = [];
  const failures: unknown[] = [];
  let taken = 0;
  const run = async (lane: Lane) => {
    for (;;) {
      const place = taken++;
      const { done, value } = await coming.next();
      if (done || failures.length > 0) return;
      results[place] = await work(lane, value);
    }
  };
  await Promise.all(lanes.map((lane) => run(lane).catch((failure: unknown) => failures.push(failure))));
  await coming.return(undefined);
  if (failures.length > 0) throw failures[0];
  return results;
}

/** Reads the next part while the last one is worked on. */
async function* ahead<Part>(parts: AsyncGenerator<Part>): AsyncGenerator<Part> {
  let next = parts.next();
  try {
    for (let part = await next; !part.done; part = await next) {
      next = parts.next();
      next.catch(() => undefined);
      yield part.value;
    }
  } finally {
    await parts.return(undefined);
  }
}
