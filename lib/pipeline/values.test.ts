import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Engine } from "../engine/engine";
import { createNodeEngine } from "../engine/node";
import { id, type Sql, sql } from "../sql";
import { idOf } from "./values";

let engine: Engine;

beforeAll(async () => {
  engine = await createNodeEngine();
});

afterAll(() => engine.close());

async function textOf(text: string, expression: Sql): Promise<unknown> {
  const table = await engine.query(sql`SELECT (${expression})::VARCHAR AS value FROM (SELECT ${text}::VARCHAR AS v)`);
  return table.get(0)?.value;
}

const field = { column: id("v"), kind: "text" } as const;

describe("an integer id", () => {
  it.each([
    ["12", "12"],
    ["-7", "-7"],
    ["0", "0"],
    ["12.0", "12"],
    ["12.000", "12"],
    [" 12 ", "12"],
    ["9223372036854775807", "9223372036854775807"],
    ["-9223372036854775808", "-9223372036854775808"],
  ])("%j is %s", async (text, expected) => {
    expect(await textOf(text, idOf(field, "integer"))).toBe(expected);
  });

  it.each([
    "1.5",
    "1e3",
    "0x1F",
    "00012",
    "-0",
    "+5",
    "9223372036854775808",
    "99999999999999999999",
    "1,000",
    "12 3",
    "",
    "abc",
    "１２",
  ])("%j is none", async (text) => {
    expect(await textOf(text, idOf(field, "integer"))).toBeNull();
  });
});

describe("a text id", () => {
  it.each([
    ["00012", "00012"],
    [" sku-1 ", "sku-1"],
    ["12.0", "12.0"],
  ])("%j is %j", async (text, expected) => {
    expect(await textOf(text, idOf(field, "text"))).toBe(expected);
  });
});
