import { type Dataset, type Ids, positionsOf } from "../pipeline/dataset";
import { LABEL_MISSING } from "../pipeline/rows";
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
    return { total: rows.length, matching, rows: Array.from(shown, (r) => sampleRow(this.dataset, r)) };
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

function sampleRow(dataset: Dataset, r: number): SampleRow {
  const { rows, ranked, windows, customerIds, itemIds, config } = dataset;
  const k = rows.itemStarts[r] ?? 0;
  const h = rows.histories[r] ?? 0;
  const positions = [...positionsOf(dataset, h)];
  if (config.pad.order === "oldest_first") positions.reverse();
  const isEmpty = positions.length === 0;
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
    actionTypes: Uint8Array.from(positions, (at) => ranked.types[at] ?? 0),
    itemIds: idsOf(
      itemIds,
      positions.map((at) => ranked.items[at] ?? 0),
    ),
    truncated: windows.truncated[h] === 1,
    newestAt: isEmpty ? null : (ranked.occurredAt[windows.starts[h] ?? 0] ?? 0n),
    oldestAt: isEmpty ? null : (ranked.occurredAt[windows.oldest[h] ?? 0] ?? 0n),
  };
}

function idsOf(ids: Ids, numbers: number[]): BigInt64Array | string[] {
  if (ids instanceof BigInt64Array) return BigInt64Array.from(numbers, (number) => ids[number] ?? 0n);
  return numbers.map((number) => ids[number] ?? "");
}
