import { Temporal } from "temporal-polyfill";
import type { Config } from "../config";

/** The contract once more, as plainly as it can be said: for each row all actions of the customer, filtered and sorted. */

export interface OracleImpression {
  dt: string;
  ranking_id: string;
  customer_id: bigint | string;
  impressions: { item_id: bigint | string; is_order: boolean | null }[] | null;
}

export interface OracleAction {
  customer_id: bigint | string;
  item_id: bigint | string;
  type: number;
  /** Microseconds since 1970 in UTC. */
  at: bigint;
  /** Partition date. */
  dt: string | null;
}

export interface OracleRow {
  dt: string;
  customer_id: bigint | string;
  ranking_id: string;
  slot: number;
  is_order: boolean | null;
  item_id: bigint | string;
  items: (bigint | string)[];
  types: number[];
  truncated: boolean;
  /** All items of the row's carousel, and their labels as numbers that sort. */
  carousel: (bigint | string)[];
  labels: bigint[];
}

/** The rows of the exploded layout, histories without padding. */
export function oracleRows(impressions: readonly OracleImpression[], all: readonly OracleAction[], config: Config): OracleRow[] {
  const actions = config.unify.duplicates === "drop" ? withoutDuplicates(all) : all;
  const rows = impressions.flatMap((impression) =>
    (impression.impressions ?? []).map((shown, slot) => {
      const counted = actions
        .filter((action) => action.customer_id === impression.customer_id && counts(action, impression.dt, config))
        .sort(newestFirst);
      const history = counted.slice(0, config.rank.maxActions);
      if (config.pad.order === "oldest_first") history.reverse();
      return {
        dt: impression.dt,
        customer_id: impression.customer_id,
        ranking_id: impression.ranking_id,
        slot,
        is_order: shown.is_order,
        item_id: shown.item_id,
        items: history.map((action) => action.item_id),
        types: history.map((action) => action.type),
        truncated: counted.length > config.rank.maxActions,
        carousel: (impression.impressions ?? []).map((item) => item.item_id),
        labels: (impression.impressions ?? []).map((item) => BigInt(rankOfLabel(item.is_order))),
      };
    }),
  );
  return rows.sort(
    (a, b) =>
      compare(a.dt, b.dt) ||
      compare(a.customer_id, b.customer_id) ||
      compare(a.ranking_id, b.ranking_id) ||
      a.slot - b.slot ||
      compareLists(b.carousel, a.carousel) ||
      compareLists(a.labels, b.labels),
  );
}

/** How many actions have a partition date that is not the calendar day of their instant. */
export function oracleMismatches(all: readonly OracleAction[], config: Config): number {
  const actions = config.unify.duplicates === "drop" ? withoutDuplicates(all) : all;
  return actions.filter((action) => action.dt !== null && action.dt !== dayOf(action.at, config.filter.dayZone)).length;
}

export function withoutDuplicates(actions: readonly OracleAction[]): OracleAction[] {
  const kept = new Map<string, OracleAction>();
  for (const action of actions) {
    const key = [action.customer_id, action.item_id, action.type, action.at].join("\u0000");
    const other = kept.get(key);
    if (!other || other.dt === null || (action.dt !== null && action.dt < other.dt)) kept.set(key, action);
  }
  return [...kept.values()];
}

function counts(action: OracleAction, dt: string, { filter }: Config): boolean {
  const isBefore = action.at < startOf(dt, filter.dayZone);
  const isPartitionedBefore = action.dt === null ? isBefore : action.dt < dt;
  const passes = { event_time: isBefore, partition_date: isPartitionedBefore, both: isBefore && isPartitionedBefore };
  if (!passes[filter.cutoff]) return false;
  if (filter.lookbackDays === null) return true;
  const first = Temporal.PlainDate.from(dt).subtract({ days: filter.lookbackDays }).toString();
  return action.at >= startOf(first, filter.dayZone);
}

function newestFirst(a: OracleAction, b: OracleAction): number {
  return compare(b.at, a.at) || b.type - a.type || compare(b.item_id, a.item_id);
}

export function startOf(dt: string, zone: string): bigint {
  return Temporal.PlainDate.from(dt).toZonedDateTime(zone).epochNanoseconds / 1000n;
}

function dayOf(at: bigint, zone: string): string {
  return Temporal.Instant.fromEpochNanoseconds(at * 1000n)
    .toZonedDateTimeISO(zone)
    .toPlainDate()
    .toString();
}

/** Integers by value, text by UTF-8 bytes. */
export function compare(a: bigint | string, b: bigint | string): number {
  if (typeof a === "string" && typeof b === "string") return Buffer.compare(Buffer.from(a), Buffer.from(b));
  return a < b ? -1 : a > b ? 1 : 0;
}

function compareLists(a: readonly (bigint | string)[], b: readonly (bigint | string)[]): number {
  for (const [k, value] of a.entries()) {
    const other = b[k];
    if (other === undefined) return 1;
    const order = compare(value, other);
    if (order !== 0) return order;
  }
  return a.length - b.length;
}

function rankOfLabel(label: boolean | null): number {
  return label === null ? 2 : Number(label);
}
