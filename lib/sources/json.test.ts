import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Engine } from "../engine/engine";
import { createNodeEngine } from "../engine/node";
import { sniff } from "./sniff";
import { fileOf, readFile } from "./testing";

let engine: Engine;
beforeAll(async () => {
  engine = await createNodeEngine();
});
afterAll(() => engine.close());

const SIZES = [1, 3, 50, 10_000];

describe.each(SIZES)("reading JSON in chunks of %i bytes", (chunkBytes) => {
  const read = (text: string) => readFile(engine, fileOf("a.json", text), { chunkBytes });

  test("keeps every digit of numbers", async () => {
    const numbers = ["9007199254740993", "-1", "1.50", "1e3", "12345678901234567890", "0", "1.0E+2"];
    const { rows } = await read(`[${numbers.map((number) => `{"id": ${number}, "list":[{"item_id":${number}}]}`).join(",\n")}]`);
    expect(rows).toEqual(numbers.map((number) => [number, `[{"item_id":${number}}]`]));
  });

  test("passes values on as text", async () => {
    const text = String.raw`[{"a":true,"b":null},{"b":"","a":"say \"hi\",\nü ]} \\"},{"c":[],"a":{"x":[1,null]}, "b":"  x "}]`;
    expect((await read(text)).rows).toEqual([
      ["true", null, null],
      ['say "hi",\nü ]} \\', null, null],
      ['{"x":[1,null]}', "  x ", "[]"],
    ]);
  });

  test("reads a record a line, with any line end", async () => {
    const { source, rows, malformed } = await read('{"a":1}\r\n\n  {"a":"x\\ny"} \n{"a":2\n[3]\n{"a":4}');
    expect(source.format).toBe("jsonl");
    expect(rows).toEqual([["1"], ["x\ny"], ["4"]]);
    expect(malformed).toEqual([
      [3, '{"a":2'],
      [4, "[3]"],
    ]);
  });

  test("sets elements aside that are no objects, and goes on behind them", async () => {
    const { rows, malformed } = await read('[{"a":1}, 5, [{"a":2}], {"a":"]"x}, "s, ]", {"a":3},, {"a":4}]');
    expect(rows).toEqual([["1"], ["3"], ["4"]]);
    expect(malformed).toEqual([
      [2, "5"],
      [3, '[{"a":2}]'],
      [4, '{"a":"]"x}'],
      [5, '"s, ]"'],
      [7, ""],
    ]);
  });

  test.each([
    ['[{"a":1},{"a":2', '{"a":2'],
    ['[{"a":1}', ""],
    ['[{"a":1},', ""],
    ['[{"a":1}] {"a":2}', '{"a":2}'],
    ['[{"a":1} {"a":2}]', '{"a":2}]'],
    ['[{"a":1},{"a":"x]', '{"a":"x]'],
  ])("counts what follows as one malformed row where the array breaks off: %s", async (text, rest) => {
    const { rows, malformed } = await read(text);
    expect(rows).toEqual([["1"]]);
    expect(malformed.map(([row]) => row)).toEqual([2]);
    expect(rest.startsWith(malformed[0]?.[1] ?? "?")).toBe(true);
  });
});

test("a record of JSON that is too long is set aside", async () => {
  const long = `{"a":"${"x".repeat(2 << 20)}"}`;
  for (const text of [`[{"a":1},${long},{"a":2}]`, `{"a":1}\n${long}\n{"a":2}`]) {
    const { rows, malformed } = await readFile(engine, fileOf("a.json", text), { chunkBytes: 200_000 });
    expect(rows).toEqual([["1"], ["2"]]);
    expect(malformed.map(([row, start]) => [row, start.length])).toEqual([[2, 100_001]]);
  }
});

test("a key that first occurs behind the sample is ignored", async () => {
  const lines = Array.from({ length: 1001 }, (_, i) => (i < 1000 ? `{"a":${i}}` : '{"a":1000,"late":1}'));
  const { source, rows } = await readFile(engine, fileOf("a.jsonl", lines.join("\n")));
  expect(source.columns.map(({ name }) => name)).toEqual(["a"]);
  expect(rows).toHaveLength(1001);
});

describe("entries of a list as rows", () => {
  const SESSIONS = [
    '{"session":1,"events":[{"aid":2,"ts":1661724000278,"type":"clicks"},{"aid":9007199254740993,"ts":1661724000279,"type":"carts"}]}',
    '{"session":2,"events":[]}',
    '{"session":3}',
    '{"session":4,"events":"none"}',
    '{"session":5,"events":[{"aid":7,"type":"a,b"},null]}',
  ];

  test.each([1, 100, 10_000])(
    "reads one entry a row, with the record's own values, in chunks of %i bytes",
    async (chunkBytes) => {
      const file = fileOf("a.jsonl", SESSIONS.join("\n"));
      const { source, rows, malformed } = await readFile(engine, file, { chunkBytes, list: "events" });
      expect(source.columns.map(({ name }) => name)).toEqual(["session", "events.aid", "events.ts", "events.type"]);
      expect(rows).toEqual([
        ["1", "2", "1661724000278", "clicks"],
        ["1", "9007199254740993", "1661724000279", "carts"],
        ["5", "7", null, "a,b"],
        ["5", null, null, null],
      ]);
      expect(malformed).toEqual([[3, SESSIONS[3]]]);
    },
  );

  test("offers the fields of a list of objects as columns", async () => {
    const { columns, sample } = await sniff(fileOf("a.jsonl", SESSIONS[0] ?? ""));
    expect(columns.map(({ name }) => name)).toEqual(["session", "events", "events.aid", "events.ts", "events.type"]);
    expect(sample[0]?.slice(2)).toEqual(["2", "1661724000278", "clicks"]);
    for (const value of ["[1,2]", '{"a":1}', '"x"', "[]", '[{"a":1},2]']) {
      expect((await sniff(fileOf("a.jsonl", `{"list":${value}}`))).columns).toEqual([{ name: "list", kind: "text" }]);
    }
  });
});
