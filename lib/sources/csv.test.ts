import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Engine } from "../engine/engine";
import { createNodeEngine } from "../engine/node";
import { sql } from "../sql";
import { readChunks } from "./read";
import { sniff } from "./sniff";
import { fileOf, readFile } from "./testing";

let engine: Engine;
beforeAll(async () => {
  engine = await createNodeEngine();
});
afterAll(() => engine.close());

const SIZES = [1, 3, 7, 1000];

async function read(text: string | Uint8Array, chunkBytes = 1000) {
  return readFile(engine, fileOf("a.csv", text), { chunkBytes });
}

describe("reading CSV", () => {
  test("passes values on as they are", async () => {
    const { rows } = await read('a,b\n 1 ,x"y\n007,"say ""hi"", x"\n1e3,\u{1F600}\n');
    expect(rows).toEqual([
      [" 1 ", 'x"y'],
      ["007", 'say "hi", x'],
      ["1e3", "\u{1F600}"],
    ]);
  });

  test("gives NULL for empty values, quoted or not", async () => {
    expect((await read('a,b\n,""\nx, ""\n')).rows).toEqual([
      [null, null],
      ["x", null],
    ]);
    expect((await read('a\n""\nx\n')).rows).toEqual([[null], ["x"]]);
  });

  test.each(SIZES)("sets unusable rows aside with their row and text, in chunks of %i bytes", async (chunkBytes) => {
    const text = 'a,b\n1,"x\ny"\n\n2\n3, "z" \n4,5,6\n"bad"x,1\n7,"open\n8,9\n10,11';
    const { rows, malformed } = await read(text, chunkBytes);
    expect(rows).toEqual([
      ["1", "x\ny"],
      ["3", "z"],
      ["8", "9"],
      ["10", "11"],
    ]);
    expect(malformed).toEqual([
      [2, "2"],
      [4, "4,5,6"],
      [5, '"bad"x,1'],
      [6, '7,"open'],
    ]);
  });

  test.each(SIZES)("loses one line only to a quote that is closed lines later, in chunks of %i bytes", async (chunkBytes) => {
    const { rows, malformed } = await read('a,b\n1,"open\n2,"x"\n3,4\n', chunkBytes);
    expect(rows).toEqual([
      ["2", "x"],
      ["3", "4"],
    ]);
    expect(malformed).toEqual([[1, '1,"open']]);
  });

  test.each([
    ["LF", "\n"],
    ["CRLF", "\r\n"],
    ["CR", "\r"],
  ])("reads lines that end in %s", async (_, end) => {
    for (const chunkBytes of SIZES) {
      const { rows, malformed } = await read(["a,b", "1,2", "", "3", '"4\r\n5",6'].join(end), chunkBytes);
      expect(rows).toEqual([
        ["1", "2"],
        ["4\r\n5", "6"],
      ]);
      expect(malformed).toEqual([[2, "3"]]);
    }
  });

  test("reads mixed line ends", async () => {
    expect((await read("a,b\r\n1,2\n3,4\r5,6\r\n\r\n7,8\n")).rows).toEqual([
      ["1", "2"],
      ["3", "4"],
      ["5", "6"],
      ["7", "8"],
    ]);
  });

  test.each([",", ";", "\t", "|"])("finds the delimiter %j", async (delimiter) => {
    const { source, rows, malformed } = await read(`a${delimiter}b\n1${delimiter}"x,y;z\t|"\n2${delimiter}\n`);
    expect(source.dialect).toEqual({ delimiter, quote: '"', header: true });
    expect(rows).toEqual([
      ["1", "x,y;z\t|"],
      ["2", null],
    ]);
    expect(malformed).toEqual([]);
  });

  test("takes a first record with data for a row, and tells empty and repeated names of a header apart", async () => {
    const bare = await read("2024-05-15,a,1\n2024-05-16,b,2\n");
    expect(bare.source.dialect?.header).toBe(false);
    expect(bare.source.columns.map(({ name }) => name)).toEqual(["column_1", "column_2", "column_3"]);
    expect(bare.rows).toHaveLength(2);
    const odd = await read(",a,a\n0,x,y\n");
    expect(odd.source.columns.map(({ name }) => name)).toEqual(["column_1", "a (1)", "a (2)"]);
    expect(odd.rows).toEqual([["0", "x", "y"]]);
  });

  test("reads a header alone as no rows", async () => {
    expect(await read("a,b\n")).toMatchObject({ rows: [], malformed: [], chunks: 1 });
    expect(await read("a,b")).toMatchObject({ rows: [], malformed: [], chunks: 1 });
  });

  test("sets a line aside that is longer than a record may be, and goes on behind it", async () => {
    for (const open of ["x", '"']) {
      const { rows, malformed } = await read(`a,b\n1,2\n${open}${"y,".repeat(1 << 20)}\n3,4\n`, 300_000);
      expect(rows).toEqual([
        ["1", "2"],
        ["3", "4"],
      ]);
      expect(malformed).toHaveLength(1);
      expect(malformed[0]?.[0]).toBe(2);
      expect(malformed[0]?.[1]).toHaveLength(100_001);
    }
  });

  test("keeps a byte order mark that is part of a value", async () => {
    const file = fileOf("a.csv", "a,b\n\ufeffx,1\n\ufeffy,2\n");
    const values: unknown[] = [];
    for await (const chunk of readChunks(file, await sniff(file), { chunkBytes: 5 })) {
      // apache-arrow drops the mark when it decodes a value.
      const { from, close } = await chunk.open(engine);
      const table = await engine.query(sql`SELECT hex(c0) AS bytes FROM ${from}`);
      values.push(...table.toArray().map((row) => row.bytes));
      await close();
    }
    expect(values).toEqual(["EFBBBF78", "EFBBBF79"]);
  });
});
