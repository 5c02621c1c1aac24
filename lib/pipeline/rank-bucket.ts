import type { Config } from "../config";
import { halvesOf, instantAt } from "../halves";
import { NO_DAY } from "../no-day";
import { type ActionRun, type CodedRun, unpacked } from "./action-runs";
import { type Allowed, type AuditKeys, type AuditRule, allowedHistories } from "./audit";
import { countsAfter, findWindows, mayHaveGaps, type Windows } from "./filter";
import { startsOf } from "./grouping";
import { sortCustomers } from "./order";
import type { RankedBlock } from "./ranked";
import { ZoneClock } from "./zone-clock";

/** What holds for the actions of all customers while they are ranked and audited. */
export interface RankRules {
  filter: Config["filter"];
  maxActions: number;
  dropDuplicates: boolean;
  audit: AuditRule;
  /** By codebook and code, the number of each item. */
  numbers: readonly Int32Array[];
}

/** The actions of some neighbouring customers, in any order, to be ranked. */
export interface Unranked {
  runs: CodedRun[];
  /** The number of the first of the customers. */
  first: number;
  /** The histories of these customers. */
  keys: AuditKeys;
}

/** What {@link rankBucket} gives. The windows are in the order of the keys. */
export interface RankedBucket {
  ranked: RankedBlock;
  windows: Windows;
  /** What the histories may hold, worked out before the actions were ranked. */
  allowed: Allowed;
  /** How many actions in histories have each type, once a history. */
  typeCounts: Float64Array;
  /** Of the actions that are left where repeats are dropped, those whose partition date is not the calendar day of their instant. */
  mismatches: number;
}

/** Ranks the actions of some customers, once it is settled what their histories may hold. */
export function rankBucket({ runs, first, keys }: Unranked, rules: RankRules): RankedBucket {
  const { filter, dropDuplicates, audit } = rules;
  const grouped = byCustomer(runs, rules.numbers, first, keys.starts.length - 1);
  // Repeats are found by their order.
  if (dropDuplicates) sortCustomers(grouped);
  const ranked = dropDuplicates ? withoutRepeats(grouped) : grouped;
  const allowed = allowedHistories(ranked, keys, audit);
  if (!dropDuplicates) sortCustomers(ranked);
  const zone = new ZoneClock(filter.dayZone);
  const halves = halvesOf(ranked.occurredAt);
  let mismatches = 0;
  for (let at = 0; at < ranked.items.length; at += 1) {
    const instant = instantAt(halves, at);
    ranked.days[at] = zone.lastBegun(instant);
    const partitionDay = ranked.partitionDays[at] as number;
    if (dropDuplicates && partitionDay !== NO_DAY && partitionDay !== zone.dayOf(instant)) mismatches += 1;
  }
  const windows = findWindows(ranked, keys, rules);
  return { ranked, windows, allowed, typeCounts: countTypes(ranked, windows, keys, filter.cutoff), mismatches };
}

/** Actions in histories by type code, once a history. */
function countTypes(
  { starts, types, ...ranked }: RankedBlock,
  windows: Windows,
  keys: AuditKeys,
  cutoff: Config["filter"]["cutoff"],
) {
  const counts = new Float64Array(256);
  const counted = countsAfter(ranked, cutoff);
  const gaps = mayHaveGaps(cutoff);
  for (let c = 0; c + 1 < keys.starts.length; c += 1) {
    for (let k = keys.starts[c] as number; k < (keys.starts[c + 1] as number); k += 1) {
      const dt = keys.days[k] as number;
      let left = windows.lengths[k] as number;
      for (let at = (starts[c] as number) + (windows.starts[k] as number); left > 0; at += 1) {
        if (gaps && (counted[at] as number) >= dt) continue;
        const type = types[at] as number;
        counts[type] = (counts[type] as number) + 1;
        left -= 1;
      }
    }
  }
  return counts;
}

/** Puts the actions of each customer together, and numbers their items. */
function byCustomer(coded: readonly CodedRun[], numbers: readonly Int32Array[], first: number, customers: number): RankedBlock {
  const runs = coded.map(({ codebook, packed }) => ({ run: unpacked(packed), numbers: numbers[codebook] as Int32Array }));
  const lengths = new Uint32Array(customers);
  for (const { run } of runs) countCustomers(run, first, lengths);
  const ranked = makeRanked(startsOf(lengths));
  const next = ranked.starts.slice();
  for (const { run, numbers } of runs) placeActions(run, numbers, first, next, ranked);
  return ranked;
}

function countCustomers({ customers }: ActionRun, first: number, lengths: Uint32Array): void {
  for (let k = 0; k < customers.length; k += 1) {
    const c = (customers[k] as number) - first;
    lengths[c] = (lengths[c] as number) + 1;
  }
}

/** @param next where the next action of each customer goes */
function placeActions(run: ActionRun, numbers: Int32Array, first: number, next: Uint32Array, ranked: RankedBlock): void {
  const { customers, items, types, partitionDays } = run;
  const from = halvesOf(run.occurredAt);
  const to = halvesOf(ranked.occurredAt);
  for (let k = 0; k < customers.length; k += 1) {
    const c = (customers[k] as number) - first;
    const at = next[c] as number;
    next[c] = at + 1;
    ranked.items[at] = numbers[items[k] as number] as number;
    ranked.types[at] = types[k] as number;
    ranked.partitionDays[at] = partitionDays[k] as number;
    to[2 * at] = from[2 * k] as number;
    to[2 * at + 1] = from[2 * k + 1] as number;
  }
}

/** Of the same item, type and instant of a customer one action is left, with the earliest partition date that any of them has. */
function withoutRepeats(sorted: RankedBlock): RankedBlock {
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

function makeRanked(starts: Uint32Array): RankedBlock {
  const total = starts.at(-1) ?? 0;
  return {
    starts,
    items: new Int32Array(total),
    types: new Uint8Array(total),
    occurredAt: new BigInt64Array(total),
    days: new Int32Array(total),
    partitionDays: new Int32Array(total),
  };
}

function firstOf(ranked: RankedBlock, count: number): RankedBlock {
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
