import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  HISTORY_KINDS,
  LABELS,
  NO_FILTER,
  type Range,
  type SampleFilter,
  type SampleSort,
  type SampleView,
  SORT_COLUMNS,
  type TextMatch,
  WHOLE_VIEW,
} from "../sample";
import { datasetOf, type PlainDataset } from "../testing/datasets.mts";
import { compare } from "../testing/oracle.mts";
import { SampleTable } from "./sample-table";
import { type PlainRow, plainConfigs, plainDatasets, plainRows } from "./testing/plain-rows.mts";

const DAYS = ["1969-12-30", "1969-12-31", "1970-01-01", "1970-01-02", "1970-01-03", "1970-01-04", "1970-01-05"];
const text = fc.record({
  how: fc.constantFrom<TextMatch["how"]>("contains", "is"),
  text: fc.constantFrom("1", "11", "5", "-7", "42", "012", "9007199254740993", "x"),
});
const range = <T>(value: fc.Arbitrary<T>): fc.Arbitrary<Range<T>> =>
  fc.tuple(fc.option(value), fc.option(value)).map(([from, to]) => ({ from, to }));
const rarely = <T>(value: fc.Arbitrary<T>) => fc.option(value, { freq: 3 }).map((chosen) => chosen);

const filters: fc.Arbitrary<SampleFilter> = fc.record({
  customer: rarely(text),
  item: rarely(text),
  historyItem: rarely(text),
  days: rarely(range(fc.constantFrom(...DAYS))),
  label: rarely(fc.constantFrom(...LABELS)),
  history: rarely(fc.constantFrom(...HISTORY_KINDS)),
  lengths: rarely(range(fc.integer({ min: 0, max: 4 }))),
  holds: rarely(fc.record({ type: fc.constantFrom(1, 2, 3), positions: range(fc.integer({ min: 0, max: 3 })) })),
});
const sorts: fc.Arbitrary<SampleSort> = fc.record({ column: fc.constantFrom(...SORT_COLUMNS), descending: fc.boolean() });
/** The conditions once more, one row at a time. */
function matches(row: PlainRow, filter: SampleFilter, { customerIds, itemIds }: PlainDataset): boolean {
  const hits = (id: bigint | string | undefined, match: TextMatch | null) =>
    !match || (match.how === "is" ? String(id) === match.text : String(id).includes(match.text));
  const within = <T extends string | number>(value: T, found: Range<T> | null) =>
    !found || ((found.from === null || value >= found.from) && (found.to === null || value <= found.to));
  const label = (value: boolean | null) => String(value ?? "missing");
  const { holds, history } = filter;
  return (
    hits(customerIds[row.customer], filter.customer) &&
    row.items.some((each) => hits(itemIds[each.item], filter.item) && [null, label(each.label)].includes(filter.label)) &&
    (!filter.historyItem || row.history.some(({ item }) => hits(itemIds[item], filter.historyItem))) &&
    within(DAYS[row.day + 2] ?? "", filter.days) &&
    (!history || history === (row.truncated ? "truncated" : row.history.length === 0 ? "empty" : "whole")) &&
    within(row.history.length, filter.lengths) &&
    (!holds || row.history.some(({ type }, position) => type === holds.type && within(position, holds.positions)))
  );
}

/** The value that a column shows; null where there is none. */
function cellOf(row: PlainRow, column: SampleSort["column"]): bigint | string | null {
  const [first] = row.items;
  switch (column) {
    case "day":
      return BigInt(row.day);
    case "customer":
      return BigInt(row.customer);
    case "ranking":
      return row.ranking;
    case "slot":
      return BigInt(row.slot);
    case "item":
      return BigInt(first?.item ?? 0);
    case "label":
      return first?.label == null ? null : BigInt(first.label);
    case "length":
      return BigInt(row.history.length);
    case "newest":
      return row.history[0]?.at ?? null;
    case "oldest":
      return row.history.at(-1)?.at ?? null;
  }
}

function sorted(rows: PlainRow[], { column, descending }: SampleSort): PlainRow[] {
  return [...rows].sort((a, b) => {
    const [one, other] = [cellOf(a, column), cellOf(b, column)];
    if (one === null || other === null) return Number(one === null) - Number(other === null);
    return descending ? compare(other, one) : compare(one, other);
  });
}

