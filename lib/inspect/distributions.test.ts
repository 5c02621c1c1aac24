import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Config } from "../config";
import type { Distributions } from "../distributions";
import { datasetOf, type PlainDataset } from "../testing/datasets.mts";
import { lengthBins, positionBins } from "./bins";
import { distributions } from "./distributions";
import { largest } from "./item-counts";
import { type PlainRow, plainConfigs, plainDatasets, plainRows } from "./testing/plain-rows.mts";

/** The counts once more, from plain rows. */
function naive(plain: PlainDataset, config: Config): Omit<Distributions, "items"> {
  const rows = plainRows(plain, config);
  const histories = rows.filter((row, r) => row.day !== rows[r - 1]?.day || row.customer !== rows[r - 1]?.customer);
  const longest = Math.max(0, ...histories.map(({ history }) => history.length));
  const actions = histories.flatMap(({ history }) => history.map((action, position) => ({ ...action, position })));
  const labels = (some: PlainRow[]) => {
    const all = some.flatMap(({ items }) => items.map(({ label }) => label));
    return { labelled: all.filter((label) => label !== null).length, positive: all.filter((label) => label === true).length };
  };
  const days = [...new Set(rows.map(({ day }) => day))];
  return {
    histories: histories.length,
    types: [1, 2, 3].map((type) => ({
      type,
      actions: actions.filter((action) => action.type === type).length,
      histories: histories.filter(({ history }) => history.some((action) => action.type === type)).length,
    })),
    positions: positionBins(longest).map(({ from, to }) => ({
      from,
      to,
      actions: [1, 2, 3].map(
        (type) => actions.filter((action) => action.type === type && action.position >= from && action.position <= to).length,
      ),
    })),
    lengths: lengthBins(longest).map(({ from, to }) => {
      const inBin = ({ history }: PlainRow) => history.length >= from && history.length <= to;
      const found = histories.filter(inBin);
      const truncated = found.filter((row) => row.truncated).length;
      return { from, to, histories: found.length, truncated, ...labels(rows.filter(inBin)) };
    }),
    days: days.map((day) => {
      const own = histories.filter((row) => row.day === day);
      return {
        day: new Date(day * 86_400_000).toISOString().slice(0, 10),
        rows: rows.filter((row) => row.day === day).length,
        customers: own.length,
        emptyHistories: own.filter(({ history }) => history.length === 0).length,
        ...labels(rows.filter((row) => row.day === day)),
      };
    }),
  };
}

describe("the distributions", () => {
  it("are what a naive count gives", () => {
    fc.assert(
      fc.property(plainDatasets, plainConfigs, (plain, config) => {
        const dataset = datasetOf(plain, config);
        const { items: _, ...rest } = distributions(dataset);
        expect(rest).toEqual(naive(plain, dataset.config));
      }),
      { numRuns: 500 },
    );
  });

  it("count items as shown and as they stand in histories, and name those that stand in none", () => {
    const click = (item: number) => ({ customer: 0, item, type: 1, at: 5n, partitionDay: 0 });
    const shown = (...items: number[]) => items.map((item) => ({ item, label: null }));
    const dataset = datasetOf({
      customerIds: BigInt64Array.of(1n),
      itemIds: BigInt64Array.of(0n, 10n, 20n, 30n, 40n),
      carousels: [
        { day: 1, customer: 0, ranking: null, items: shown(1, 2, 2, 3, 3) },
        { day: 2, customer: 0, ranking: null, items: shown(3) },
      ],
      actions: [click(1), click(1), click(4)],
    });
    const ten = { itemId: "10", shown: 1, inHistories: 4 };
    const twenty = { itemId: "20", shown: 2, inHistories: 0 };
    const thirty = { itemId: "30", shown: 3, inHistories: 0 };
    expect(distributions(dataset).items).toEqual({
      distinctShown: 3,
      neverInHistories: 2,
      shownNeverInHistories: 5,
      shown: 6,
      mostShown: [thirty, twenty, ten],
      mostInHistories: [ten, { itemId: "40", shown: 0, inHistories: 2 }],
      mostShownNeverInHistories: [thirty, twenty],
    });
  });

  it("bin lengths so that short histories stay apart, and the longest ends the last bin", () => {
    expect(lengthBins(0)).toEqual([{ from: 0, to: 0 }]);
    expect(lengthBins(30).map(({ from, to }) => [from, to])).toEqual([
      [0, 0],
      [1, 1],
      [2, 2],
      [3, 5],
      [6, 10],
      [11, 20],
      [21, 30],
    ]);
  });

  it("bin positions in the same steps, each position once", () => {
    expect(positionBins(0)).toEqual([]);
    expect(positionBins(6)).toEqual([
      { from: 0, to: 0 },
      { from: 1, to: 1 },
      { from: 2, to: 4 },
      { from: 5, to: 5 },
    ]);
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 10_000 }), (count) => {
        const covered = positionBins(count).flatMap(({ from, to }) => Array.from({ length: to - from + 1 }, (_, k) => from + k));
        expect(covered).toEqual(Array.from({ length: count }, (_, k) => k));
      }),
      { numRuns: 20 },
    );
  });

  it("list the largest counts, ties by position", () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 5 })), fc.integer({ min: 1, max: 6 }), (counts, most) => {
        const positions = counts.map((_, position) => position).filter((position) => (counts[position] ?? 0) > 0);
        const expected = positions.sort((a, b) => (counts[b] ?? 0) - (counts[a] ?? 0) || a - b).slice(0, most);
        expect(largest(Uint32Array.from(counts), most)).toEqual(expected);
      }),
    );
  });
});
