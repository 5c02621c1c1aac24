import { ACTIONS } from "../config";
import type { DayCount, Distributions, LabelCounts, LengthBin, PositionBin, TypeCount } from "../distributions";
import type { Dataset } from "../pipeline/dataset";
import { formatDay } from "../pipeline/zones";
import { lengthBins, positionBins } from "./bins";
import { itemCounts } from "./item-counts";

/** How a dataset is spread: one pass over the actions of its histories, one over its rows. */
export function distributions(dataset: Dataset): Distributions {
  const { rows, windows } = dataset;
  const histories = windows.lengths.length;
  const longest = windows.lengths.reduce((most, length) => Math.max(most, length), 0);
  const counted = countActions(dataset, longest);
  const labels = labelsByHistory(dataset);
  return {
    histories,
    types: counted.types,
    positions: binnedPositions(counted, longest),
    lengths: binnedLengths(dataset, labels, longest),
    days: countDays(dataset, labels),
    items: itemCounts(dataset.itemIds, countShown(rows.items, dataset.itemIds.length), counted.items),
  };
}

interface ActionCounts {
  types: TypeCount[];
  /** Actions by position, and at each position by type. */
  byPosition: Float64Array;
  /** Actions by item number. */
  items: Uint32Array;
}

function countActions({ ranked, rows, windows, itemIds, config }: Dataset, longest: number): ActionCounts {
  const codes = ACTIONS.map((action) => config.unify.actionTypes[action]);
  const kinds = codes.length;
  const kindOf = new Uint8Array(256);
  for (const [kind, code] of codes.entries()) kindOf[code] = kind;
  const byPosition = new Float64Array(longest * kinds);
  const items = new Uint32Array(itemIds.length);
  const holding = new Float64Array(kinds);
  const { starts, lengths, countsAfter } = windows;
  for (let h = 0; h < lengths.length; h += 1) {
    const dt = rows.keys.days[h] ?? 0;
    const length = lengths[h] ?? 0;
    let seen = 0;
    for (let at = starts[h] ?? 0, position = 0; position < length; at += 1) {
      if ((countsAfter[at] ?? 0) >= dt) continue;
      const kind = kindOf[ranked.types[at] ?? 0] ?? 0;
      const cell = position * kinds + kind;
      byPosition[cell] = (byPosition[cell] ?? 0) + 1;
      const item = ranked.items[at] ?? 0;
      items[item] = (items[item] ?? 0) + 1;
      seen |= 1 << kind;
      position += 1;
    }
    for (let kind = 0; kind < kinds; kind += 1) if (seen & (1 << kind)) holding[kind] = (holding[kind] ?? 0) + 1;
  }
  const types = codes.map((type, kind) => {
    const actions = sumOf(byPosition, kind, kinds, 0, longest - 1);
    return { type, actions, histories: holding[kind] ?? 0 };
  });
  return { types, byPosition, items };
}

function binnedPositions({ types, byPosition }: ActionCounts, longest: number): PositionBin[] {
  return positionBins(longest).map(({ from, to }) => ({
    from,
    to,
    actions: types.map((_, kind) => sumOf(byPosition, kind, types.length, from, to)),
  }));
}

function sumOf(byPosition: Float64Array, kind: number, kinds: number, from: number, to: number): number {
  let sum = 0;
  for (let position = from; position <= to; position += 1) sum += byPosition[position * kinds + kind] ?? 0;
  return sum;
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
    to[h] = (to[h] ?? 0) + 1;
  };
  for (let r = 0; r < rows.count; r += 1) {
    const h = rows.histories[r] ?? 0;
    add(counts.rows, h);
    for (let k = rows.itemStarts[r] ?? 0; k < (rows.itemStarts[r + 1] ?? 0); k += 1) {
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
