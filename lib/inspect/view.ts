import { LookbackError } from "../errors";
import type { Sequence, Verdict } from "../inspection";
import { VERDICTS } from "../inspection";
import { NO_DAY } from "../no-day";
import type { Dataset, Ids } from "../pipeline/dataset";
import { formatDay } from "../pipeline/zones";

/** One history with the whole past and future of its customer around it. */
export interface HistoryView {
  dataset: Dataset;
  history: number;
  /** Days since 1970. */
  dt: number;
  /** The customer's actions are the ranked ones from `from` to `to` (exclusive), newest first. */
  from: number;
  to: number;
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
  const { starts } = dataset.ranked;
  return { dataset, history, dt: days[history] ?? 0, from: starts[c] ?? 0, to: starts[c + 1] ?? 0 };
}

/** The histories of customer number `c`, by ascending day. */
export function historiesOf({ rows }: Dataset, c: number): number[] {
  const { customers } = rows.keys;
  const found: number[] = [];
  for (let h = customers.indexOf(c); h >= 0; h = customers.indexOf(c, h + 1)) found.push(h);
  return found;
}

const IN = VERDICTS.indexOf("in");
const CUTOFF = VERDICTS.indexOf("at-or-after-cutoff");
const PARTITION = VERDICTS.indexOf("partition-date");
const OLD = VERDICTS.indexOf("older-than-lookback");
const BEYOND = VERDICTS.indexOf("beyond-newest");

/** Tells why a ranked action of the view's customer is in its history or not, as a position in {@link VERDICTS}. */
export function verdictsOf({ dataset, history, dt }: HistoryView): (at: number) => number {
  const { ranked, windows, config } = dataset;
  const { days, partitionDays } = ranked;
  const { countsAfter } = windows;
  const { cutoff, lookbackDays } = config.filter;
  const firstDay = lookbackDays === null ? Number.NEGATIVE_INFINITY : dt - lookbackDays;
  const oldest = windows.oldest[history] ?? 0;
  return (at) => {
    const day = days[at] ?? 0;
    if ((countsAfter[at] ?? 0) >= dt) {
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

/** The positions in the ranking of the actions that the history holds, newest first. */
export function positionsIn({ dataset, history }: Pick<HistoryView, "dataset" | "history">): Int32Array {
  const { windows, rows } = dataset;
  const dt = rows.keys.days[history] ?? 0;
  const positions = new Int32Array(windows.lengths[history] ?? 0);
  for (let at = windows.starts[history] ?? 0, k = 0; k < positions.length; at += 1) {
    if ((windows.countsAfter[at] as number) >= dt) continue;
    positions[k] = at;
    k += 1;
  }
  return positions;
}

/** The cell of the tensor in which the action stands that is the `rank`-th newest (from 0) of `length`. */
export function cellOf(rank: number, length: number, { config }: Dataset): number {
  const { side, order } = config.pad;
  const first = side === "right" ? 0 : config.rank.maxActions - length;
  return first + (order === "newest_first" ? rank : length - 1 - rank);
}

export function sequenceOf(view: HistoryView): Sequence {
  const { ranked, itemIds, config } = view.dataset;
  const positions = positionsIn(view);
  if (config.pad.order === "oldest_first") positions.reverse();
  return {
    first: config.pad.side === "right" ? 0 : config.rank.maxActions - positions.length,
    types: Uint8Array.from(positions, (at) => ranked.types[at] ?? 0),
    itemIds: Array.from(positions, (at) => idText(itemIds, ranked.items[at] ?? 0)),
    actions: positions.map((at) => at - view.from),
  };
}

export function idText(ids: Ids, number: number): string {
  return String(ids[number] ?? "");
}

function numberOf(ids: Ids, text: string): number {
  if (!(ids instanceof BigInt64Array)) return ids.indexOf(text);
  return /^-?\d+$/.test(text) ? ids.indexOf(BigInt(text)) : -1;
}
