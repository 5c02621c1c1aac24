import type { Config } from "../config";
import { intsAt } from "../gather";
import { halvesOf, numberAt } from "../halves";
import { NO_DAY } from "../no-day";
import type { HistoriesByCustomer, HistoryKeys } from "./filter";
import { startsFrom } from "./grouping";
import type { CustomerActions } from "./order";
import { startOfDay } from "./zones";

/**
 * What the contract allows in each history, worked out from the standardized actions and the instants of the cutoffs alone:
 * how many actions, and the sum of their fingerprints. History h of the output must match entry h.
 */
export interface Allowed {
  lengths: Uint32Array;
  fingerprints: Float64Array;
}

/** Which of an action's two columns are in the output, and so in its fingerprint. */
export interface Audited {
  items: boolean;
  types: boolean;
}

/** The histories of some customers: those of customer `c` from `starts[c]` up to `starts[c + 1]`, the latter exclusive. */
export interface AuditKeys {
  starts: Uint32Array;
  /** Days `dt`, in days since 1970. */
  days: Int32Array;
  /** The instants at which they begin, in microseconds since 1970 in UTC. */
  cutoffs: BigInt64Array;
  /** The first instants of their lookback. */
  since: BigInt64Array;
}

/** The rule of the contract, and what is summed up of an action. */
export interface AuditRule {
  cutoff: Config["filter"]["cutoff"];
  maxActions: number;
  audited: Audited;
  /** {@link itemPart} by item number. */
  itemParts: Int32Array;
}

const NO_LIMIT = -(2n ** 63n);

/** The keys of all histories, in the order of `histories`. */
export function auditKeys(
  { days }: HistoryKeys,
  { starts, order }: HistoriesByCustomer,
  { dayZone, lookbackDays }: Config["filter"],
): AuditKeys {
  const instants = new Map<number, bigint>();
  const startOf = (day: number): bigint => {
    const known = instants.get(day) ?? startOfDay(day, dayZone);
    instants.set(day, known);
    return known;
  };
  const ordered = intsAt(days, order);
  const cutoffs = new BigInt64Array(ordered.length);
  const since = new BigInt64Array(ordered.length).fill(NO_LIMIT);
  for (const [at, day] of ordered.entries()) {
    cutoffs[at] = startOf(day);
    if (lookbackDays !== null) since[at] = startOf(day - lookbackDays);
  }
  return { starts, days: ordered, cutoffs, since };
}

/** The keys of the customers [first, end), counted from the first of them. */
export function keysOfCustomers({ starts, days, cutoffs, since }: AuditKeys, first: number, end: number): AuditKeys {
  const from = starts[first] as number;
  const to = starts[end] as number;
  return {
    starts: startsFrom(starts, first, end),
    days: days.slice(from, to),
    cutoffs: cutoffs.slice(from, to),
    since: since.slice(from, to),
  };
}

/**
 * Recomputes the leakage rule by another path than the one that builds: each action is held against the instants of its
 * customer's cutoffs, in whatever order the actions stand. Nothing is known of ranks, days or windows.
 */
export function allowedHistories(actions: CustomerActions, keys: AuditKeys, rule: AuditRule): Allowed {
  const allowed: Allowed = {
    lengths: new Uint32Array(keys.days.length),
    fingerprints: new Float64Array(keys.days.length),
  };
  const judge = new Judge(actions, keys, rule);
  for (let c = 0; c + 1 < keys.starts.length; c += 1) {
    const from = actions.starts[c] as number;
    const to = actions.starts[c + 1] as number;
    for (let k = keys.starts[c] as number; k < (keys.starts[c + 1] as number); k += 1) {
      judge.judge(from, to, k);
      allowed.lengths[k] = judge.count;
      allowed.fingerprints[k] = judge.fingerprints;
    }
  }
  return allowed;
}

class Judge {
  count = 0;
  fingerprints = 0;
  private readonly instants: Int32Array;
  private readonly cutoffs: Int32Array;
  private readonly since: Int32Array;

  constructor(
    private readonly actions: CustomerActions,
    private readonly keys: AuditKeys,
    private readonly rule: AuditRule,
  ) {
    this.instants = halvesOf(actions.occurredAt);
    this.cutoffs = halvesOf(keys.cutoffs);
    this.since = halvesOf(keys.since);
  }

