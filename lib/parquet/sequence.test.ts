import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { queryWithDuckDB, READERS, type Row, readPages } from "./testing/readers.mts";
import { expectedRows, type Histories, sequenceData, writeFile } from "./testing/sequences.mts";
import type { Codec, PageLimits, SequenceColumn } from "./types";

const MAX = 2n ** 63n - 1n;
const MIN = -(2n ** 63n);
const IDS = BigInt64Array.of(0n, 11n, MAX, MIN, -1n, 2n ** 53n + 1n);
const TYPES = Int32Array.of(0, 1, 2, 3);

interface Settings {
  codec?: Codec;
  pageLimits?: Partial<PageLimits>;
}

/** Writes a row group for each input, and expects the rows of all from every reader. */
async function expectReadBack(column: SequenceColumn, inputs: Histories[], { codec = "zstd", pageLimits }: Settings = {}) {
  const groups = inputs.map((input) => [input.repeats.reduce((sum, times) => sum + times, 0), [sequenceData(input)]] as const);
  const file = await writeFile({ columns: [column], codec, pageLimits }, groups);
  const expected = inputs.flatMap((input) => expectedRows(input, column.length).map((list) => ({ [column.name]: list })));
  for (const [name, read] of Object.entries(READERS)) expect(await read(file), name).toEqual(expected);
  return file;
}

function sequence(length: number, element: "int32" | "int64" | "int8" = "int64"): SequenceColumn {
  return { name: "actions", type: "sequence", element, length };
}

/** `count` codes from 1 to `codes`, mixed. */
function history(count: number, codes: number, seed = 1): number[] {
  return Array.from({ length: count }, (_, i) => 1 + ((Math.imul(i + seed, 0x9e3779b1) >>> 8) % codes));
}

/** Dictionary for codes 0 to `codes`, each id its own. */
function idsOf(codes: number): BigInt64Array {
  return BigInt64Array.from({ length: codes + 1 }, (_, i) => (i === 0 ? 0n : 1_000_000_007n * BigInt(i)));
}

async function statisticsOf(file: Uint8Array): Promise<Row[]> {
  const columns = "row_group_id, stats_min_value, stats_max_value, stats_null_count";
  return queryWithDuckDB(file, `SELECT ${columns} FROM parquet_metadata($file)`);
}

