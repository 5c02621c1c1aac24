import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { compare } from "../testing/oracle.mts";
import { instantRanks, numberRanks, type Ranks, textRanks } from "./ranks";

/** Holds for each pair of values: their ranks compare as they do, and what has no value ranks at or above the bound. */
function expectOrder(values: (bigint | string | null)[], { values: ranks, bound }: Ranks): void {
  values.forEach((one, k) => {
    expect((ranks[k] ?? 0) >= bound).toBe(one === null);
    values.forEach((other, l) => {
      if (one === null || other === null) return;
      expect(Math.sign((ranks[k] ?? 0) - (ranks[l] ?? 0))).toBe(Math.sign(compare(one, other)));
    });
  });
}

describe("ranks stand in the order of", () => {
  it("numbers, near each other or far apart", () => {
    for (const far of [3, 2 ** 31 - 1]) {
      fc.assert(
        fc.property(fc.array(fc.integer({ min: -far - 1, max: far }), { maxLength: 20 }), (numbers) => {
          expectOrder(numbers.map(BigInt), numberRanks(Int32Array.from(numbers)));
        }),
      );
    }
  });

  it("instants before and after 1970", () => {
    const instant = fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n });
    fc.assert(
      fc.property(fc.array(fc.option(fc.oneof(instant, fc.constantFrom(-1n, 0n, 1n))), { maxLength: 20 }), (values) => {
        const instants = BigInt64Array.from(values, (value) => value ?? 0n);
        expectOrder(
          values,
          instantRanks(
            instants,
            Uint32Array.from(values, (value) => (value === null ? 0 : 5)),
          ),
        );
      }),
    );
  });

  it("texts by their UTF-8 bytes", () => {
    const text = fc.constantFrom("", "a", "ab", "b", "Z", "é", "\uffe0");
    for (const each of [text, fc.oneof(text, fc.constant("\u{1f600}"))]) {
      fc.assert(fc.property(fc.array(fc.option(each), { maxLength: 20 }), (texts) => expectOrder(texts, textRanks(texts))));
    }
  });
});
