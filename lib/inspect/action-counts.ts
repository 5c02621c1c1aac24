import { ACTIONS } from "../config";
import type { PositionBin, TypeCount } from "../distributions";
import type { Dataset } from "../pipeline/dataset";
import { countsAfter, historiesOfCustomers, mayHaveGaps } from "../pipeline/filter";
import type { Block } from "../pipeline/ranked";
import type { Bin } from "./bins";

export interface ActionCounts {
  types: TypeCount[];
  positions: PositionBin[];
  /** How often each item number stands in a history. */
  items: Uint32Array;
}

/**
 * Counts the actions of all histories by type, by position and by item. The histories of a customer overlap, so where they
 * have no gaps each is the difference of two running counts, and an action is looked at once however many hold it.
 * @param bins of positions: ascending, without holes, from 0 to the end of the longest history
 */
export function countActions(dataset: Dataset, bins: readonly Bin[]): ActionCounts {
  const { itemIds, config } = dataset;
  const codes = ACTIONS.map((action) => config.unify.actionTypes[action]);
  const counts: Counts = {
    codes,
    ends: Uint32Array.from(bins, ({ to }) => to + 1),
    cells: new Float64Array(bins.length * codes.length),
    holding: new Float64Array(codes.length),
    items: new Uint32Array(itemIds.length),
  };
  const count = mayHaveGaps(config.filter.cutoff) ? walk : overlay;
  for (const place of dataset.ranked.blocks) count(dataset, place, counts);
  const { cells, holding, items } = counts;
  const positions = bins.map((bin, b) => ({ ...bin, actions: codes.map((_, kind) => cells[b * codes.length + kind] ?? 0) }));
  const types = codes.map((type, kind) => ({
    type,
    actions: positions.reduce((sum, { actions }) => sum + (actions[kind] ?? 0), 0),
    histories: holding[kind] ?? 0,
  }));
  return { types, positions, items };
}

interface Counts {
  /** The number of each kind in `action_types`. */
  codes: readonly number[];
  /** The end of each bin, exclusive. */
  ends: Uint32Array;
  /** Actions by bin, and in each by kind. */
  cells: Float64Array;
  /** Histories that hold an action of a kind. */
  holding: Float64Array;
  items: Uint32Array;
}

/** Action by action, history by history. */
function walk({ ranked, rows, histories, windows, config }: Dataset, place: Block, counts: Counts): void {
  const { codes, ends, cells, holding, items } = counts;
  const block = ranked.readBlock(place);
  const countedAfter = countsAfter(block, config.filter.cutoff);
  const kindOf = new Uint8Array(256);
  for (const [kind, code] of codes.entries()) kindOf[code] = kind;
  const held = new Uint8Array(codes.length);
  for (const h of historiesOfCustomers(histories, place.first, place.end).order) {
    const dt = rows.keys.days[h] as number;
    const length = windows.lengths[h] as number;
    const start = block.starts[(rows.keys.customers[h] as number) - place.first] as number;
    held.fill(0);
    for (let at = start + (windows.starts[h] as number), position = 0, bin = 0; position < length; at += 1) {
      if ((countedAfter[at] as number) >= dt) continue;
      if (position === ends[bin]) bin += 1;
      const kind = kindOf[block.types[at] as number] as number;
      const cell = bin * codes.length + kind;
      cells[cell] = (cells[cell] as number) + 1;
      const item = block.items[at] as number;
      items[item] = (items[item] as number) + 1;
      held[kind] = 1;
      position += 1;
    }
    for (let kind = 0; kind < codes.length; kind += 1) holding[kind] = (holding[kind] as number) + (held[kind] as number);
  }
}

/** Customer by customer: a running count of each kind, and how many histories hold each action. */
function overlay({ ranked, histories, windows }: Dataset, { first, end, from, to }: Block, counts: Counts): void {
  const { codes, ends, cells, holding, items } = counts;
  const ownItems = ranked.read("items", from, to);
  const ownTypes = ranked.read("types", from, to);
  const most = longestRun(ranked.starts.subarray(first, end + 1));
  // running[k] counts the actions of a kind among the customer's first k.
  const running = new Uint32Array(most + 1);
  const holders = new Int32Array(most + 1);
  for (let c = first; c < end; c += 1) {
    const start = (ranked.starts[c] as number) - from;
    const count = ranked.countOf(c);
    const own = histories.order.subarray(histories.starts[c], histories.starts[c + 1]);
    for (let kind = 0; kind < codes.length; kind += 1) {
      const code = codes[kind];
      for (let k = 0, sum = 0; k < count; k += 1) {
        if (ownTypes[start + k] === code) sum += 1;
        running[k + 1] = sum;
      }
      for (const h of own) {
        const newest = windows.starts[h] as number;
        const length = windows.lengths[h] as number;
        const before = running[newest] as number;
        if ((running[newest + length] as number) > before) holding[kind] = (holding[kind] as number) + 1;
        for (let bin = 0, last = before, begin = 0; begin < length; bin += 1) {
          begin = Math.min(ends[bin] as number, length);
          const now = running[newest + begin] as number;
          const cell = bin * codes.length + kind;
          cells[cell] = (cells[cell] as number) + now - last;
          last = now;
        }
      }
    }
    holders.fill(0, 0, count + 1);
    for (const h of own) {
      const newest = windows.starts[h] as number;
      const after = newest + (windows.lengths[h] as number);
      holders[newest] = (holders[newest] as number) + 1;
      holders[after] = (holders[after] as number) - 1;
    }
    for (let k = 0, held = 0; k < count; k += 1) {
      held += holders[k] as number;
      const item = ownItems[start + k] as number;
      items[item] = (items[item] as number) + held;
    }
  }
}

function longestRun(starts: Uint32Array): number {
  let most = 0;
  for (let c = 1; c < starts.length; c += 1) most = Math.max(most, (starts[c] as number) - (starts[c - 1] as number));
  return most;
}