describe("a sequence column", () => {
  test.each(["zstd", "snappy", "none"] as const)("reads back the same with codec %s", async (codec) => {
    const histories = [[1, 2, 3, 4, 5], [], history(12, 5), history(13, 5)];
    await expectReadBack(sequence(13), [{ histories, repeats: [3, 1, 2, 10], dictionary: IDS }], { codec });
  });

  test("puts the zeros on either side, and either end of the history first", async () => {
    for (const padSide of ["left", "right"] as const) {
      for (const reverse of [false, true]) {
        const histories = [[1, 2, 3], history(9, 5), history(19, 5), history(20, 5), []];
        await expectReadBack(sequence(20), [{ histories, repeats: [1, 2, 1, 1, 1], dictionary: IDS, padSide, reverse }]);
      }
    }
  });

  test.each([1, 2, 7, 8, 9, 15, 16, 17, 31, 1000, 1001, 10_000])("of length %i holds every length of history", async (length) => {
    const counts = [0, 1, 7, 8, 9, length - 9, length - 8, length - 7, length - 1, length].filter((n) => n >= 0 && n <= length);
    const histories = counts.map((count, seed) => history(count, 300, seed));
    const input = { histories, repeats: counts.map((_, i) => (i % 2) + 1), dictionary: idsOf(300) };
    await expectReadBack(sequence(length), [{ ...input, padSide: "left" }, input]);
  });

  test.each(Array.from({ length: 17 }, (_, i) => i + 1))("reads back with indices of %i bits", async (width) => {
    const codes = 2 ** width - 1;
    const every = Array.from({ length: codes }, (_, i) => i + 1);
    const histories = [[], ...Array.from({ length: Math.ceil(codes / 1000) }, (_, i) => every.slice(i * 1000, (i + 1) * 1000))];
    await expectReadBack(sequence(1003), [{ histories, repeats: histories.map(() => 1), dictionary: idsOf(codes) }]);
  });

  test("with nothing but padding has a dictionary of one", async () => {
    const file = await expectReadBack(sequence(10), [{ histories: [[], []], repeats: [1, 3], dictionary: IDS }]);
    expect(await statisticsOf(file)).toEqual([
      { row_group_id: 0n, stats_min_value: "0", stats_max_value: "0", stats_null_count: 0n },
    ]);
  });

  test("with one value and no padding has a dictionary of one", async () => {
    await expectReadBack(sequence(8), [{ histories: [[2, 2, 2, 2, 2, 2, 2, 2]], repeats: [5], dictionary: IDS }]);
  });

  test("of int8 and of int32 takes codes of bytes", async () => {
    const input = { histories: [[1, 2, 3, 3], [], [2]], repeats: [1, 1, 4], dictionary: TYPES, codes: "uint8" as const };
    await expectReadBack(sequence(5, "int8"), [input]);
    await expectReadBack(sequence(5, "int32"), [{ ...input, dictionary: Int32Array.of(0, 2 ** 31 - 1, -(2 ** 31), 7) }]);
  });

  test("has a dictionary of its own in each row group", async () => {
    const inputs = [[1, 2], [4, 5, 3], [], [2]].map((codes) => ({ histories: [codes], repeats: [2], dictionary: IDS }));
    const file = await expectReadBack(sequence(4), inputs);
    expect(await statisticsOf(file)).toEqual([
      { row_group_id: 0n, stats_min_value: "0", stats_max_value: `${MAX}`, stats_null_count: 0n },
      { row_group_id: 1n, stats_min_value: `${MIN}`, stats_max_value: `${2n ** 53n + 1n}`, stats_null_count: 0n },
      { row_group_id: 2n, stats_min_value: "0", stats_max_value: "0", stats_null_count: 0n },
      { row_group_id: 3n, stats_min_value: "0", stats_max_value: `${MAX}`, stats_null_count: 0n },
    ]);
  });

  test("counts the padding in its statistics only where there is some", async () => {
    const dictionary = BigInt64Array.of(0n, 5n, 6n);
    const file = await expectReadBack(sequence(2), [{ histories: [[1, 2]], repeats: [1], dictionary }]);
    expect(await statisticsOf(file)).toMatchObject([{ stats_min_value: "5", stats_max_value: "6" }]);
  });

  test("gives equal neighbours the same bytes, whether repeated or given twice", async () => {
    const column = sequence(11);
    const dictionary = IDS;
    const once = await expectReadBack(column, [{ histories: [[1, 2, 3]], repeats: [4], dictionary }]);
    const twice = await expectReadBack(column, [
      {
        histories: [
          [1, 2, 3],
          [1, 2, 3],
        ],
        repeats: [1, 3],
        dictionary,
      },
    ]);
    expect(twice).toEqual(once);
  });

  test.each([{ rows: 1 }, { rows: 3 }, { bytes: 1 }, { bytes: 40 }, { bytes: 100, rows: 4 }, { values: 25 }])(
    "cuts pages by %o",
    async (pageLimits) => {
      const histories = [history(9, 5), [], history(10, 5), [1]];
      await expectReadBack(sequence(10), [{ histories, repeats: [7, 9, 1, 8], dictionary: IDS }], { pageLimits });
    },
  );

  test("cuts pages within their limits", async () => {
    const input = { histories: [history(1000, 5)], repeats: [100], dictionary: IDS };
    const groups = [[100, [sequenceData(input)]]] as const;
    // A row has 2 + 125 * 3 bytes: two of them, and the bit width.
    const few = await writeFile({ columns: [sequence(1000)], codec: "none", pageLimits: { bytes: 1 + 2 * 377 } }, groups);
    const many = await writeFile({ columns: [sequence(1000)], codec: "none", pageLimits: { bytes: 2 * 377 } }, groups);
    expect(readPages(few).map((page) => page.entries)).toEqual(new Array(50).fill(2000));
    expect(readPages(many).map((page) => page.entries)).toEqual(new Array(100).fill(1000));
  });

  test("has the bytes of the example in docs/formats.md", async () => {
    const input = { histories: [[1, 2, 1], []], repeats: [2, 1], dictionary: BigInt64Array.of(0n, 501n, 502n) };
    const file = await expectReadBack(sequence(12), [input], { codec: "none" });
    const hex = Buffer.from(file).toString("hex");
    expect(hex).toContain("0000000000000000f501000000000000f601000000000000");
    expect(hex).toContain(`0c000000${"02001601".repeat(3)}02000000480102${"0319000800".repeat(2)}1800`);
  });

  test.each([
    ["a history that is too long", { lengths: Uint32Array.of(4, 1) }, /longer than 3/],
    ["repeats that are not the rows", { repeats: Uint32Array.of(1, 1) }, /stand in 2 rows, and the row group has 3/],
    ["a history in no row", { repeats: Uint32Array.of(3, 0) }, /no row/],
    ["a history beyond the codes", { starts: Uint32Array.of(0, 3) }, /past the codes/],
    ["a code beyond the dictionary", { codes: Int32Array.of(1, 6, 1) }, /Code 6 is not in the dictionary of 6/],
    ["a negative code", { codes: Int32Array.of(1, -1, 1) }, /Code -1/],
    ["a dictionary of another type", { dictionary: TYPES }, /not of int64/],
    ["lists of unequal length", { starts: Uint32Array.of(0) }, /differ in length/],
  ])("refuses %s", async (_, wrong, message) => {
    const data = { ...sequenceData({ histories: [[1, 2], [1]], repeats: [1, 2], dictionary: IDS }), ...wrong };
    await expect(writeFile({ columns: [sequence(3)], codec: "none" }, [[3, [data]]])).rejects.toThrow(message);
  });

  test("reads back, whatever the histories and the layout", async () => {
    const cases = fc.record({
      length: fc.integer({ min: 1, max: 40 }),
      codes: fc.integer({ min: 1, max: 70 }),
      counts: fc.array(fc.tuple(fc.nat(40), fc.integer({ min: 1, max: 12 }), fc.nat()), { minLength: 1, maxLength: 12 }),
      padSide: fc.constantFrom("left" as const, "right" as const),
      reverse: fc.boolean(),
      codec: fc.constantFrom("zstd" as const, "snappy" as const, "none" as const),
      bytes: fc.integer({ min: 1, max: 300 }),
    });
    const property = fc.asyncProperty(cases, async ({ length, codes, counts, padSide, reverse, codec, bytes }) => {
      const histories = counts.map(([count, , seed]) => history(Math.min(count, length), codes, seed));
      const input = { histories, repeats: counts.map(([, times]) => times), dictionary: idsOf(codes), padSide, reverse };
      await expectReadBack(sequence(length), [input], { codec, pageLimits: { bytes } });
    });
    await fc.assert(property, { numRuns: 60 });
  });
});
