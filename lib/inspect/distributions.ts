import type { DayCount, Distributions, LabelCounts, LengthBin } from "../distributions";
import type { Dataset } from "../pipeline/dataset";
import { formatDay } from "../pipeline/zones";
import { countActions } from "./action-counts";
import { lengthBins, positionBins } from "./bins";
import { itemCounts } from "./item-counts";

/** How a dataset is spread: one pass over its actions, one over its rows. */
export function distributions(dataset: Dataset): Distributions {
  const { rows, windows } = dataset;
  const histories = windows.lengths.length;
  const longest = windows.lengths.reduce((most, length) => Math.max(most, length), 0);
  const counted = countActions(dataset, positionBins(longest));
  const labels = labelsByHistory(dataset);
  return {
    histories,
    types: counted.types,
    positions: counted.positions,
    lengths: binnedLengths(dataset, labels, longest),
    days: countDays(dataset, labels),
    items: itemCounts(dataset.itemIds, countShown(rows.items, dataset.itemIds.length), counted.items),
  };
}

/** Rows and labels of each history. */
interface HistoryLabels {
  rows: Uint32Array;
  labelled: Uint32Array;
  positive: Uint32Array;
}

function labelsByHistory({ rows }: Dataset): HistoryLabels {
  const count = rows.keys.days.length;
  const counts = { rows: new Uint32Array(count), labelled: new Uint32Array(count), positive: new Uint32Array(count) };
  const add = (to: Uint32Array, h: number) => {
    to[h] = (to[h] as number) + 1;
  };
  for (let r = 0; r < rows.count; r += 1) {
    const h = rows.histories[r] as number;
    add(counts.rows, h);
    for (let k = rows.itemStarts[r] as number; k < (rows.itemStarts[r + 1] as number); k += 1) {
      const label = rows.labels[k];
      if (label === 0 || label === 1) add(counts.labelled, h);
      if (label === 1) add(counts.positive, h);
    }
  }
  return counts;
}

function binnedLengths({ windows }: Dataset, labels: HistoryLabels, longest: number): LengthBin[] {
  const bins = lengthBins(longest).map((bin) => ({ ...bin, histories: 0, truncated: 0, labelled: 0, positive: 0 }));
  const binOf = new Uint16Array(longest + 1);
  for (const [index, { from, to }] of bins.entries()) binOf.fill(index, from, to + 1);
  for (let h = 0; h < windows.lengths.length; h += 1) {
    const bin = bins[binOf[windows.lengths[h] ?? 0] ?? 0];
    if (!bin) continue;
    bin.histories += 1;
    bin.truncated += windows.truncated[h] ?? 0;
    addLabels(bin, labels, h);
  }
  return bins;
}

/** Histories stand in the order of the output, so those of a day are neighbours. */
function countDays({ rows, windows }: Dataset, labels: HistoryLabels): DayCount[] {
  const days: DayCount[] = [];
  for (let h = 0; h < windows.lengths.length; h += 1) {
    const day = rows.keys.days[h] ?? 0;
    if (h === 0 || day !== rows.keys.days[h - 1])
      days.push({ day: formatDay(day), rows: 0, customers: 0, emptyHistories: 0, labelled: 0, positive: 0 });
    const counts = days[days.length - 1];
    if (!counts) continue;
    counts.rows += labels.rows[h] ?? 0;
    counts.customers += 1;
    if (windows.lengths[h] === 0) counts.emptyHistories += 1;
    addLabels(counts, labels, h);
  }
  return days;
}

function addLabels(to: LabelCounts, labels: HistoryLabels, h: number): void {
  to.labelled += labels.labelled[h] ?? 0;
  to.positive += labels.positive[h] ?? 0;
}

function countShown(items: Int32Array, distinct: number): Uint32Array {
  const shown = new Uint32Array(distinct);
  for (const item of items) shown[item] = (shown[item] ?? 0) + 1;
  return shown;
}
