import fc from "fast-check";
import type { Config } from "../../config";
import type { PlainAction, PlainCarousel, PlainDataset } from "../../testing/datasets.mts";

/** A row as plainly as it can be said: what it shows, and its history newest first. */
export interface PlainRow extends PlainCarousel {
  row: number;
  slot: number;
  history: PlainAction[];
  truncated: boolean;
}

const MICROS_A_DAY = 86_400_000_000n;
const CUSTOMERS = BigInt64Array.of(-7n, 5n, 42n, 9_007_199_254_740_993n);
const ITEMS = BigInt64Array.of(0n, -5n, 11n, 12n, 112n, 9_223_372_036_854_775_807n);

const carousel: fc.Arbitrary<PlainCarousel> = fc.record({
  day: fc.integer({ min: -2, max: 4 }),
  customer: fc.integer({ min: 0, max: CUSTOMERS.length - 1 }),
  ranking: fc.option(fc.constantFrom("r1", "r2", "é", "\u{1f600}", "\uffe0")),
  items: fc.array(fc.record({ item: fc.integer({ min: 1, max: ITEMS.length - 1 }), label: fc.option(fc.boolean()) }), {
    maxLength: 3,
  }),
});

const action: fc.Arbitrary<PlainAction> = fc.record({
  customer: fc.integer({ min: 0, max: CUSTOMERS.length - 2 }),
  item: fc.integer({ min: 1, max: ITEMS.length - 1 }),
  type: fc.constantFrom(1, 2, 3),
  at: fc.bigInt({ min: 0n, max: 4n * MICROS_A_DAY }),
  partitionDay: fc.integer({ min: 0, max: 4 }),
});

export const plainDatasets: fc.Arbitrary<PlainDataset> = fc
  .record({ carousels: fc.array(carousel, { maxLength: 14 }), actions: fc.array(action, { maxLength: 40 }) })
  .map(({ carousels, actions }) => ({
    customerIds: CUSTOMERS,
    itemIds: ITEMS,
    actions,
    carousels: carousels.sort((a, b) => a.day - b.day || a.customer - b.customer),
  }));

export const plainConfigs = fc.record({
  filter: fc.record({ cutoff: fc.constantFrom("event_time", "both") }),
  rank: fc.record({ maxActions: fc.integer({ min: 1, max: 5 }) }),
  output: fc.record({ layout: fc.constantFrom("exploded", "compact") }),
});

/** The rows of the output, worked out one by one. */
export function plainRows({ carousels, actions }: PlainDataset, { output, rank, filter }: Config): PlainRow[] {
  const histories = (day: number, customer: number) =>
    actions
      .filter((each) => each.customer === customer && each.at < BigInt(day) * MICROS_A_DAY)
      .filter((each) => filter.cutoff === "event_time" || each.partitionDay < day)
      .sort((a, b) => Number(b.at - a.at) || b.type - a.type || b.item - a.item);
  return carousels
    .filter(({ items }) => items.length > 0)
    .flatMap((each) => {
      const all = histories(each.day, each.customer);
      const history = { history: all.slice(0, rank.maxActions), truncated: all.length > rank.maxActions };
      if (output.layout === "compact") return [{ ...each, ...history, slot: 0 }];
      return each.items.map((item, slot) => ({ ...each, ...history, slot, items: [item] }));
    })
    .map((each, row) => ({ ...each, row }));
}
