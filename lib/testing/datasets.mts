import { type Config, parseConfig } from "../config";
import type { Dataset, Ids } from "../pipeline/dataset";
import { findWindows } from "../pipeline/filter";
import type { RankedActions } from "../pipeline/rank";
import { LABEL_MISSING, type OutputRows } from "../pipeline/rows";

/** A carousel with the numbers of its customer and items. `null` is a missing label, or no ranking. */
export interface PlainCarousel {
  day: number;
  customer: number;
  ranking: string | null;
  items: { item: number; label: boolean | null }[];
}

export interface PlainAction {
  customer: number;
  item: number;
  type: number;
  at: bigint;
  /** Matters where `filter.cutoff` is `both`. */
  partitionDay: number;
}

export interface PlainDataset {
  customerIds: Ids;
  /** Entry 0 is the padding. */
  itemIds: Ids;
  carousels: PlainCarousel[];
  actions: PlainAction[];
}

const MICROS_A_DAY = 86_400_000_000n;

/** A dataset as a build would make it, without an engine. The carousels stand in the order of the output. */
export function datasetOf(plain: PlainDataset, config: unknown = {}): Dataset {
  const parsed = parseConfig(config);
  const rows = outputRows(plain.carousels, parsed);
  const ranked = rankedActions(plain);
  const windows = findWindows(ranked, rows.keys, parsed);
  return { config: parsed, rows, ranked, windows, customerIds: plain.customerIds, itemIds: plain.itemIds };
}

function outputRows(carousels: PlainCarousel[], { output }: Config): OutputRows {
  const shown = carousels.flatMap((carousel) => carousel.items.map((item, slot) => ({ ...carousel, ...item, slot })));
  const isCompact = output.layout === "compact";
  const rows = isCompact ? carousels.filter(({ items }) => items.length > 0) : shown;
  const itemStarts = [0];
  for (const row of rows) itemStarts.push((itemStarts.at(-1) ?? 0) + (isCompact ? row.items.length : 1));
  const keys = rows.map(({ day, customer }) => `${day} ${customer}`);
  const first = rows.filter((_, r) => keys[r] !== keys[r - 1]);
  let history = -1;
  return {
    count: rows.length,
    days: Int32Array.from(rows, ({ day }) => day),
    customers: Int32Array.from(rows, ({ customer }) => customer),
    rankingIds: rows.map(({ ranking }) => ranking),
    itemStarts: Uint32Array.from(itemStarts),
    slots: Int32Array.from(shown, ({ slot }) => slot),
    items: Int32Array.from(shown, ({ item }) => item),
    labels: Uint8Array.from(shown, ({ label }) => (label === null ? LABEL_MISSING : Number(label))),
    histories: Uint32Array.from(keys, (key, r) => (key === keys[r - 1] ? history : ++history)),
    keys: { days: Int32Array.from(first, ({ day }) => day), customers: Int32Array.from(first, ({ customer }) => customer) },
  };
}

function rankedActions({ actions, customerIds }: PlainDataset): RankedActions {
  const ordered = [...actions].sort(
    (a, b) => a.customer - b.customer || Number(b.at - a.at) || b.type - a.type || b.item - a.item,
  );
  return {
    starts: Uint32Array.from({ length: customerIds.length + 1 }, (_, c) => ordered.filter(({ customer }) => customer < c).length),
    items: Int32Array.from(ordered, ({ item }) => item),
    types: Uint8Array.from(ordered, ({ type }) => type),
    occurredAt: BigInt64Array.from(ordered, ({ at }) => at),
    days: Int32Array.from(ordered, ({ at }) => Number(at / MICROS_A_DAY)),
    partitionDays: Int32Array.from(ordered, ({ partitionDay }) => partitionDay),
  };
}