const rowsOf = (table: SampleTable, view: Partial<SampleView>) =>
  table.page({ ...WHOLE_VIEW, ...view, offset: 0, limit: 1000 }).rows.map(({ row }) => row);

describe("the sample table", () => {
  it("finds the rows that a naive search finds, and sorts them as a naive sort does", () => {
    fc.assert(
      fc.property(plainDatasets, plainConfigs, filters, fc.option(sorts), (plain, config, filter, sort) => {
        const dataset = datasetOf(plain, config);
        const found = plainRows(plain, dataset.config).filter((row) => matches(row, filter, plain));
        const expected = sort ? sorted(found, sort) : found;
        expect(rowsOf(new SampleTable(dataset), { filter, sort })).toEqual(expected.map(({ row }) => row));
      }),
      { numRuns: 1000 },
    );
  });

  it("shows each row as it is", () => {
    fc.assert(
      fc.property(plainDatasets, plainConfigs, (plain, config) => {
        const dataset = datasetOf(plain, config);
        const { rows, total } = new SampleTable(dataset).page({ ...WHOLE_VIEW, offset: 0, limit: 1000 });
        const expected = plainRows(plain, dataset.config);
        expect(total).toBe(expected.length);
        expect(rows).toEqual(
          expected.map(({ row, day, customer, ranking, slot, items, history, truncated }) => ({
            row,
            dt: DAYS[day + 2],
            customerId: String(plain.customerIds[customer]),
            rankingId: ranking,
            slot,
            itemId: String(plain.itemIds[items[0]?.item ?? 0]),
            isOrder: items[0]?.label ?? null,
            items: items.length,
            actionTypes: Uint8Array.from(history, ({ type }) => type),
            itemIds: BigInt64Array.from(history, ({ item }) => plain.itemIds[item] as bigint),
            truncated,
            newestAt: history[0]?.at ?? null,
            oldestAt: history.at(-1)?.at ?? null,
          })),
        );
      }),
    );
  });

  it("draws with a seed: the same rows every time, others with another seed, all that match where they are few", () => {
    const table = new SampleTable(datasetOf(thousandRows()));
    const draw = (seed: number, rows: number) => rowsOf(table, { random: { seed, rows } });
    expect(draw(1, 20)).toEqual(draw(1, 20));
    expect(draw(1, 20)).not.toEqual(draw(2, 20));
    expect(new Set(draw(1, 20)).size).toBe(20);
    expect(draw(1, 20)).toEqual([...draw(1, 20)].sort((a, b) => a - b));
    expect(draw(1, 5000)).toEqual(rowsOf(table, {}));
    const page = table.page({ ...WHOLE_VIEW, random: { seed: 1, rows: 20 }, offset: 0, limit: 5 });
    expect([page.total, page.matching, page.rows.length]).toEqual([20, 1000, 5]);
  });

  it("draws each row as often as any other", () => {
    const table = new SampleTable(datasetOf(thousandRows()));
    const drawn = new Array<number>(1000).fill(0);
    for (let seed = 0; seed < 400; seed += 1)
      for (const row of rowsOf(table, { random: { seed, rows: 100 } })) drawn[row] = (drawn[row] ?? 0) + 1;
    // Each is expected 40 times, with a standard deviation of 6.
    expect(Math.min(...drawn)).toBeGreaterThan(10);
    expect(Math.max(...drawn)).toBeLessThan(70);
  });

  it("draws from what matches, and sorts what it drew", () => {
    const table = new SampleTable(datasetOf(thousandRows()));
    const filter: SampleFilter = { ...NO_FILTER, label: "true" };
    const drawn = rowsOf(table, { filter, random: { seed: 3, rows: 10 } });
    const sort: SampleSort = { column: "slot", descending: true };
    expect(rowsOf(table, { filter, random: { seed: 3, rows: 10 }, sort })).toEqual([...drawn].reverse());
    expect(rowsOf(table, { filter })).toEqual(expect.arrayContaining(drawn));
  });
});

/** One carousel of a thousand items, each third of them ordered. */
function thousandRows(): PlainDataset {
  const items = Array.from({ length: 1000 }, (_, slot) => ({ item: 1, label: slot % 3 === 0 }));
  return {
    customerIds: BigInt64Array.of(1n),
    itemIds: BigInt64Array.of(0n, 7n),
    carousels: [{ day: 5, customer: 0, ranking: "r", items }],
    actions: [],
  };
}
