import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { TextCodes } from "./text-codes";

const encoder = new TextEncoder();
const texts = fc.array(
  fc.oneof(
    fc.string({ unit: "binary", minLength: 1, maxLength: 40 }),
    fc.constantFrom("a", "aa", "aaaa", "aaaaa", "\ufeffa", "é", "é"),
    fc.nat(5000).map((n) => `customer-${n}`),
  ),
  { maxLength: 6000, size: "max" },
);

describe("codes of texts", () => {
  it("count up from 0 by first appearance, and give the texts back", () => {
    fc.assert(
      fc.property(texts, (values) => {
        const known = new TextCodes();
        const codes = known.codesOf(values);
        const distinct = [...new Set(values)];
        expect(known.size).toBe(distinct.length);
        expect(known.all()).toEqual(distinct);
        const places = new Map(distinct.map((value, code) => [value, code]));
        expect([...codes]).toEqual(values.map((value) => places.get(value)));
      }),
      { numRuns: 50 },
    );
  });

  it("are found by where the texts stand in bytes, and only if they are known", () => {
    const known = new TextCodes();
    known.codesOf(["ab", "abc"]);
    const bytes = encoder.encode("xabcab");
    const codes = new Int32Array(4);
    known.find(Int32Array.of(4, 6, 1, 4, 1, 3, 0, 2), codes, bytes);
    expect([...codes]).toEqual([0, 1, 0, -1]);
    known.ofAll(Int32Array.of(0, 2, 1, 4, 0, 2, 0, 1), codes, bytes);
    expect([...codes]).toEqual([2, 1, 2, 3]);
    expect(known.all()).toEqual(["ab", "abc", "xa", "x"]);
  });
});
