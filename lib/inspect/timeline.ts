import { ACTIONS } from "../config";
import type { ActionDetail, BinCounts, Questions, Timeline, TimelineQuestion } from "../inspection";
import { VERDICTS } from "../inspection";
import { NO_DAY } from "../no-day";
import { type Dataset, ranksOf } from "../pipeline/dataset";
import { firstBelow } from "../pipeline/filter";
import { formatDay } from "../pipeline/zones";
import { firstAtLeast } from "./first-at-least";
import { cellOf, type HistoryView, idText, outputsOf, verdictOf, verdictsOf, viewOf } from "./view";

/** The actions of a range of time, one by one, or counted in bins where there are more than `maxMarks`. */
export function timeline(dataset: Dataset, question: TimelineQuestion): Timeline {
  const { from, to, bins, maxMarks } = question;
  const view = viewOf(dataset, question.customer, question.dt);
  const { occurredAt, types } = view.actions;
  const first = firstBelow(occurredAt, 0, occurredAt.length, to);
  const end = firstBelow(occurredAt, first, occurredAt.length, from);
  if (end - first > maxMarks) {
    return { kind: "bins", from, to, bins, total: end - first, lanes: binCounts(view, first, end, question) };
  }
  const verdictAt = verdictsOf(view);
  return {
    kind: "marks",
    from,
    to,
    marks: {
      first,
      at: occurredAt.slice(first, end),
      types: types.slice(first, end),
      verdicts: Uint8Array.from({ length: end - first }, (_, k) => verdictAt(first + k)),
    },
  };
}

/** Only the edges of the bins are compared as instants: between two of them the actions are neighbours in the ranking. */
function binCounts(view: HistoryView, first: number, end: number, { from, to, bins }: TimelineQuestion): BinCounts[] {
  const { actions } = view;
  const { config } = view.dataset;
  const lanes = ACTIONS.map((action) => ({ action, counts: VERDICTS.map(() => new Uint32Array(bins)) }));
  const byType = new Map(lanes.map((lane) => [config.unify.actionTypes[lane.action], lane]));
  const verdictAt = verdictsOf(view);
  let at = first;
  for (let bin = bins - 1; bin >= 0; bin -= 1) {
    const edge = from + ((to - from) * BigInt(bin)) / BigInt(bins);
    const stop = firstBelow(actions.occurredAt, at, end, edge);
    for (; at < stop; at += 1) {
      const counts = byType.get(actions.types[at] ?? 0)?.counts[verdictAt(at)];
      if (counts) counts[bin] = (counts[bin] ?? 0) + 1;
    }
  }
  return lanes;
}

/** A page of the customer's actions, newest first, each with its place in the tensor and why. */
export function actions(dataset: Dataset, { customer, dt, offset, limit }: Questions["actions"]["question"]): ActionDetail[] {
  const view = viewOf(dataset, customer, dt);
  const { itemIds } = dataset;
  const { items, types, occurredAt, partitionDays } = view.actions;
  const ranks = ranksOf(dataset, view.history);
  const verdictAt = verdictsOf(view);
  const outputOf = outputsOf(dataset);
  const first = Math.max(0, offset);
  const end = Math.min(items.length, offset + limit);
  return Array.from({ length: Math.max(0, end - first) }, (_, k) => {
    const at = first + k;
    const verdict = verdictOf(verdictAt(at));
    const partitionDay = partitionDays[at] ?? NO_DAY;
    return {
      itemId: idText(itemIds, items[at] ?? 0),
      value: outputOf(items[at] ?? 0),
      type: types[at] ?? 0,
      at: occurredAt[at] ?? 0n,
      partitionDate: partitionDay === NO_DAY ? null : formatDay(partitionDay),
      verdict,
      cell: verdict === "in" ? cellOf(firstAtLeast(ranks, at), ranks.length, dataset) : null,
    };
  });
}
