import { describe, expect, test } from "vitest";
import { bitWidth, PACKING_SLACK, packBits } from "./bit-packing";

/** The definition: bit b of value i is bit i * width + b of the bytes, the least significant bit first. */
function packNaively(values: Uint32Array, width: number): Uint8Array {
  const bytes = new Uint8Array((values.length * width) / 8);
  for (let bit = 0; bit < values.length * width; bit++) {
    const value = values[Math.floor(bit / width)] as number;
    if ((value >>> (bit % width)) & 1) bytes[bit >> 3] = (bytes[bit >> 3] as number) | (1 << (bit & 7));
  }
  return bytes;
}

const WIDTHS = Array.from({ length: 32 }, (_, i) => i + 1);

/** Mixed bits below 2^width, the largest value among them. */
function valuesOf(width: number, groups: number): Uint32Array {
  const values = Uint32Array.from({ length: groups * 8 }, (_, i) => Math.imul(i + 1, 0x9e3779b1) >>> (32 - width));
  values[values.length - 1] = 2 ** width - 1;
  return values;
}

describe("packBits", () => {
  test.each(WIDTHS)("packs width %i as the format defines it", (width) => {
    for (const groups of [1, 2, 3, 5, 125]) {
      const values = valuesOf(width, groups);
      const out = new Uint8Array(groups * width + PACKING_SLACK);
      expect(packBits(values, 0, groups, width, new DataView(out.buffer), 0)).toBe(groups * width);
      expect(out.subarray(0, groups * width)).toEqual(packNaively(values, width));
    }
  });

  test("starts at any value and any byte, and leaves what is before alone", () => {
    const values = valuesOf(19, 3);
    const out = new Uint8Array(5 + 19 + PACKING_SLACK).fill(0xab);
    expect(packBits(values, 3, 1, 19, new DataView(out.buffer), 5)).toBe(24);
    expect(out.subarray(0, 5)).toEqual(new Uint8Array(5).fill(0xab));
    expect(out.subarray(5, 24)).toEqual(packNaively(values.slice(3, 11), 19));
  });

  test("packs the example of Encodings.md: 0 to 7 with 3 bits", () => {
    const out = new Uint8Array(3 + PACKING_SLACK);
    packBits(Uint32Array.of(0, 1, 2, 3, 4, 5, 6, 7), 0, 1, 3, new DataView(out.buffer), 0);
    expect(out.subarray(0, 3)).toEqual(Uint8Array.of(0b10001000, 0b11000110, 0b11111010));
  });
});

test.each([
  [1, 1],
  [2, 1],
  [3, 2],
  [4, 2],
  [5, 3],
  [2 ** 20, 20],
  [2 ** 20 + 1, 21],
  [2 ** 31, 31],
  [2 ** 32, 32],
])("a dictionary of %i entries has indices of %i bits", (size, width) => {
  expect(bitWidth(size)).toBe(width);
});
