import type { Config } from "../config";
import { halvesOf, numberAt } from "../halves";
import { NO_DAY } from "../no-day";
import { type ActionRun, type ActionRuns, BUCKETS, bucketStarts } from "./action-runs";
import { type Allowed, type AuditKeys, type AuditRule, allowedHistories, type auditKeys, keysOfCustomers } from "./audit";
import type { Lanes } from "./lanes";
import { sortCustomers } from "./order";
import { inOrder } from "./pool";
import { ZoneClock } from "./zone-clock";

/**
 * The actions of all customers in one total order: customer ascending; then newest first; ties by action type, then by item,
 * both descending. The actions of customer `c` stand at `starts[c]` up to `starts[c + 1]`, the latter exclusive.
 */
export interface RankedActions {
  /** C + 1 positions. */
  starts: Uint32Array;
  /** Item numbers, 1 to V; they order like the ids. */
  items: Int32Array;
  types: Uint8Array;
  /** Microseconds since 1970 in UTC. */
  occurredAt: BigInt64Array;
  /** The last calendar day in `filter.dayZone` that has begun by the instant, in days since 1970. Later instants have no earlier day. */
  days: Int32Array;
  /** The partition date, in days since 1970; {@link NO_DAY} where the source has none. */
  partitionDays: Int32Array;
}

/**
 * The day after which each action counts: it counts for `dt` where `countsAfter < dt`. By its instant that is the
 * last day that has begun by then, so "strictly before the start of dt". An action without a partition date is judged by its instant.
 */
export function countsAfter({ days, partitionDays }: RankedActions, cutoff: Config["filter"]["cutoff"]): Int32Array {
  switch (cutoff) {
    case "event_time":
      return days;
    case "partition_date":
      return days.map((day, at) => (partitionDays[at] === NO_DAY ? day : (partitionDays[at] ?? day)));
    case "both":
      return days.map((day, at) => Math.max(day, partitionDays[at] ?? day));
    default:
      return cutoff satisfies never;
  }
}

/** What holds for the actions of all customers while they are ranked and audited. */
export interface RankRules {
  dayZone: string;
  dropDuplicates: boolean;
  audit: AuditRule;
}

/** The actions of some neighbouring customers, in any order, to be ranked. */
export interface Unranked {
  run: ActionRun;
  /** The number of the first of the customers. */
  first: number;
  /** The histories of these customers. */
  keys: AuditKeys;
}

/** What {@link rankBucket} gives: `starts` count from the first of the customers, and from the first action. */
export interface RankedBucket {
  ranked: RankedActions;
  /** What the histories may hold, worked out before the actions were ranked. */
  allowed: Allowed;
  /** Of the actions that are left where repeats are dropped, those whose partition date is not the calendar day of their instant. */
  mismatches: number;
}

export interface Ranking {
  ranked: RankedActions;
  mismatches: number;
  allowed: Allowed;
}

/**
 * Ranks the actions, bucket by bucket, and takes them over.
 * @param numbers by codebook and code, the number of each item
 */
export async function rankActions(
  runs: ActionRuns,
  numbers: readonly Int32Array[],
  { keys, histories }: ReturnType<typeof auditKeys>,
  lanes: Lanes,
  onRows: (done: number, total: number) => void,
): Promise<Ranking> {
  const { total } = runs;
  const customers = keys.starts.length - 1;
  const all = makeRanked(total, customers);
  const allowed: Allowed = { lengths: new Uint32Array(histories.length), fingerprints: new Float64Array(histories.length) };
  const firsts = bucketStarts(customers);
  const buckets = function* (): Generator<Unranked> {
    for (let bucket = 0; bucket < BUCKETS; bucket += 1) {
      const first = firsts[bucket] as number;
      yield { run: runs.take(bucket, numbers), first, keys: keysOfCustomers(keys, first, firsts[bucket + 1] as number) };
    }
  };
  const rank = async (unranked: Unranked) => ({
    first: unranked.first,
    ...(await lanes.call("rank", unranked)),
  });
  let at = 0;
  let mismatches = 0;
  for await (const { first, ranked, ...bucket } of inOrder(buckets(), lanes.most, rank)) {
    ranked.starts.forEach((start, c) => {
      all.starts[first + c] = at + start;
    });
    all.items.set(ranked.items, at);
    all.types.set(ranked.types, at);
    all.occurredAt.set(ranked.occurredAt, at);
    all.days.set(ranked.days, at);
    all.partitionDays.set(ranked.partitionDays, at);
    const firstKey = keys.starts[first] as number;
    bucket.allowed.lengths.forEach((length, k) => {
      const h = histories[firstKey + k] as number;
      allowed.lengths[h] = length;
      allowed.fingerprints[h] = bucket.allowed.fingerprints[k] as number;
    });
    at += ranked.items.length;
    mismatches += bucket.mismatches;
    onRows(at, total);
  }
  return { ranked: firstOf(all, at), mismatches, allowed };
}

