import { ACTIONS } from "../config";
import type { PositionBin, TypeCount } from "../distributions";
import type { Dataset } from "../pipeline/dataset";
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
  const { windows, itemIds, config } = dataset;
  const codes = ACTIONS.map((action) => config.unify.actionTypes[action]);
  const counts: Counts = {
    codes,
    ends: Uint32Array.from(bins, ({ to }) => to + 1),
    cells: new Float64Array(bins.length * codes.length),
    holding: new Float64Array(codes.length),
    items: new Uint32Array(itemIds.length),
  };
  if (windows.gaps) walk(dataset, counts);
  else overlay(dataset, counts);
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
function walk({ ranked, rows, windows }: Dataset, { codes, ends, cells, holding, items }: Counts): void {
  const { starts, lengths, countsAfter } = windows;
  const kindOf = new Uint8Array(256);
  for (const [kind, code] of codes.entries()) kindOf[code] = kind;
  const held = new Uint8Array(codes.length);
  for (let h = 0; h < lengths.length; h += 1) {
    const dt = rows.keys.days[h] as number;
    const length = lengths[h] as number;
    held.fill(0);
    for (let at = starts[h] as number, position = 0, bin = 0; position < length; at += 1) {
      if ((countsAfter[at] as number) >= dt) continue;
      if (position === ends[bin]) bin += 1;
      const kind = kindOf[ranked.types[at] as number] as number;
      const cell = bin * codes.length + kind;
      cells[cell] = (cells[cell] as number) + 1;
      const item = ranked.items[at] as number;
      items[item] = (items[item] as number) + 1;
      held[kind] = 1;
      position += 1;
    }
    for (let kind = 0; kind < codes.length; kind += 1) holding[kind] = (holding[kind] as number) + (held[kind] as number);
  }
}

/** Customer by customer: a running count of each kind, and how many histories hold each action. */
function overlay(dataset: Dataset, { codes, ends, cells, holding, items }: Counts): void {
  const { ranked, windows } = dataset;
  const { starts: ownStarts, order } = historiesByCustomer(dataset);
  const most = longestRun(ranked.starts);
  // running[k] counts the actions of a kind among the customer's first k.
  const running = new Uint32Array(most + 1);
  const holders = new Int32Array(most + 1);
  for (let c = 0; c + 1 < ownStarts.length; c += 1) {
    const from = ranked.starts[c] as number;
    const count = (ranked.starts[c + 1] as number) - from;
    const histories = order.subarray(ownStarts[c], ownStarts[c + 1]);
    for (let kind = 0; kind < codes.length; kind += 1) {
      const code = codes[kind];
      for (let k = 0, sum = 0; k < count; k += 1) {
        if (ranked.types[from + k] === code) sum += 1;
        running[k + 1] = sum;
      }
      for (const h of histories) {
        const first = (windows.starts[h] as number) - from;
        const length = windows.lengths[h] as number;
        const before = running[first] as number;
        if ((running[first + length] as number) > before) holding[kind] = (holding[kind] as number) + 1;
        for (let bin = 0, last = before, begin = 0; begin < length; bin += 1) {
          begin = Math.min(ends[bin] as number, length);
          const now = running[first + begin] as number;
          const cell = bin * codes.length + kind;
          cells[cell] = (cells[cell] as number) + now - last;
          last = now;
        }
      }
    }
    holders.fill(0, 0, count + 1);
    for (const h of histories) {
      const first = (windows.starts[h] as number) - from;
      const end = first + (windows.lengths[h] as number);
      holders[first] = (holders[first] as number) + 1;
      holders[end] = (holders[end] as number) - 1;
    }
    for (let k = 0, held = 0; k < count; k += 1) {
      held += holders[k] as number;
      const item = ranked.items[from + k] as number;
      items[item] = (items[item] as number) + held;
    }
  }
}

/** The histories of customer `c` are `order[starts[c]]` up to `order[starts[c + 1]]`, the latter exclusive. */
function historiesByCustomer({ rows, ranked }: Dataset): { starts: Uint32Array; order: Uint32Array } {
  const { customers } = rows.keys;
  const starts = new Uint32Array(ranked.starts.length);
  for (const c of customers) starts[c + 1] = (starts[c + 1] as number) + 1;
  for (let c = 1; c < starts.length; c += 1) starts[c] = (starts[c] as number) + (starts[c - 1] as number);
  const next = starts.slice();
  const order = new Uint32Array(customers.length);
  for (let h = 0; h < customers.length; h += 1) {
    const c = customers[h] as number;
    const at = next[c] as number;
    order[at] = h;
    next[c] = at + 1;
  }
  return { starts, order };
}

function longestRun(starts: Uint32Array): number {
  let most = 0;
  for (let c = 1; c < starts.length; c += 1) most = Math.max(most, (starts[c] as number) - (starts[c - 1] as number));
  return most;
}
