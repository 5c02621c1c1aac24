import type { Config } from "../config";
import { countUp, intsAt } from "../gather";
import type { HistoryKeys } from "./filter";
import { startsOf } from "./grouping";
import { inOutputOrder, orderCarousels, rankingOf } from "./rows-order";
import type { Shown } from "./shown";

/**
 * The output rows in the contract's order, without their histories. Row r shows the items `itemStarts[r]` up to
 * `itemStarts[r + 1]`, the latter exclusive: one item in the exploded layout, the whole carousel in the compact one.
 */
export interface OutputRows {
  count: number;
  days: Int32Array;
  customers: Int32Array;
  rankingIds: (string | null)[];
  itemStarts: Uint32Array;
  slots: Int32Array;
  items: Int32Array;
  /** 0 false, 1 true, 2 missing. */
  labels: Uint8Array;
  /** Rows of a history are neighbours: row r has history `histories[r]`. */
  histories: Uint32Array;
  keys: HistoryKeys;
}

/** The output rows of all carousels. */
export function outputRows(shown: Shown, layout: Config["output"]["layout"]): OutputRows {
  const order = orderCarousels(shown);
  const { items, lengths } = inOutputOrder(shown, order, layout);
  const starts = startsOf(lengths);
  if (layout === "compact") {
    const days = intsAt(shown.days, order);
    const customers = intsAt(shown.customers, order);
    const rankingIds = Array.from(order, (k) => rankingOf(shown, k));
    return withHistories({ days, customers, rankingIds, itemStarts: starts, ...items });
  }
  const count = items.items.length;
  const rows = { days: new Int32Array(count), customers: new Int32Array(count), rankingIds: new Array<string | null>(count) };
  for (let at = 0; at < order.length; at += 1) {
    const carousel = order[at] as number;
    const [from, to] = [starts[at] as number, starts[at + 1] as number];
    rows.days.fill(shown.days[carousel] as number, from, to);
    rows.customers.fill(shown.customers[carousel] as number, from, to);
    rows.rankingIds.fill(rankingOf(shown, carousel), from, to);
  }
  return withHistories({ ...rows, itemStarts: countUp(count + 1), ...items });
}

/** Numbers the histories of rows that stand in the order of the output. */
function withHistories(rows: Omit<OutputRows, "count" | "histories" | "keys">): OutputRows {
  const { days, customers } = rows;
  const count = days.length;
  const histories = new Uint32Array(count);
  const first: number[] = [];
  for (let r = 0; r < count; r += 1) {
    if (r === 0 || days[r] !== days[r - 1] || customers[r] !== customers[r - 1]) first.push(r);
    histories[r] = first.length - 1;
  }
  const keys = { days: intsAt(days, first), customers: intsAt(customers, first) };
  return { ...rows, count, histories, keys };
}
