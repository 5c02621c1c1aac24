import type { History, Questions, Verdict } from "../inspection";
import { VERDICTS } from "../inspection";
import type { Dataset } from "../pipeline/dataset";
import { countsAfter } from "../pipeline/filter";
import { formatDay, startOfDay } from "../pipeline/zones";
import { type HistoryView, historiesOf, idText, sequenceOf, verdictOf, verdictsOf, viewOf } from "./view";

/** One customer on one impression day: its other days, the lines of the cutoff, and the sequence. */
export function history(dataset: Dataset, { customer, dt }: Questions["history"]["question"]): History {
  const view = viewOf(dataset, customer, dt);
  const { rows, windows, config, customerIds } = dataset;
  const { occurredAt } = view.actions;
  const { dayZone, lookbackDays } = config.filter;
  const c = rows.keys.customers[view.history] ?? 0;
  const days = historiesOf(dataset, c).map((h) => ({
    dt: formatDay(rows.keys.days[h] ?? 0),
    cutoff: startOfDay(rows.keys.days[h] ?? 0, dayZone),
    length: windows.lengths[h] ?? 0,
    truncated: windows.truncated[h] === 1,
  }));
  return {
    customer: idText(customerIds, c),
    dt: formatDay(view.dt),
    days,
    cutoff: startOfDay(view.dt, dayZone),
    lookback: lookbackDays === null ? null : startOfDay(view.dt - lookbackDays, dayZone),
    boundary: windows.truncated[view.history] === 1 ? (windows.oldestAt[view.history] ?? null) : null,
    boundaryTied: firstGone(view) !== null,
    extent: occurredAt.length > 0 ? { oldest: occurredAt.at(-1) ?? 0n, newest: occurredAt[0] ?? 0n } : null,
    actions: occurredAt.length,
    counts: countsOf(view),
    sequence: sequenceOf(view),
  };
}

function countsOf(view: HistoryView): Record<Verdict, number> {
  const counts = new Uint32Array(VERDICTS.length);
  const verdictAt = verdictsOf(view);
  for (let at = 0; at < view.actions.types.length; at += 1) {
    const verdict = verdictAt(at);
    counts[verdict] = (counts[verdict] ?? 0) + 1;
  }
  return Object.fromEntries(Array.from(counts, (count, code) => [verdictOf(code), count])) as Record<Verdict, number>;
}

/**
 * The rank of the newest action that a truncated history had to let go, if it has the instant of the oldest one kept:
 * then the order among ties decided. Else null.
 */
export function firstGone({ dataset: { config, windows }, history, dt, actions }: HistoryView): number | null {
  if (windows.truncated[history] !== 1) return null;
  const { occurredAt, days, partitionDays } = actions;
  const after = (windows.oldest[history] ?? 0) + 1;
  let end = after;
  while (end < occurredAt.length && occurredAt[end] === windows.oldestAt[history]) end += 1;
  const tied = { days: days.subarray(after, end), partitionDays: partitionDays.subarray(after, end) };
  const first = countsAfter(tied, config.filter.cutoff).findIndex((day) => day < dt);
  return first < 0 ? null : after + first;
}
