import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { RunReader } from "./run-reader";

/** Runs as the specification writes them, bit by bit. */
function encode(runs: readonly Run[], width: number): Uint8Array {
  const bytes: number[] = [];
  const header = (value: number) => {
    for (let rest = value; ; rest = Math.floor(rest / 128)) {
      bytes.push((rest % 128) + (rest >= 128 ? 128 : 0));
      if (rest < 128) return;
    }
  };
  for (const run of runs) {
    if ("count" in run) {
      header(run.count * 2);
      for (let shift = 0; shift < width; shift += 8) bytes.push((run.value >>> shift) & 255);
    } else {
      header((run.packed.length / 8) * 2 + 1);
      const bits = run.packed.flatMap((value) => Array.from({ length: width }, (_, k) => (value >>> k) & 1));
      for (let k = 0; k < bits.length; k += 8)
        bytes.push(bits.slice(k, k + 8).reduce((byte, bit, place) => byte | (bit << place), 0));
    }
  }
  return Uint8Array.from(bytes);
}

type Run = { value: number; count: number } | { packed: number[] };

const scenario = fc.integer({ min: 1, max: 32 }).chain((width) => {
  const value = fc.nat().map((n) => (width === 32 ? n | 0 : n & ((1 << width) - 1)));
  const run: fc.Arbitrary<Run> = fc.oneof(
    fc.record({ value, count: fc.integer({ min: 1, max: 300 }) }),
    fc.record({ packed: fc.array(value, { minLength: 8, maxLength: 24 }).map((values) => values.slice(0, values.length & ~7)) }),
  );
  return fc.tuple(fc.constant(width), fc.array(run, { minLength: 1, maxLength: 8 }));
});

const valuesOf = (runs: readonly Run[]) =>
  runs.flatMap((run) => ("count" in run ? Array(run.count).fill(run.value) : run.packed));

describe("a run reader", () => {
  it("reads runs of every width, in pieces of any length", () => {
    fc.assert(
      fc.property(scenario, fc.integer({ min: 1, max: 40 }), ([width, runs], piece) => {
        const values = valuesOf(runs);
        const reader = new RunReader(encode(runs, width), width);
        const read: number[] = [];
        while (read.length < values.length) {
          const out = new Int32Array(Math.min(piece, values.length - read.length));
          const tail = reader.fill(out);
          expect(new Set(out.subarray(tail)).size).toBeLessThanOrEqual(1);
          read.push(...out);
        }
        expect(read).toEqual(values);
        expect(reader.isBetweenRuns).toBe(true);
      }),
    );
  });

  it("gives runs one by one", () => {
    const runs: Run[] = [{ value: 0, count: 1 }, { value: 1, count: 999 }, { packed: [1, 0, 1, 1, 0, 0, 0, 1] }];
    const reader = new RunReader(encode(runs, 1), 1);
    expect([reader.next(), reader.next(), reader.next(), reader.next()]).toEqual([
      [0, 1],
      [1, 999],
      [1, 1],
      [0, 1],
    ]);
  });

  it("says where the run begins that ends what was asked for", () => {
    const runs: Run[] = [{ packed: [1, 0, 1, 1, 0, 0, 0, 1] }, { value: 1, count: 12 }];
    const reader = new RunReader(encode(runs, 1), 1);
    expect([5, 3, 2, 4].map((length) => reader.fill(new Int32Array(length)))).toEqual([5, 3, 0, 0]);
    expect(new RunReader(encode(runs, 1), 1).fill(new Int32Array(20))).toBe(8);
  });

  it("says when the bytes end too early", () => {
    expect(() => new RunReader(encode([{ value: 1, count: 3 }], 1), 1).fill(new Int32Array(4))).toThrow("ends inside");
  });
});