  /** Counts and sums up which of the actions [from, to) the history with key `k` may hold. */
  judge(from: number, to: number, k: number): void {
    let count = 0;
    let sum = 0;
    for (let at = from; at < to; at += 1) {
      if (!this.mayHold(at, k)) continue;
      count += 1;
      sum += this.fingerprint(at);
    }
    this.count = Math.min(count, this.rule.maxActions);
    this.fingerprints = count > this.rule.maxActions ? this.sumOfNewest(from, to, k, count) : sum;
  }

  /** The contract's words on each rule. */
  private mayHold(at: number, k: number): boolean {
    if (isEarlier(this.instants, at, this.since, k)) return false;
    const isBefore = isEarlier(this.instants, at, this.cutoffs, k);
    const partitionDay = this.actions.partitionDays[at] as number;
    const day = this.keys.days[k] as number;
    const { cutoff } = this.rule;
    switch (cutoff) {
      case "event_time":
        return isBefore;
      case "partition_date":
        return partitionDay === NO_DAY ? isBefore : partitionDay < day;
      case "both":
        return isBefore && (partitionDay === NO_DAY || partitionDay < day);
      default:
        return cutoff satisfies never;
    }
  }

  /** Of more actions than a history holds, the newest: the last instant that gets in is found among all of them. */
  private sumOfNewest(from: number, to: number, k: number, count: number): number {
    const instants = new Float64Array(count);
    const positions = new Uint32Array(count);
    let n = 0;
    for (let at = from; at < to; at += 1) {
      if (!this.mayHold(at, k)) continue;
      instants[n] = numberAt(this.instants, at);
      positions[n] = at;
      n += 1;
    }
    const last = instants.toSorted()[count - this.rule.maxActions] as number;
    const ties: number[] = [];
    let sum = 0;
    let left = this.rule.maxActions;
    for (const [index, at] of positions.entries()) {
      const instant = instants[index] as number;
      if (instant === last) ties.push(at);
      if (instant <= last) continue;
      sum += this.fingerprint(at);
      left -= 1;
    }
    ties.sort((a, b) => this.compare(a, b));
    for (const at of ties.slice(0, left)) sum += this.fingerprint(at);
    return sum;
  }

  /** Newest first; ties by type, then by item, both descending. */
  private compare(a: number, b: number): number {
    const { occurredAt, types, items } = this.actions;
    const [ofA, ofB] = [occurredAt[a] as bigint, occurredAt[b] as bigint];
    if (ofA !== ofB) return ofA > ofB ? -1 : 1;
    return (types[b] as number) - (types[a] as number) || (items[b] as number) - (items[a] as number);
  }

  private fingerprint(at: number): number {
    const { audited, itemParts } = this.rule;
    const item = audited.items ? (itemParts[this.actions.items[at] as number] as number) : 0;
    return fingerprint(item, audited.types ? typePart(this.actions.types[at] as number) : 0);
  }
}

/** Whether instant `a` of some is before instant `b` of others; both are pairs of a low and a high half. */
function isEarlier(some: Int32Array, a: number, others: Int32Array, b: number): boolean {
  const high = some[2 * a + 1] as number;
  const other = others[2 * b + 1] as number;
  return high === other ? (some[2 * a] as number) >>> 0 < (others[2 * b] as number) >>> 0 : high < other;
}

const [A, B, C, D] = [0x1e3779b1, 0x05ebca6b, 0x42b2ae35, 0x27d4eb2f] as const;

/** What an item id, as two halves of 32 bits, adds to the fingerprint of an action. */
export function itemPart(low: number, high: number): number {
  return Math.imul(low, A) ^ Math.imul(high, B);
}

/** {@link itemPart} of each value. */
export function itemPartsOf(values: Int32Array | BigInt64Array): Int32Array {
  if (values instanceof Int32Array) return values.map((value) => itemPart(value, value >> 31));
  const halves = halvesOf(values);
  return Int32Array.from({ length: values.length }, (_, at) => itemPart(halves[2 * at] as number, halves[2 * at + 1] as number));
}

/** What an action type adds. */
export function typePart(type: number): number {
  return Math.imul(type, C);
}

/** A number in 0 … 2^32 − 1 that stands for an action. */
export function fingerprint(item: number, type: number): number {
  const mixed = (item ^ type) >>> 0;
  return Math.imul(mixed ^ (mixed >>> 15), D) >>> 0;
}
