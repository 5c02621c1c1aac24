import type { History, Questions, Verdict } from "../inspection";
import { VERDICTS } from "../inspection";
import type { Dataset } from "../pipeline/dataset";
import { formatDay, startOfDay } from "../pipeline/zones";
import { type HistoryView, historiesOf, idText, sequenceOf, verdictOf, verdictsOf, viewOf } from "./view";

/** One customer on one impression day: its other days, the lines of the cutoff, and the sequence. */
export function history(dataset: Dataset, { customer, dt }: Questions["history"]["question"]): History {
  const view = viewOf(dataset, customer, dt);
  const { ranked, rows, windows, config, customerIds } = dataset;
  const { dayZone, lookbackDays } = config.filter;
  const c = rows.keys.customers[view.history] ?? 0;
  const days = historiesOf(dataset, c).map((h) => ({
    dt: formatDay(rows.keys.days[h] ?? 0),
    cutoff: startOfDay(rows.keys.days[h] ?? 0, dayZone),
    length: windows.lengths[h] ?? 0,
    truncated: windows.truncated[h] === 1,
  }));
  const instant = (at: number) => ranked.occurredAt[at] ?? 0n;
  return {
    customer: idText(customerIds, c),
    dt: formatDay(view.dt),
    days,
    cutoff: startOfDay(view.dt, dayZone),
    lookback: lookbackDays === null ? null : startOfDay(view.dt - lookbackDays, dayZone),
    boundary: windows.truncated[view.history] === 1 ? instant(windows.oldest[view.history] ?? 0) : null,
    boundaryTied: firstGone(view, view.history) !== null,
    extent: view.to > view.from ? { oldest: instant(view.to - 1), newest: instant(view.from) } : null,
    actions: view.to - view.from,
    counts: countsOf(view),
    sequence: sequenceOf(view),
  };
}

function countsOf(view: HistoryView): Record<Verdict, number> {
  const counts = new Uint32Array(VERDICTS.length);
  const verdictAt = verdictsOf(view);
  for (let at = view.from; at < view.to; at += 1) {
    const verdict = verdictAt(at);
    counts[verdict] = (counts[verdict] ?? 0) + 1;
  }
  return Object.fromEntries(Array.from(counts, (count, code) => [verdictOf(code), count])) as Record<Verdict, number>;
}

/**
 * The position of the newest action that a truncated history had to let go, if it has the instant of the oldest one kept:
 * then the order among ties decided. Else null.
 * @param to the end of the customer's actions (exclusive)
 */
export function firstGone(
  { dataset: { ranked, windows }, dt, to }: Omit<HistoryView, "history">,
  history: number,
): number | null {
  if (windows.truncated[history] !== 1) return null;
  const oldest = windows.oldest[history] ?? 0;
  const instant = ranked.occurredAt[oldest];
  for (let at = oldest + 1; at < to && ranked.occurredAt[at] === instant; at += 1) {
    if ((windows.countsAfter[at] ?? 0) < dt) return at;
  }
  return null;
}
