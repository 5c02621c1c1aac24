import { type Config, parseConfig } from "../config";
import { LABEL_MISSING } from "../labels";
import type { Dataset } from "../pipeline/dataset";
import { findWindows, makeWindows, placeWindows } from "../pipeline/filter";
import { grouped } from "../pipeline/grouping";
import type { Ids } from "../pipeline/ids";
import { RankedActions, type RankedBlock } from "../pipeline/ranked";
import type { OutputRows } from "../pipeline/rows";
import { Shelf } from "../pipeline/shelf";
import { createMemoryScratch } from "../store/memory";

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
  const { customerIds, itemIds } = plain;
  const histories = grouped(rows.keys.customers, customerIds.length);
  const block = rankedBlock(plain);
  const days = Int32Array.from(histories.order, (h) => rows.keys.days[h] ?? 0);
  const windows = makeWindows(days.length);
  const rules = { filter: parsed.filter, maxActions: parsed.rank.maxActions };
  placeWindows(windows, findWindows(block, { starts: histories.starts, days }, rules), histories.order);
  return { config: parsed, rows, histories, ranked: rankedActions(block), windows, customerIds, itemIds };
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

export function shelfInMemory(): Shelf {
  return new Shelf(createMemoryScratch(), Number.POSITIVE_INFINITY);
}

/** Ranked actions in memory, in one block. */
export function rankedActions(block: RankedBlock): RankedActions {
  const ranked = new RankedActions(shelfInMemory(), block.starts.length - 1);
  ranked.append(block);
  return ranked;
}

function rankedBlock({ actions, customerIds }: PlainDataset): RankedBlock {
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
