import type { RecordBatch, Table } from "apache-arrow";
import type { Config } from "../config";
import type { Engine } from "../engine/engine";
import { type Sql, sql } from "../sql";
import { column } from "./columns";
import { dayOfInstant } from "./zones";

/** Actions that one sort takes at a time: bounds the engine's memory, and changes no byte of the result. */
const ACTIONS_A_SORT = 2_000_000;

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
  /** The calendar day of the instant in `filter.dayZone`, in days since 1970. */
  days: Int32Array;
  /** The partition date, in days since 1970; {@link NO_DAY} where the source has none. */
  partitionDays: Int32Array;
}

/** Stands where an action has no partition date. It is before all days. */
export const NO_DAY = -(2 ** 31);

/**
 * The day after which each action counts: it counts for `dt` where `countsAfter < dt`. By its instant that is its calendar
 * day, so "strictly before the start of dt". An action without a partition date is judged by its instant.
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

/** Sorts `actions`, range of customers by range of customers, into typed arrays. */
export async function rankActions(
  engine: Engine,
  config: Config,
  onRows: (done: number, total: number) => void,
): Promise<RankedActions> {
  const starts = await customerStarts(engine);
  const total = starts[starts.length - 1] ?? 0;
  const ranked: RankedActions = {
    starts,
    items: new Int32Array(total),
    types: new Uint8Array(total),
    occurredAt: new BigInt64Array(total),
    days: new Int32Array(total),
    partitionDays: new Int32Array(total),
  };
  for (const [first, end] of customerRanges(starts)) {
    let at = starts[first] ?? 0;
    for (const batch of (await engine.query(rankedActions(config, first, end))).batches) {
      ranked.items.set(column(batch, "i", Int32Array), at);
      ranked.types.set(column(batch, "action_type", Uint8Array), at);
      ranked.occurredAt.set(column(batch, "occurred_at", BigInt64Array), at);
      ranked.days.set(column(batch, "day", Int32Array), at);
      ranked.partitionDays.set(column(batch, "partition_day", Int32Array), at);
      at += batch.numRows;
      onRows(at, total);
    }
  }
  return ranked;
}

/** Ranges of customers [first, end) with about as many actions each as one sort takes; they come from the data alone. */
function customerRanges(starts: Uint32Array): [number, number][] {
  const ranges: [number, number][] = [];
  const customers = starts.length - 1;
  let first = 0;
  for (let c = 0; c < customers; c += 1) {
    const isLast = c === customers - 1;
    if (isLast || (starts[c + 2] ?? 0) - (starts[first] ?? 0) > ACTIONS_A_SORT) {
      if ((starts[c + 1] ?? 0) > (starts[first] ?? 0)) ranges.push([first, c + 1]);
      first = c + 1;
    }
  }
  return ranges;
}

async function customerStarts(engine: Engine): Promise<Uint32Array> {
  const [customers] = column(firstBatch(await engine.query(sql`SELECT count(*)::INTEGER AS n FROM customers`)), "n", Int32Array);
  const starts = new Uint32Array((customers ?? 0) + 1);
  const counts = await engine.query(sql`SELECT c, count(*)::INTEGER AS n FROM actions GROUP BY c`);
  for (const batch of counts.batches) {
    const c = column(batch, "c", Int32Array);
    column(batch, "n", Int32Array).forEach((n, index) => {
      starts[(c[index] ?? 0) + 1] = n;
    });
  }
  for (let c = 1; c < starts.length; c += 1) starts[c] = (starts[c] ?? 0) + (starts[c - 1] ?? 0);
  return starts;
}

function rankedActions(config: Config, first: number, end: number): Sql {
  const day = dayOfInstant(sql`occurred_at`, config.filter.dayZone);
  return sql`SELECT i, action_type, occurred_at, day, coalesce(partition_day, ${NO_DAY})::INTEGER AS partition_day
    FROM (SELECT *, ${day} AS day FROM actions WHERE c >= ${first} AND c < ${end})
    JOIN items USING (item) ORDER BY c, occurred_at DESC, action_type DESC, i DESC`;
}

function firstBatch(table: Table): RecordBatch {
  const batch = table.batches[0];
  if (!batch) throw new RangeError("the engine gave no row");
  return batch;
}
