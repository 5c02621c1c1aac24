import { LABEL_MISSING } from "../labels";
import { type Dataset, ranksOf } from "../pipeline/dataset";
import type { Ids } from "../pipeline/ids";
import { formatDay } from "../pipeline/zones";
import type { SamplePage, SampleQuery, SampleRow, SampleView } from "../sample";
import { randomRows } from "./random-rows";
import { matchingRows } from "./sample-filter";
import { SampleOrder } from "./sample-order";

/** Views whose rows are kept, 4 bytes a row each: paging, and going back to an earlier sort, answer at once. */
const VIEWS_KEPT = 4;

interface ViewRows {
  matching: number;
  rows: Uint32Array;
}

/** Answers queries over all rows of a dataset. */
export class SampleTable {
  private readonly views = new Map<string, ViewRows>();
  private readonly order: SampleOrder;

  constructor(private readonly dataset: Dataset) {
    this.order = new SampleOrder(dataset);
  }

  page({ filter, random, sort, offset, limit }: SampleQuery): SamplePage {
    const { matching, rows } = this.viewOf({ filter, random, sort });
    const shown = rows.subarray(offset, offset + limit);
    return { total: rows.length, matching, rows: sampleRows(this.dataset, shown) };
  }

  private viewOf(view: SampleView): ViewRows {
    const key = JSON.stringify(view);
    const known = this.views.get(key) ?? this.select(view);
    this.views.delete(key);
    this.views.set(key, known);
    const [oldest] = this.views.keys();
    if (this.views.size > VIEWS_KEPT && oldest !== undefined) this.views.delete(oldest);
    return known;
  }

  private select({ filter, random, sort }: SampleView): ViewRows {
    const matching = matchingRows(this.dataset, filter);
    const drawn = random ? randomRows(matching, random) : matching;
    return { matching: matching.length, rows: sort ? this.order.sorted(drawn, sort) : drawn };
  }
}

type SampleHistory = Pick<SampleRow, "actionTypes" | "itemIds" | "truncated" | "newestAt" | "oldestAt">;

/** Rows of one history share what they say of it. */
function sampleRows(dataset: Dataset, shown: Uint32Array): SampleRow[] {
  const known = new Map<number, SampleHistory>();
  return Array.from(shown, (r) => {
    const h = dataset.rows.histories[r] ?? 0;
    const history = known.get(h) ?? sampleHistory(dataset, h);
    known.set(h, history);
    return sampleRow(dataset, r, history);
  });
}

function sampleRow({ rows, customerIds, itemIds }: Dataset, r: number, history: SampleHistory): SampleRow {
  const k = rows.itemStarts[r] ?? 0;
  const label = rows.labels[k];
  return {
    row: r,
    dt: formatDay(rows.days[r] ?? 0),
    customerId: String(customerIds[rows.customers[r] ?? 0] ?? ""),
    rankingId: rows.rankingIds[r] ?? null,
    slot: rows.slots[k] ?? 0,
    itemId: String(itemIds[rows.items[k] ?? 0] ?? ""),
    isOrder: label === LABEL_MISSING ? null : label === 1,
    items: (rows.itemStarts[r + 1] ?? 0) - k,
    ...history,
  };
}

function sampleHistory(dataset: Dataset, history: number): SampleHistory {
  const { ranked, rows, windows, itemIds, config } = dataset;
  const ranks = ranksOf(dataset, history);
  if (config.pad.order === "oldest_first") ranks.reverse();
  const isEmpty = ranks.length === 0;
  const { items, types } = ranked.of(rows.keys.customers[history] ?? 0);
  return {
    actionTypes: Uint8Array.from(ranks, (at) => types[at] ?? 0),
    itemIds: idsOf(itemIds, ranks, items),
    truncated: windows.truncated[history] === 1,
    newestAt: isEmpty ? null : (windows.newestAt[history] ?? 0n),
    oldestAt: isEmpty ? null : (windows.oldestAt[history] ?? 0n),
  };
}

function idsOf(ids: Ids, ranks: Uint32Array, items: Int32Array): BigInt64Array | string[] {
  if (ids instanceof BigInt64Array) return BigInt64Array.from(ranks, (at) => ids[items[at] ?? 0] ?? 0n);
  return Array.from(ranks, (at) => ids[items[at] ?? 0] ?? "");
}
