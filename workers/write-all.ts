import { LookbackError, type Problem, problemOf } from "../lib/errors";
import { type Progress, WRITTEN_AT } from "../lib/report";
import { freeBytes } from "../lib/store/free-space";
import { createMeteredStore } from "../lib/store/metered";
import type { Store } from "../lib/store/store";

export interface WholeStore {
  store: Store;
  /** How often a dataset is written into what this site may store: twice where its days are packed there as well. */
  copies: 1 | 2;
  /** Bytes that the dataset was expected to take; `null` where nobody knows. */
  expected: number | null;
}

/**
 * Lets a build write into a store. Where it fails, nothing of what it wrote is left; where it fails for want of room, the problem
 * says how much is missing, judged by the rows that were written.
 */
export async function writeAll<T>(
  { store: whole, copies, expected }: WholeStore,
  onProgress: (progress: Progress) => void,
  work: (store: Store, onProgress: (progress: Progress) => void) => Promise<T>,
): Promise<T> {
  const { store, written } = createMeteredStore(whole);
  let needed = expected;
  try {
    return await work(store, (progress) => {
      const part = progress.stage === "pad" ? progress.fraction / WRITTEN_AT : 0;
      if (part > 0 && part <= 1) needed = Math.round((copies * written()) / part);
      onProgress(progress);
    });
  } catch (thrown) {
    const problem = await withFigures(problemOf(thrown), written(), needed);
    await store.discard().catch(() => undefined);
    throw new LookbackError(problem);
  }
}

async function withFigures(problem: Problem, written: number, needed: number | null): Promise<Problem> {
  if (problem.code !== "storage-full") return problem;
  return { ...problem, written, needed, free: problem.where === "site" ? await freeBytes() : null };
}
