import type { Config } from "../config";
import { LABEL_MISSING } from "../labels";
import type { Dataset } from "../pipeline/dataset";
import { countsAfter, historiesOfCustomers, mayHaveGaps } from "../pipeline/filter";
import type { Ids } from "../pipeline/ids";
import type { Block, RankedActions } from "../pipeline/ranked";
import { parseDay } from "../pipeline/zones";
import type { HistoryKind, Label, Range, SampleFilter, TextMatch } from "../sample";
import { firstAtLeast } from "./first-at-least";

const LABEL_CODES: Record<Label, number> = { false: 0, true: 1, missing: LABEL_MISSING };

/** The rows that match, in the order of the output. Conditions on a history are tried once a history, not once a row. */
export function matchingRows(dataset: Dataset, filter: SampleFilter): Uint32Array {
  const { rows } = dataset;
  const holds = matchingHistories(dataset, filter);
  const shows = itemCondition(dataset, filter);
  const matches = new Uint32Array(rows.count);
  let count = 0;
  for (let r = 0; r < rows.count; r += 1) {
    if ((holds && holds[rows.histories[r] ?? 0] === 0) || (shows && !shows(r))) continue;
    matches[count] = r;
    count += 1;
  }
  return matches.slice(0, count);
}

type Condition = (position: number) => boolean;

/** 1 for each history that meets the conditions on its customer, its day and its actions; null where there are none. */
function matchingHistories(dataset: Dataset, filter: SampleFilter): Uint8Array | null {
  const { keys } = dataset.rows;
  const conditions = [
    customerCondition(dataset, filter),
    dayCondition(dataset, filter),
    kindCondition(dataset, filter),
    lengthCondition(dataset, filter),
  ].filter((condition) => condition !== null);
  const ofActions = [typeCondition(dataset, filter), historyItemCondition(dataset, filter)].filter(
    (condition) => condition !== null,
  );
  if (conditions.length + ofActions.length === 0) return null;
  const found = new Uint8Array(keys.days.length);
  for (let h = 0; h < found.length; h += 1) if (conditions.every((condition) => condition(h))) found[h] = 1;
  for (const conditionOn of ofActions) keepWhere(dataset, found, conditionOn);
  return found;
}

/** A condition on histories of customers whose actions stand in a block. */
type ActionCondition = (block: Block) => Condition;

/** A history that was refused before is not looked into. */
function keepWhere({ ranked, histories }: Dataset, found: Uint8Array, conditionOn: ActionCondition): void {
  for (const block of ranked.blocks) {
    const own = historiesOfCustomers(histories, block.first, block.end).order.filter((h) => found[h] === 1);
    if (own.length === 0) continue;
    const holds = conditionOn(block);
    for (const h of own) if (!holds(h)) found[h] = 0;
  }
}

function customerCondition({ rows, customerIds }: Dataset, { customer }: SampleFilter): Condition | null {
  if (!customer) return null;
  const found = matchingIds(customerIds, customer);
  return (h) => found[rows.keys.customers[h] ?? 0] === 1;
}

function dayCondition({ rows }: Dataset, { days }: SampleFilter): Condition | null {
  if (!days) return null;
  const within = inRange({
    from: days.from === null ? null : parseDay(days.from),
    to: days.to === null ? null : parseDay(days.to),
  });
  return (h) => within(rows.keys.days[h] ?? 0);
}

function kindCondition({ windows }: Dataset, { history }: SampleFilter): Condition | null {
  if (!history) return null;
  return (h) => kindOf(windows.lengths[h] ?? 0, windows.truncated[h] === 1) === history;
}

function kindOf(length: number, truncated: boolean): HistoryKind {
  if (truncated) return "truncated";
  return length === 0 ? "empty" : "whole";
}

function lengthCondition({ windows }: Dataset, { lengths }: SampleFilter): Condition | null {
  if (!lengths) return null;
  const within = inRange(lengths);
  return (h) => within(windows.lengths[h] ?? 0);
}

