import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { ByteWriter } from "./byte-writer";
import { writeHybrid } from "./hybrid";

/** Reads the hybrid bit by bit; stops at `count` values and expects no bytes after them. */
function readHybrid(bytes: Uint8Array, width: number, count: number): number[] {
  const values: number[] = [];
  let at = 0;
  const varint = () => {
    let value = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = bytes[at++] as number;
      value += (byte & 0x7f) * 2 ** shift;
      if (byte < 0x80) return value;
    }
  };
  while (values.length < count) {
    const header = varint();
    if (header % 2 === 0) {
      let value = 0;
      for (let i = 0; i < Math.ceil(width / 8); i++) value += (bytes[at++] as number) * 2 ** (8 * i);
      for (let i = 0; i < header / 2; i++) values.push(value);
      continue;
    }
    const packed = ((header - 1) / 2) * 8;
    for (let i = 0; i < packed; i++) {
      let value = 0;
      for (let b = 0; b < width; b++)
        value += (((bytes[at + ((i * width + b) >> 3)] as number) >> ((i * width + b) & 7)) & 1) * 2 ** b;
      values.push(value);
    }
    at += (packed / 8) * width;
  }
  expect(at).toBe(bytes.length);
  expect(values.length - count).toBeLessThan(8);
  return values.slice(0, count);
}

function encode(values: number[], width: number): Uint8Array {
  const out = new ByteWriter();
  writeHybrid(out, Uint32Array.from(values), 0, values.length, width);
  return out.copy();
}

describe("writeHybrid", () => {
  test("gives equal neighbours, eight or more, as one run", () => {
    expect(encode([7, 7, 7, 7, 7, 7, 7, 7, 7], 3)).toEqual(Uint8Array.of(9 << 1, 7));
  });

  test("takes the start of a run to fill up the group before it", () => {
    const run = new Array<number>(20).fill(1);
    expect(encode([0, ...run], 1)).toEqual(Uint8Array.of((1 << 1) | 1, 0b11111110, 13 << 1, 1));
  });

  test("writes nothing for no values", () => {
    expect(encode([], 5)).toEqual(new Uint8Array());
  });

  test("reads back, any width, runs of any length", () => {
    const cases = fc.integer({ min: 1, max: 32 }).chain((width) => {
      const value = fc.integer({ min: 0, max: 2 ** width - 1 });
      const run = fc.tuple(value, fc.integer({ min: 1, max: 40 })).map(([v, n]) => new Array<number>(n).fill(v));
      return fc.tuple(
        fc.constant(width),
        fc.array(run, { maxLength: 12 }).map((runs) => runs.flat()),
      );
    });
    fc.assert(
      fc.property(cases, ([width, values]) => {
        expect(readHybrid(encode(values, width), width, values.length)).toEqual(values);
      }),
    );
  });
});
