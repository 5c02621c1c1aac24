import { type ActionRuns, type Buckets, type CodedRun, lengthOf } from "./action-runs";
import { type AuditKeys, keysOfCustomers } from "./audit";
import { type HistoriesByCustomer, historiesOfCustomers, makeWindows, placeWindows } from "./filter";
import type { Lanes } from "./lanes";
import { inOrder } from "./pool";
import type { RankedBucket, Unranked } from "./rank-bucket";
import { RankedActions } from "./ranked";
import type { Shelf } from "./shelf";

/** What is found of the actions of all customers. The windows are in the order of the output. */
export interface Ranking extends Omit<RankedBucket, "ranked"> {
  ranked: RankedActions;
}

/** What is ranked. */
export interface Collected {
  runs: ActionRuns;
  buckets: Buckets;
  shelf: Shelf;
}

/**
 * Ranks the actions bucket by bucket, and finds what each history holds of them.
 * @param keys of all histories, in the order of `histories`
 */
export async function rankActions(
  { runs, buckets, shelf }: Collected,
  keys: AuditKeys,
  histories: HistoriesByCustomer,
  lanes: Lanes,
  onRows: (done: number, total: number) => void,
): Promise<Ranking> {
  const { total } = runs;
  const count = histories.order.length;
  const ranking: Ranking = {
    ranked: new RankedActions(shelf, buckets.customers),
    windows: makeWindows(count),
    allowed: { lengths: new Uint32Array(count), fingerprints: new Float64Array(count) },
    typeCounts: new Float64Array(256),
    mismatches: 0,
  };
  const firsts = buckets.starts();
  const unranked = function* (): Generator<Unranked> {
    for (let bucket = 0; bucket < buckets.count; bucket += 1) {
      const first = firsts[bucket] as number;
      yield { runs: runs.take(bucket), first, keys: keysOfCustomers(keys, first, firsts[bucket + 1] as number) };
    }
  };
  const rank = async (bucket: Unranked) => ({
    first: bucket.first,
    read: sizeOf(bucket.runs),
    ...(await lanes.call("rank", bucket)),
  });
  let done = 0;
  for await (const { first, read, ...bucket } of inOrder(unranked(), lanes.most, rank)) {
    const end = first + bucket.ranked.starts.length - 1;
    addBucket(ranking, bucket, historiesOfCustomers(histories, first, end).order);
    done += read;
    onRows(done, total);
  }
  return ranking;
}

/** @param own the histories of the bucket's customers */
function addBucket(all: Ranking, bucket: RankedBucket, own: Uint32Array): void {
  all.ranked.append(bucket.ranked);
  placeWindows(all.windows, bucket.windows, own);
  for (let k = 0; k < own.length; k += 1) {
    const h = own[k] as number;
    all.allowed.lengths[h] = bucket.allowed.lengths[k] as number;
    all.allowed.fingerprints[h] = bucket.allowed.fingerprints[k] as number;
  }
  for (let type = 0; type < 256; type += 1)
    all.typeCounts[type] = (all.typeCounts[type] as number) + (bucket.typeCounts[type] as number);
  all.mismatches += bucket.mismatches;
}

function sizeOf(runs: readonly CodedRun[]): number {
  return runs.reduce((sum, { packed }) => sum + lengthOf(packed), 0);
}
