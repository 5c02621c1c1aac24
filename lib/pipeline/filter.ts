import type { Config } from "../config";
import { NO_DAY } from "../no-day";
import { type Groups, startsFrom } from "./grouping";
import type { ActionColumns, RankedBlock } from "./ranked";

/** The histories to fill: one for each (customer, day) with at least one output row, in the order of the output. */
export interface HistoryKeys {
  /** Customer numbers. */
  customers: Int32Array;
  /** Days `dt`, in days since 1970. */
  days: Int32Array;
}

/** The histories by customer; those of a customer by ascending day. */
export type HistoriesByCustomer = Groups;

/**
 * Which actions each history holds. An action has a rank: the number of actions of its customer that are newer. History h holds
 * the first `lengths[h]` actions that count from rank `starts[h]` on; without gaps these are the ranks `starts[h]` to
 * `starts[h] + lengths[h] − 1`.
 */
export interface Windows {
  starts: Uint32Array;
  lengths: Uint32Array;
  /** The rank of the oldest action that the history holds; meaningless, as are the following two, where it holds none. */
  oldest: Uint32Array;
  /** The instants of the newest and of the oldest action that the history holds, in microseconds since 1970 in UTC. */
  newestAt: BigInt64Array;
  oldestAt: BigInt64Array;
  /** 1 where more actions counted than `maxActions`. */
  truncated: Uint8Array;
}

export interface WindowRules {
  filter: Pick<Config["filter"], "cutoff" | "lookbackDays">;
  maxActions: number;
}

/** The histories of the customers [first, end), counted from the first of them. */
export function historiesOfCustomers({ starts, order }: HistoriesByCustomer, first: number, end: number): HistoriesByCustomer {
  return { starts: startsFrom(starts, first, end), order: order.subarray(starts[first], starts[end]) };
}

/** Whether actions that do not count may stand between those that do. It is so only where partition dates matter. */
export function mayHaveGaps(cutoff: Config["filter"]["cutoff"]): boolean {
  return cutoff !== "event_time";
}

/**
 * The day after which each action counts: it counts for `dt` where `countsAfter < dt`. By its instant that is the
 * last day that has begun by then, so "strictly before the start of dt". An action without a partition date is judged by its instant.
 */
export function countsAfter(
  { days, partitionDays }: Pick<ActionColumns, "days" | "partitionDays">,
  cutoff: Config["filter"]["cutoff"],
): Int32Array {
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

export function makeWindows(count: number): Windows {
  return {
    starts: new Uint32Array(count),
    lengths: new Uint32Array(count),
    oldest: new Uint32Array(count),
    newestAt: new BigInt64Array(count),
    oldestAt: new BigInt64Array(count),
    truncated: new Uint8Array(count),
  };
}

/**
 * Finds for each history of some customers the newest `maxActions` actions before its cutoff and within its lookback.
 * @param keys the days of each customer's histories
 */
export function findWindows(
  block: RankedBlock,
  keys: { starts: Uint32Array; days: Int32Array },
  { filter: { cutoff, lookbackDays }, maxActions }: WindowRules,
): Windows {
  const windows = makeWindows(keys.days.length);
  const counts = countsAfter(block, cutoff);
  const search = mayHaveGaps(cutoff) ? walk : slice;
  const lookback = lookbackDays ?? Number.POSITIVE_INFINITY;
  for (let c = 0; c + 1 < keys.starts.length; c += 1) {
    const from = block.starts[c] as number;
    const to = block.starts[c + 1] as number;
    for (let k = keys.starts[c] as number; k < (keys.starts[c + 1] as number); k += 1) {
      const dt = keys.days[k] as number;
      const found = search(counts, from, firstBelow(block.days, from, to, dt - lookback), dt, maxActions);
      windows.starts[k] = found.start - from;
      windows.lengths[k] = found.length;
      if (found.length === 0) continue;
      windows.oldest[k] = found.oldest - from;
      windows.newestAt[k] = block.occurredAt[found.start] as bigint;
      windows.oldestAt[k] = block.occurredAt[found.oldest] as bigint;
      windows.truncated[k] = found.truncated ? 1 : 0;
    }
  }
  return windows;
}

/** Puts the windows of some customers' histories at their places among all. */
export function placeWindows(all: Windows, some: Windows, histories: Uint32Array): void {
  for (let k = 0; k < histories.length; k += 1) {
    const h = histories[k] as number;
    all.starts[h] = some.starts[k] as number;
    all.lengths[h] = some.lengths[k] as number;
    all.oldest[h] = some.oldest[k] as number;
    all.newestAt[h] = some.newestAt[k] as bigint;
    all.oldestAt[h] = some.oldestAt[k] as bigint;
    all.truncated[h] = some.truncated[k] as number;
  }
}

interface Window {
  start: number;
  length: number;
  oldest: number;
  truncated: boolean;
}

function slice(days: Int32Array, from: number, to: number, dt: number, maxActions: number): Window {
  const start = firstBelow(days, from, to, dt);
  const length = Math.min(to - start, maxActions);
  return { start, length, oldest: start + length - 1, truncated: to - start > maxActions };
}

function walk(after: Int32Array, from: number, to: number, dt: number, maxActions: number): Window {
  let start = from;
  let length = 0;
  let oldest = from;
  for (let at = from; at < to; at += 1) {
    if ((after[at] ?? 0) >= dt) continue;
    if (length === 0) start = at;
    if (length === maxActions) return { start, length, oldest, truncated: true };
    length += 1;
    oldest = at;
  }
  return { start, length, oldest, truncated: false };
}

/** The first position in [from, to) whose value is less than `limit`; `to` if there is none. Values descend. */
export function firstBelow(values: BigInt64Array | Int32Array, from: number, to: number, limit: bigint | number): number {
  let low = from;
  let high = to;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((values[middle] ?? 0) < limit) high = middle;
    else low = middle + 1;
  }
  return low;
}
