import { beforeAll, describe, expect, it } from "vitest";
import type { Engine } from "./engine/engine";
import { id, join, type Sql, type SqlValue, sql } from "./sql";
import { sharedEngine } from "./testing/builds.mts";

const NAUGHTY = [
  "'",
  "''",
  '"',
  '""',
  "\\",
  "\\'",
  "`",
  "'; DROP TABLE actions; --",
  '"; DROP TABLE actions; --',
  "/* */ -- $1 $$ ? :name {} %s",
  "$tag$text$tag$",
  "E'\\n'",
  "line\nfeed\r\n\ttab",
  " blanks around ",
  "NULL",
  "true",
  "0x10",
  "é ü 汉字 😀 \u202e \ufeff",
  "a".repeat(100_000),
  "constructor",
  "__proto__",
];

let engine: Engine;
beforeAll(async () => {
  engine = await sharedEngine();
});

/** The one value of a statement's one row. */
async function onlyValue(statement: Sql): Promise<unknown> {
  const table = await engine.query(statement);
  expect([table.numRows, table.numCols]).toEqual([1, 1]);
  return table.getChildAt(0)?.get(0);
}

describe("a value in a statement", () => {
  it.each([...NAUGHTY, "", "\0", "a\0b'\0"])("comes back unchanged as text: %j", async (text) => {
    expect(await onlyValue(sql`SELECT ${text}::VARCHAR AS value`)).toBe(text);
    expect(await onlyValue(sql`SELECT count(*)::INTEGER AS n FROM (SELECT ${text} AS x) WHERE x = ${text}`)).toBe(1);
  });

  it.each([0, -1, 2 ** 31, 1.5, -1e-7, 1e21, Number.MAX_VALUE])("comes back unchanged as number: %d", async (number) => {
    expect(await onlyValue(sql`SELECT ${number}::DOUBLE AS value`)).toBe(number);
  });

  it.each([0n, 2n ** 53n + 1n, 2n ** 63n - 1n, -(2n ** 63n)])(
    "comes back unchanged as integer of 64 bits: %d",
    async (integer) => {
      expect(await onlyValue(sql`SELECT (${integer})::BIGINT AS value`)).toBe(integer);
    },
  );

  it.each([true, false, null])("comes back unchanged: %s", async (value) => {
    expect(await onlyValue(sql`SELECT ${value} AS value`)).toBe(value);
  });

  it.each([Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY])("is refused when it is %d", (number) => {
    expect(() => sql`SELECT ${number}`).toThrow(RangeError);
  });

  it.each([undefined, { text: "1; DROP TABLE actions" }, Symbol("x")])("is refused when it is no value of SQL: %o", (value) => {
    expect(() => sql`SELECT ${value as unknown as SqlValue}`).toThrow(TypeError);
  });
});

describe("an identifier", () => {
  it.each(NAUGHTY)("comes back unchanged as the name of a column: %j", async (name) => {
    const table = await engine.query(sql`SELECT 1 AS ${id(name)}`);
    expect(table.schema.fields.map((field) => field.name)).toEqual([name]);
    expect(await onlyValue(sql`SELECT ${id(name)} FROM (SELECT 5 AS ${id(name)})`)).toBe(5);
  });
});

describe("fragments", () => {
  it("stand in a statement as they are, lists of them with commas between", async () => {
    const columns = [sql`1 AS a`, sql`${"it's"} AS b`];
    expect(sql`SELECT ${columns}`.text).toBe("SELECT 1 AS a, 'it''s' AS b");
    expect((await engine.query(sql`SELECT ${columns}`)).get(0)?.toJSON()).toEqual({ a: 1, b: "it's" });
  });

  it("are joined by another separator", async () => {
    expect(await onlyValue(sql`SELECT ${join([sql`TRUE`, sql`FALSE`], " OR ")} AS value`)).toBe(true);
  });
});
