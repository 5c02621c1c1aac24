import { LookbackError } from "../errors";
import type { Sequence, Verdict } from "../inspection";
import { VERDICTS } from "../inspection";
import { NO_DAY } from "../no-day";
import { type Dataset, ranksOf } from "../pipeline/dataset";
import { countsAfter } from "../pipeline/filter";
import type { Ids } from "../pipeline/ids";
import type { ActionColumns } from "../pipeline/ranked";
import { formatDay } from "../pipeline/zones";

/** One history with the whole past and future of its customer around it. */
export interface HistoryView {
  dataset: Dataset;
  history: number;
  /** Days since 1970. */
  dt: number;
  /** Those of the customer, newest first: the position of each is its rank. */
  actions: ActionColumns;
}

/**
 * The history of a customer on a day; without a day, on its last one.
 * @throws LookbackError `internal` where the dataset has no such history
 */
export function viewOf(dataset: Dataset, customer: string, dt: string | null): HistoryView {
  const c = numberOf(dataset.customerIds, customer);
  const histories = historiesOf(dataset, c);
  const days = dataset.rows.keys.days;
  const history = dt === null ? histories.at(-1) : histories.find((h) => formatDay(days[h] ?? 0) === dt);
  if (history === undefined) {
    const message = `the dataset has no history of customer ${customer}${dt === null ? "" : ` on ${dt}`}`;
    throw new LookbackError({ code: "internal", message });
  }
  return { dataset, history, dt: days[history] ?? 0, actions: dataset.ranked.of(c) };
}

/** The histories of customer number `c`, by ascending day. */
export function historiesOf({ histories: { starts, order } }: Dataset, c: number): number[] {
  return c < 0 ? [] : [...order.subarray(starts[c], starts[c + 1])];
}

const IN = VERDICTS.indexOf("in");
const CUTOFF = VERDICTS.indexOf("at-or-after-cutoff");
const PARTITION = VERDICTS.indexOf("partition-date");
const OLD = VERDICTS.indexOf("older-than-lookback");
const BEYOND = VERDICTS.indexOf("beyond-newest");

/** Tells by its rank why an action of the view's customer is in its history or not, as a position in {@link VERDICTS}. */
export function verdictsOf({ dataset, history, dt, actions }: HistoryView): (at: number) => number {
  const { windows, config } = dataset;
  const { days, partitionDays } = actions;
  const { cutoff, lookbackDays } = config.filter;
  const counts = countsAfter(actions, cutoff);
  const firstDay = lookbackDays === null ? Number.NEGATIVE_INFINITY : dt - lookbackDays;
  const oldest = windows.oldest[history] ?? 0;
  return (at) => {
    const day = days[at] ?? 0;
    if ((counts[at] ?? 0) >= dt) {
      const byInstant = cutoff === "partition_date" ? partitionDays[at] === NO_DAY : day >= dt;
      return byInstant ? CUTOFF : PARTITION;
    }
    if (day < firstDay) return OLD;
    return at > oldest ? BEYOND : IN;
  };
}

export function verdictOf(code: number): Verdict {
  return VERDICTS[code] ?? "in";
}

/** The cell of the tensor in which the action stands that is the `rank`-th newest (from 0) of `length`. */
export function cellOf(rank: number, length: number, { config }: Dataset): number {
  const { side, order } = config.pad;
  const first = side === "right" ? 0 : config.rank.maxActions - length;
  return first + (order === "newest_first" ? rank : length - 1 - rank);
}

export function sequenceOf({ dataset, history, actions }: HistoryView): Sequence {
  const { itemIds, config } = dataset;
  const outputOf = outputsOf(dataset);
  const ranks = ranksOf(dataset, history);
  if (config.pad.order === "oldest_first") ranks.reverse();
  return {
    first: config.pad.side === "right" ? 0 : config.rank.maxActions - ranks.length,
    types: Uint8Array.from(ranks, (at) => actions.types[at] ?? 0),
    values: Array.from(ranks, (at) => outputOf(actions.items[at] ?? 0)),
    itemIds: Array.from(ranks, (at) => idText(itemIds, actions.items[at] ?? 0)),
    actions: Int32Array.from(ranks),
  };
}

/** Tells what stands for an item number in the output, as text. */
export function outputsOf({ config, itemIds }: Dataset): (item: number) => string {
  return config.output.itemIds === "vocabulary" ? String : (item) => idText(itemIds, item);
}

export function idText(ids: Ids, number: number): string {
  return String(ids[number] ?? "");
}

function numberOf(ids: Ids, text: string): number {
  if (!(ids instanceof BigInt64Array)) return ids.indexOf(text);
  return /^-?\d+$/.test(text) ? ids.indexOf(BigInt(text)) : -1;
}
