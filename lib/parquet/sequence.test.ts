import { describe, expect, test } from "vitest";
import { READERS } from "./testing/readers.mts";
import { expectedRows, type Histories, sequenceData, writeFile } from "./testing/sequences.mts";
import type { SequenceColumn } from "./types";

const readers = Object.entries(READERS);

const MAX = 2n ** 63n - 1n;
const DICTIONARY = BigInt64Array.of(0n, 11n, MAX, -(2n ** 63n), -1n, 2n ** 53n + 1n);

/** Writes one row group and expects the same rows from every reader. */
async function expectReadBack(column: SequenceColumn, input: Histories, codec: "zstd" | "snappy" | "none" = "zstd") {
  const rows = input.repeats.reduce((sum, times) => sum + times, 0);
  const file = await writeFile({ columns: [column], codec }, [[rows, [sequenceData(input)]]]);
  const expected = expectedRows(input, column.length).map((list) => ({ [column.name]: list }));
  for (const [name, read] of readers) expect(await read(file), name).toEqual(expected);
  return file;
}

describe("a sequence column", () => {
  test.each(["zstd", "snappy", "none"] as const)("reads back the same with codec %s", async (codec) => {
    const histories = [[1, 2, 3, 4, 5], [], [5, 4, 3, 2, 1, 1, 1, 1, 1, 1, 1, 1], [1, 2, 3, 4, 5, 1, 2, 3, 4, 5, 1, 2, 3]];
    const column = { name: "actions", type: "sequence", element: "int64", length: 13 } as const;
    await expectReadBack(column, { histories, repeats: [3, 1, 2, 10], dictionary: DICTIONARY }, codec);
  });
});
