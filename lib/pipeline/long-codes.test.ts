import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { LongCodes } from "./long-codes";

const ids = fc.array(
  fc.oneof(
    fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }),
    fc.bigInt({ min: -3n, max: 3n }),
    // Differ in one half only.
    fc.integer({ min: 0, max: 9 }).map((high) => BigInt(high) << 32n),
  ),
  { maxLength: 6000, size: "max" },
);

describe("codes of 64-bit integers", () => {
  it("count up from 0 by first appearance, and give the integers back", () => {
    fc.assert(
      fc.property(ids, (values) => {
        const known = new LongCodes();
        const codes = known.codesOf(BigInt64Array.from(values));
        const distinct = [...new Set(values)];
        expect([...known.all()]).toEqual(distinct);
        const places = new Map(distinct.map((value, code) => [value, code]));
        expect([...codes]).toEqual(values.map((value) => places.get(value)));
      }),
      { numRuns: 50 },
    );
  });
});
