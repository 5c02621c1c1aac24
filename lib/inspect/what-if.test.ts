import fc from "fast-check";
import { expect, it } from "vitest";
import type { WhatIf } from "../inspection";
import { type Dataset, ranksOf } from "../pipeline/dataset";
import { datasetOf, type Log } from "./testing.mts";
import { whatIf } from "./what-if";

const day = fc.integer({ min: 1, max: 9 }).map((n) => `2024-05-0${n}`);
const click = fc
  .tuple(
    fc.option(day, { nil: "" }),
    fc.integer({ min: 1, max: 5 }),
    day,
    fc.constantFrom("00:00:00", "12:00:00", "23:59:59.999999"),
  )
  .map(([partition, item, date, time]) => `${partition},${item},${date} ${time}`);
const log: fc.Arbitrary<Log> = fc.record({
  days: fc.uniqueArray(day, { minLength: 1, maxLength: 4 }),
  clicks: fc.array(click, { maxLength: 14 }),
});
const settings = fc.record({
  cutoff: fc.constantFrom("event_time" as const, "partition_date" as const, "both" as const),
  lookbackDays: fc.option(fc.integer({ min: 1, max: 6 })),
  maxActions: fc.integer({ min: 1, max: 8 }),
});
const configOf = ({ maxActions, ...filter }: { maxActions: number }) => ({ filter, rank: { maxActions } });

/** The same answer from two datasets that were built, action by action. */
function compared(one: Dataset, other: Dataset): WhatIf {
  const histories = (dataset: Dataset) => Array.from(dataset.rows.keys.days, (_, h) => [...ranksOf(dataset, h)]);
  const shares = ({ windows }: Dataset, all: number[][]) => ({
    empty: all.filter((history) => history.length === 0).length,
    truncated: windows.truncated.filter((truncated) => truncated === 1).length,
    tokens: all.flat().length,
  });
  const [before, after] = [histories(one), histories(other)];
  const added = after.map((history, h) => history.filter((at) => !before[h]?.includes(at)).length);
  const lost = before.map((history, h) => history.filter((at) => !after[h]?.includes(at)).length);
  const sum = (values: number[]) => values.reduce((total, value) => total + value, 0);
  return {
    histories: before.length,
    changed: added.filter((count, h) => count + (lost[h] ?? 0) > 0).length,
    added: sum(added),
    lost: sum(lost),
    before: shares(one, before),
    after: shares(other, after),
  };
}

it("what if agrees with a dataset that is built anew, whatever the logs and the settings", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(log, { minLength: 1, maxLength: 4 }), settings, settings, async (logs, built, other) => {
      const customers = Object.fromEntries(logs.map((each, index) => [index + 1, each]));
      const dataset = await datasetOf(customers, configOf(built));
      expect(whatIf(dataset, other)).toEqual(compared(dataset, await datasetOf(customers, configOf(other))));
    }),
    { numRuns: 40 },
  );
}, 180_000);

it("nothing changes where the settings are those that it was built with", async () => {
  const dataset = await datasetOf({ 7: { days: ["2024-05-15"], clicks: ["2024-05-14,1,2024-05-14 12:00:00"] } });
  const same = { empty: 0, truncated: 0, tokens: 1 };
  expect(whatIf(dataset, { cutoff: "event_time", lookbackDays: null, maxActions: 1000 })).toEqual({
    histories: 1,
    changed: 0,
    added: 0,
    lost: 0,
    before: same,
    after: same,
  });
});
