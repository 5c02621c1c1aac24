import type { RecordBatch, Table } from "apache-arrow";
import type { Config } from "../config";
import type { Engine } from "../engine/engine";
import { halvesOf, numberAt } from "../halves";
import { NO_DAY } from "../no-day";
import { type Sql, sql } from "../sql";
import { column } from "./columns";
import { sortCustomers } from "./order";
import { ZoneClock } from "./zone-clock";

/** Actions that come out of the engine at a time: bounds its memory, and changes no byte of the result. */
const ACTIONS_A_READ = 1_000_000;

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

/** Reads `actions` into typed arrays, customer by customer, and puts each customer's in order. */
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
  const next = starts.slice();
  for (let first = 0; first < total; first += ACTIONS_A_READ) {
    for (const batch of (await engine.query(numberedActions(first, first + ACTIONS_A_READ))).batches) place(batch, ranked, next);
    onRows(Math.min(first + ACTIONS_A_READ, total) / 2, total);
  }
  sortCustomers(ranked);
  const zone = new ZoneClock(config.filter.dayZone);
  const halves = halvesOf(ranked.occurredAt);
  for (let at = 0; at < total; at += 1) ranked.days[at] = zone.lastBegun(numberAt(halves, at));
  onRows(total, total);
  return ranked;
}

/** Puts each action of a batch behind those of its customer that came before it. */
function place(batch: RecordBatch, ranked: RankedActions, next: Uint32Array): void {
  const customers = column(batch, "c", Int32Array);
  const items = column(batch, "i", Int32Array);
  const types = column(batch, "action_type", Uint8Array);
  const partitionDays = column(batch, "partition_day", Int32Array);
  const instants = halvesOf(column(batch, "occurred_at", BigInt64Array));
  const to = halvesOf(ranked.occurredAt);
  for (let k = 0; k < customers.length; k += 1) {
    const c = customers[k] as number;
    const at = next[c] as number;
    next[c] = at + 1;
    ranked.items[at] = items[k] as number;
    ranked.types[at] = types[k] as number;
    ranked.partitionDays[at] = partitionDays[k] as number;
    to[2 * at] = instants[2 * k] as number;
    to[2 * at + 1] = instants[2 * k + 1] as number;
  }
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

function numberedActions(first: number, end: number): Sql {
  return sql`SELECT c, i, action_type, occurred_at, coalesce(partition_day, ${NO_DAY})::INTEGER AS partition_day
    FROM (SELECT * FROM actions WHERE rowid >= ${first} AND rowid < ${end}) JOIN items USING (item)`;
}

function firstBatch(table: Table): RecordBatch {
  const batch = table.batches[0];
  if (!batch) throw new RangeError("the engine gave no row");
  return batch;
}