/** Whether an action of a type stands at one of these positions. Millions are looked at: no call for each. */
function typeCondition({ rows, windows, ranked, config }: Dataset, { holds }: SampleFilter): ActionCondition | null {
  if (!holds) return null;
  const { starts, lengths } = windows;
  const first = holds.positions.from ?? 0;
  const last = holds.positions.to ?? Number.POSITIVE_INFINITY;
  return (block) => {
    const types = ranked.read("types", block.from, block.to);
    const counts = mayHaveGaps(config.filter.cutoff) ? countsIn(ranked, block, config) : null;
    return (h) => {
      const dt = rows.keys.days[h] ?? 0;
      const newest = (ranked.starts[rows.keys.customers[h] ?? 0] ?? 0) - block.from + (starts[h] ?? 0);
      const end = Math.min(lengths[h] ?? 0, last + 1);
      // Without gaps the position of an action is its distance from the newest.
      let position = counts ? 0 : first;
      for (let at = newest + position; position < end; at += 1) {
        if (counts && (counts[at] ?? 0) >= dt) continue;
        if (position >= first && types[at] === holds.type) return true;
        position += 1;
      }
      return false;
    };
  };
}

/** The actions with a wanted item are looked up once; a history has those that lie in its window and count. */
function historyItemCondition(dataset: Dataset, { historyItem }: SampleFilter): ActionCondition | null {
  if (!historyItem) return null;
  const { rows, windows, ranked, itemIds, config } = dataset;
  const { starts, lengths, oldest } = windows;
  const wanted = matchingIds(itemIds, historyItem);
  return (block) => {
    const found = positionsOfItems(ranked.read("items", block.from, block.to), wanted);
    const counts = countsIn(ranked, block, config);
    return (h) => {
      if (lengths[h] === 0) return false;
      const dt = rows.keys.days[h] ?? 0;
      const start = (ranked.starts[rows.keys.customers[h] ?? 0] ?? 0) - block.from;
      const last = start + (oldest[h] ?? 0);
      for (let k = firstAtLeast(found, start + (starts[h] ?? 0)); k < found.length && (found[k] ?? 0) <= last; k += 1) {
        if ((counts[found[k] ?? 0] ?? 0) < dt) return true;
      }
      return false;
    };
  };
}

function countsIn(ranked: RankedActions, { from, to }: Block, { filter }: Config): Int32Array {
  const columns = { days: ranked.read("days", from, to), partitionDays: ranked.read("partitionDays", from, to) };
  return countsAfter(columns, filter.cutoff);
}

/** Where the wanted items stand, ascending. */
function positionsOfItems(items: Int32Array, wanted: Uint8Array): Uint32Array {
  let count = 0;
  for (let at = 0; at < items.length; at += 1) count += wanted[items[at] as number] as number;
  const found = new Uint32Array(count);
  for (let at = 0, k = 0; k < count; at += 1) {
    if (wanted[items[at] as number] === 1) {
      found[k] = at;
      k += 1;
    }
  }
  return found;
}

/** The condition on the items that a row shows; one item must meet all of it. */
function itemCondition({ rows, itemIds }: Dataset, { item, label }: SampleFilter): Condition | null {
  if (!item && !label) return null;
  const found = item ? matchingIds(itemIds, item) : null;
  const code = label ? LABEL_CODES[label] : null;
  return (r) => {
    for (let k = rows.itemStarts[r] ?? 0; k < (rows.itemStarts[r + 1] ?? 0); k += 1) {
      if (found && found[rows.items[k] ?? 0] === 0) continue;
      if (code === null || rows.labels[k] === code) return true;
    }
    return false;
  };
}

function inRange({ from, to }: Range<number>): (value: number) => boolean {
  const first = from ?? Number.NEGATIVE_INFINITY;
  const last = to ?? Number.POSITIVE_INFINITY;
  return (value) => value >= first && value <= last;
}

/** 1 for each number whose id matches. Upper and lower case differ, as they do in ids. */
function matchingIds(ids: Ids, { how, text }: TextMatch): Uint8Array {
  const found = new Uint8Array(ids.length);
  if (how === "is") {
    const number = ids instanceof BigInt64Array ? indexOfInteger(ids, text) : ids.indexOf(text);
    if (number >= 0) found[number] = 1;
    return found;
  }
  for (let number = 0; number < ids.length; number += 1) if (String(ids[number]).includes(text)) found[number] = 1;
  return found;
}

function indexOfInteger(ids: BigInt64Array, text: string): number {
  return /^(0|-?[1-9]\d*)$/.test(text) ? ids.indexOf(BigInt(text)) : -1;
}
