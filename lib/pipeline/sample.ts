import type { SamplePage, SampleQuery, SampleRow } from "../sample";
import { type Dataset, type Ids, positionsOf } from "./dataset";
import { LABEL_MISSING } from "./rows";
import { formatDay } from "./zones";

/** Answers queries over all rows of a dataset. In the compact layout a row is a carousel, shown by its first item. */
export class SampleTable {
  private search = "";
  private matches: Uint32Array | null = null;

  constructor(private readonly dataset: Dataset) {}

  page({ customer, offset, limit }: SampleQuery): SamplePage {
    const matches = this.matching(customer.trim());
    const total = matches ? matches.length : this.dataset.rows.count;
    const rows: SampleRow[] = [];
    for (let k = offset; k < Math.min(offset + limit, total); k += 1)
      rows.push(sampleRow(this.dataset, matches ? (matches[k] ?? 0) : k));
    return { total, rows };
  }

  private matching(search: string): Uint32Array | null {
    if (search === "") return null;
    if (search !== this.search || !this.matches) {
      this.search = search;
      this.matches = rowsOfCustomers(this.dataset, search);
    }
    return this.matches;
  }
}

function rowsOfCustomers({ rows, customerIds }: Dataset, search: string): Uint32Array {
  const isMatch = Uint8Array.from(customerIds as ArrayLike<bigint | string>, (id) => (String(id).includes(search) ? 1 : 0));
  const found: number[] = [];
  for (let r = 0; r < rows.count; r += 1) if (isMatch[rows.customers[r] ?? 0]) found.push(r);
  return Uint32Array.from(found);
}

function sampleRow(dataset: Dataset, r: number): SampleRow {
  const { rows, ranked, customerIds, itemIds, config } = dataset;
  const k = rows.itemStarts[r] ?? 0;
  const positions = [...positionsOf(dataset, rows.histories[r] ?? 0)];
  if (config.pad.order === "oldest_first") positions.reverse();
  const label = rows.labels[k];
  return {
    dt: formatDay(rows.days[r] ?? 0),
    customerId: idText(customerIds, rows.customers[r] ?? 0),
    rankingId: rows.rankingIds[r] ?? null,
    slot: rows.slots[k] ?? 0,
    itemId: idText(itemIds, rows.items[k] ?? 0),
    isOrder: label === LABEL_MISSING ? null : label === 1,
    actionTypes: Uint8Array.from(positions, (at) => ranked.types[at] ?? 0),
    itemIds: positions.map((at) => idText(itemIds, ranked.items[at] ?? 0)),
  };
}

function idText(ids: Ids, number: number): string {
  return String(ids[number] ?? "");
}
