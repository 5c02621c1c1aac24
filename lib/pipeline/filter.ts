import type { Config } from "../config";
import { countsAfter, type RankedActions } from "./rank";

/** The histories to fill: one for each (customer, day) with at least one output row, in the order of the output. */
export interface HistoryKeys {
  /** Customer numbers. */
  customers: Int32Array;
  /** Days `dt`, in days since 1970. */
  days: Int32Array;
}

/**
 * Which actions each history holds. History h begins at `starts[h]` in the ranked actions and holds the first `lengths[h]`
 * actions from there on that count; without gaps these are `starts[h]` to `starts[h] + lengths[h] − 1`.
 */
export interface Windows {
  starts: Uint32Array;
  lengths: Uint32Array;
  /** The position of the oldest action that the history holds; meaningless where it holds none. */
  oldest: Uint32Array;
  /** 1 where more actions counted than `maxActions`. */
  truncated: Uint8Array;
  /** The day after which each ranked action counts, by the rule that these windows were found with. */
  countsAfter: Int32Array;
  /** Whether actions that do not count may stand between those that do. It is so only where partition dates matter. */
  gaps: boolean;
}

/**
 * Finds for each history the newest `maxActions` actions before its cutoff and within its lookback.
 */
export function findWindows(ranked: RankedActions, keys: HistoryKeys, config: Pick<Config, "filter" | "rank">): Windows {
  const count = keys.days.length;
  const gaps = config.filter.cutoff !== "event_time";
  const windows: Windows = {
    starts: new Uint32Array(count),
    lengths: new Uint32Array(count),
    oldest: new Uint32Array(count),
    truncated: new Uint8Array(count),
    countsAfter: countsAfter(ranked, config.filter.cutoff),
    gaps,
  };
  const { maxActions } = config.rank;
  const lookback = config.filter.lookbackDays ?? Number.POSITIVE_INFINITY;
  for (let h = 0; h < count; h += 1) {
    const dt = keys.days[h] ?? 0;
    const c = keys.customers[h] ?? 0;
    const from = ranked.starts[c] ?? 0;
    const to = ranked.starts[c + 1] ?? 0;
    const oldest = firstBelow(ranked.days, from, to, dt - lookback);
    const found = gaps
      ? walk(windows.countsAfter, from, oldest, dt, maxActions)
      : slice(ranked.days, from, oldest, dt, maxActions);
    windows.starts[h] = found.start;
    windows.lengths[h] = found.length;
    windows.oldest[h] = found.oldest;
    windows.truncated[h] = found.truncated ? 1 : 0;
  }
  return windows;
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
