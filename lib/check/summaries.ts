import type { Config } from "../config";
import { NO_DAY } from "../no-day";
import { countsAfter } from "../pipeline/filter";
import type { Ids } from "../pipeline/ids";
import type { Shown as Carousels } from "../pipeline/shown";
import type { Checked, CheckedActions, Days, Shown } from "./checked";
import type { SeenActions } from "./sample-collector";

/** What actions are held against. */
export interface Impressions {
  /** Customers below this code have impressions. */
  customers: number;
  /** Codes of the items shown. */
  items: ReadonlySet<number>;
}

/** The actions of a layout. */
export function summarizeActions(runs: readonly SeenActions[], shown: Impressions): CheckedActions {
  const customers = new Set<number>();
  const items = new Set<number>();
  const days = new DayRange();
  let known = 0;
  let partitionDateMismatches = 0;
  for (const run of runs) {
    for (const [at, customer] of run.customers.entries()) {
      const day = run.days[at] as number;
      const partitionDay = run.partitionDays[at] as number;
      days.add(day);
      customers.add(customer);
      items.add(run.items[at] as number);
      if (customer < shown.customers) known += 1;
      if (partitionDay !== NO_DAY && partitionDay !== day) partitionDateMismatches += 1;
    }
  }
  return {
    days: days.range,
    customers: customers.size,
    customersShown: count(customers, (customer) => customer < shown.customers),
    known,
    items: items.size,
    itemsShown: count(items, (item) => shown.items.has(item)),
    partitionDateMismatches,
  };
}

/** All impressions, beside all actions; `null` if there are none. */
export function summarizeShown(
  { days, customers, items }: Carousels,
  runs: readonly SeenActions[],
  filter: Config["filter"],
): Shown | null {
  const range = new DayRange();
  for (const day of days) range.add(day);
  if (range.range === null) return null;
  const heads = new Map<number, Set<number>>();
  for (const [at, customer] of customers.entries()) {
    const own = heads.get(customer) ?? new Set();
    heads.set(customer, own.add(days[at] as number));
  }
  const actions = daysByCustomer(runs, heads, filter);
  let histories = 0;
  let emptyHistories = 0;
  for (const [customer, own] of heads) {
    histories += own.size;
    emptyHistories += count(own, (day) => isEmpty(day, actions.get(customer) ?? new Set(), filter.lookbackDays));
  }
  return {
    days: range.range,
    rows: items.length,
    customers: heads.size,
    items: new Set(items).size,
    histories,
    emptyHistories,
  };
}

/** The smallest and the largest id; `null` where they are text, or there are none. */
export function rangeOf(ids: Ids): Checked["itemRange"] {
  if (!(ids instanceof BigInt64Array) || ids.length === 0) return null;
  const sorted = ids.toSorted();
  return { least: String(sorted[0]), greatest: String(sorted.at(-1)) };
}

/** The days after which the actions of customers with impressions count. */
function daysByCustomer(
  runs: readonly SeenActions[],
  shown: ReadonlyMap<number, unknown>,
  { cutoff }: Config["filter"],
): Map<number, Set<number>> {
  const days = new Map<number, Set<number>>();
  for (const run of runs) {
    const counted = countsAfter(run, cutoff);
    for (const [at, customer] of run.customers.entries()) {
      if (shown.has(customer)) days.set(customer, (days.get(customer) ?? new Set()).add(counted[at] as number));
    }
  }
  return days;
}

/** Whether no action counts for a day of impressions. */
function isEmpty(dt: number, actions: ReadonlySet<number>, lookbackDays: number | null): boolean {
  const oldest = lookbackDays === null ? Number.NEGATIVE_INFINITY : dt - lookbackDays;
  for (const day of actions) if (day < dt && day >= oldest) return false;
  return true;
}

class DayRange {
  range: Days | null = null;

  add(day: number): void {
    if (this.range === null) this.range = { first: day, last: day };
    else if (day < this.range.first) this.range.first = day;
    else if (day > this.range.last) this.range.last = day;
  }
}

function count<T>(values: Iterable<T>, isCounted: (value: T) => boolean): number {
  let counted = 0;
  for (const value of values) if (isCounted(value)) counted += 1;
  return counted;
}
