import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { sortCustomers } from "./order";

const FAR = 2n ** 60n;
const action = fc.record({
  at: fc.oneof(
    fc.bigInt({ min: -3n, max: 3n }),
    fc.bigInt({ min: FAR, max: FAR + 3n }),
    fc.bigInt({ min: -FAR, max: 3n - FAR }),
    fc.bigInt({ min: 1_700_000_000_000_000n, max: 1_700_009_000_000_000n }),
  ),
  type: fc.integer({ min: 1, max: 3 }),
  item: fc.integer({ min: 1, max: 3 }),
  day: fc.constantFrom(-(2 ** 31), 19_000, 19_001),
});
type Action = typeof action extends fc.Arbitrary<infer T> ? T : never;

const bySpecification = (a: Action, b: Action) =>
  a.at !== b.at ? (a.at > b.at ? -1 : 1) : b.type - a.type || b.item - a.item || b.day - a.day;

function sorted(customers: readonly (readonly Action[])[]): Action[] {
  const all = customers.flat();
  const starts = Uint32Array.from({ length: customers.length + 1 }, (_, c) => customers.slice(0, c).flat().length);
  const columns = {
    starts,
    items: Int32Array.from(all, ({ item }) => item),
    types: Uint8Array.from(all, ({ type }) => type),
    occurredAt: BigInt64Array.from(all, ({ at }) => at),
    partitionDays: Int32Array.from(all, ({ day }) => day),
  };
  sortCustomers(columns);
  return all.map((_, k) => ({
    at: columns.occurredAt[k] ?? 0n,
    type: columns.types[k] ?? 0,
    item: columns.items[k] ?? 0,
    day: columns.partitionDays[k] ?? 0,
  }));
}

describe("the actions of each customer", () => {
  it("stand newest first, ties by type, item and partition date, all descending", () => {
    const actions = fc.oneof(
      fc.array(action, { maxLength: 60 }),
      fc.array(action, { minLength: 48, maxLength: 300, size: "max" }),
    );
    const customers = fc.array(actions, { maxLength: 5 });
    fc.assert(
      fc.property(customers, (given) => {
        expect(sorted(given)).toEqual(given.flatMap((actions) => [...actions].sort(bySpecification)));
      }),
      { numRuns: 300 },
    );
  });

  it("are sorted where they came oldest first, as logs are", () => {
    const log = Array.from({ length: 1000 }, (_, k) => ({ at: BigInt(k), type: 1, item: 1, day: 19_000 }));
    expect(sorted([log])).toEqual(log.toReversed());
  });
});