/** Ranks the actions of some customers, once it is settled what their histories may hold. */
export function rankBucket({ run, first, keys }: Unranked, { dayZone, dropDuplicates, audit }: RankRules): RankedBucket {
  const grouped = byCustomer(run, first, keys.starts.length - 1);
  // Repeats are found by their order.
  if (dropDuplicates) sortCustomers(grouped);
  const ranked = dropDuplicates ? withoutRepeats(grouped) : grouped;
  const allowed = allowedHistories(ranked, keys, audit);
  if (!dropDuplicates) sortCustomers(ranked);
  const zone = new ZoneClock(dayZone);
  const halves = halvesOf(ranked.occurredAt);
  let mismatches = 0;
  for (let at = 0; at < ranked.items.length; at += 1) {
    const instant = numberAt(halves, at);
    ranked.days[at] = zone.lastBegun(instant);
    const partitionDay = ranked.partitionDays[at] as number;
    if (dropDuplicates && partitionDay !== NO_DAY && partitionDay !== zone.dayOf(instant)) mismatches += 1;
  }
  return { ranked, allowed, mismatches };
}

/** Puts the actions of each customer together. */
function byCustomer(run: ActionRun, first: number, customers: number): RankedActions {
  const total = run.customers.length;
  const ranked = makeRanked(total, customers);
  const { starts } = ranked;
  for (const customer of run.customers) starts[customer - first + 1] = (starts[customer - first + 1] as number) + 1;
  for (let c = 1; c <= customers; c += 1) starts[c] = (starts[c] as number) + (starts[c - 1] as number);
  const next = starts.slice();
  const from = halvesOf(run.occurredAt);
  const to = halvesOf(ranked.occurredAt);
  for (let k = 0; k < total; k += 1) {
    const c = (run.customers[k] as number) - first;
    const at = next[c] as number;
    next[c] = at + 1;
    ranked.items[at] = run.items[k] as number;
    ranked.types[at] = run.types[k] as number;
    ranked.partitionDays[at] = run.partitionDays[k] as number;
    to[2 * at] = from[2 * k] as number;
    to[2 * at + 1] = from[2 * k + 1] as number;
  }
  return ranked;
}

/** Of the same item, type and instant of a customer one action is left, with the earliest partition date that any of them has. */
function withoutRepeats(sorted: RankedActions): RankedActions {
  const { items, types, occurredAt, partitionDays } = sorted;
  const starts = sorted.starts.slice();
  let kept = 0;
  for (let c = 0; c + 1 < starts.length; c += 1) {
    const own = kept;
    for (let at = sorted.starts[c] as number; at < (sorted.starts[c + 1] as number); at += 1) {
      const last = kept - 1;
      const day = partitionDays[at] as number;
      const isRepeat =
        kept > own && occurredAt[last] === occurredAt[at] && types[last] === types[at] && items[last] === items[at];
      if (isRepeat) {
        // Their partition dates descend, and none at all comes last.
        if (day !== NO_DAY) partitionDays[last] = day;
        continue;
      }
      occurredAt[kept] = occurredAt[at] as bigint;
      types[kept] = types[at] as number;
      items[kept] = items[at] as number;
      partitionDays[kept] = day;
      kept += 1;
    }
    starts[c] = own;
  }
  starts[starts.length - 1] = kept;
  return firstOf({ ...sorted, starts }, kept);
}

function makeRanked(total: number, customers: number): RankedActions {
  return {
    starts: new Uint32Array(customers + 1),
    items: new Int32Array(total),
    types: new Uint8Array(total),
    occurredAt: new BigInt64Array(total),
    days: new Int32Array(total),
    partitionDays: new Int32Array(total),
  };
}

function firstOf(ranked: RankedActions, count: number): RankedActions {
  if (ranked.items.length === count) return ranked;
  return {
    starts: ranked.starts,
    items: ranked.items.slice(0, count),
    types: ranked.types.slice(0, count),
    occurredAt: ranked.occurredAt.slice(0, count),
    days: ranked.days.slice(0, count),
    partitionDays: ranked.partitionDays.slice(0, count),
  };
}
