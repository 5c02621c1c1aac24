import { describe, expect, it } from "vitest";
import type { PlainField, PlainRow } from "./plain-fields";
import { decodePlainRecords } from "./plain-json";

const KEYS = ["customer_id", "item_id", 'a"b', "extra"];
const FIELDS: PlainField[] = ["customer", "item", "day", "unused"];

/** The days of plain records, and the text of the others. */
function decode(...records: string[]): { days: number[]; others: string } {
  const carousels = { item: [], label: [], hasTexts: false };
  const layout = { maxBytes: 1 << 20, needs: "nothing", fields: FIELDS, types: new Map(), carousels, dateOrder: null } as const;
  const days: number[] = [];
  const bytes = new TextEncoder().encode(records.map((record) => `${record}\n`).join(""));
  const left = decodePlainRecords(bytes, KEYS, layout, { take: ({ day }: PlainRow) => void days.push(day) });
  return { days, others: new TextDecoder().decode(left.others) };
}

describe("a plain record", () => {
  it("has its keys in any order, each as JSON writes it", () => {
    const records = ['{"extra": "x", "item_id": 1, "customer_id": 2, "a\\"b": 20240514}', '{"customer_id":"2","item_id":"1"}'];
    expect(decode(...records).days).toHaveLength(2);
  });

  it.each([
    '{"customer_id":1}',
    '{"customer_id":1,"item_id":1,"customer_id":1}',
    '{"customer_id":1,"item_id":1,"other":1}',
    '{"customer_id":1,"item_id":1,"a"b":20240514}',
    '{"customer_id":1,"item_id":1,"a\\"b":2024-05-14}',
    '{"customer_id":1,"item_id":1,"extra":{"a":1,"a":1}}',
    '{"customer_id":1,"item_id":1,"extra":[1,]}',
    '{"customer_id":1,"item_id":1,}',
    '{"customer_id":1,"item_id":1} x',
    '{"customer_id":1.5,"item_id":1}',
    '{"customer_id":01,"item_id":1}',
    '{"customer_id":"1\\u0031","item_id":1}',
  ])("is not %s", (record) => {
    expect(decode(record)).toEqual({ days: [], others: `${record}\n` });
  });

  it("is found in no time among objects of very many keys", () => {
    const keys = Array.from({ length: 50_000 }, (_, k) => `"key ${k}":1`);
    const record = `{"customer_id":1,"item_id":1,"extra":{${keys.join(",")}}}`;
    expect(decode(...Array<string>(20).fill(record)).days).toEqual([]);
  });
});
