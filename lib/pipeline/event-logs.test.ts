import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { InputFile } from "../testing/input-files.mts";
import { outcomeOf } from "../testing/outcome.mts";
import { ParquetWriter } from "../testing/parquet-writer.mts";

const text = (path: string, content: string): InputFile["file"] => ({ path, blob: new Blob([content]) });
const IMPRESSIONS: InputFile = {
  role: "impressions",
  file: text("impressions.csv", "dt,customer_id,item_id\n2024-05-15,1,7\n2024-05-15,2,8\n"),
};
const TYPES = { view: "click", basket: "add_to_cart", scroll: "ignored", "": "ignored", " hover": "ignored", click: "ignored" };

const often = (plain: readonly string[], ...others: string[]) =>
  fc.oneof({ arbitrary: fc.constantFrom(...plain), weight: 8 }, { arbitrary: fc.constantFrom(...others), weight: 1 });
const row = fc.record({
  customer_id: often(["1", "2", "3"], "", "x"),
  item_id: often(["7", "8"], "", "0", "9.0"),
  action_type: often(["view", "basket", "order", "scroll", "click"], "", " view", "hover", " hover", "VIEW"),
  occurred_at: often(["2024-05-14 10:30:00", "2024-05-15 00:00:00"], "", "never"),
});
type Row = typeof row extends fc.Arbitrary<infer T> ? T : never;
const NAMES = ["customer_id", "item_id", "action_type", "occurred_at"] as const;

const cases = fc.record({
  rows: fc.array(row, { minLength: 1, maxLength: 60 }),
  format: fc.constantFrom("csv", "jsonl", "parquet"),
  lanes: fc.constantFrom(1, 2),
  chunkBytes: fc.constantFrom(200, 1 << 20),
  rowsAPart: fc.constantFrom(3, 1 << 20),
  duplicates: fc.constantFrom("keep", "keep", "drop"),
  /** How Parquet has an empty value. */
  empty: fc.constantFrom("NULL", "''"),
});
type Case = typeof cases extends fc.Arbitrary<infer T> ? T : never;

const writer = new ParquetWriter();
beforeAll(() => writer.open());
afterAll(() => writer.close());

function parquetOf(rows: readonly Row[], empty: string): Promise<Uint8Array<ArrayBuffer>> {
  const quoted = (value: string) => (value === "" ? empty : `'${value}'`);
  const values = rows.map((each) => `(${NAMES.map((name) => quoted(each[name]))})`);
  const integer = (name: string) => `TRY_CAST(${name} AS BIGINT) AS ${name}`;
  return writer.write(`SELECT ${integer("customer_id")}, ${integer("item_id")}, action_type, TRY_CAST(occurred_at AS TIMESTAMP) AS occurred_at
     FROM (VALUES ${values}) AS events(${NAMES})`);
}

async function contentOf({ rows, format, empty }: Case): Promise<BlobPart> {
  if (format === "parquet") return parquetOf(rows, empty);
  if (format === "jsonl") return rows.map((each) => JSON.stringify(each)).join("\n");
  return [NAMES.join(","), ...rows.map((each) => NAMES.map((name) => each[name]).join(","))].join("\n");
}

describe("event logs", () => {
  it("come to the same with an engine and without, rows of ignored types too", { timeout: 240_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(cases, async (each) => {
        const { format, lanes, chunkBytes, rowsAPart, duplicates } = each;
        const file = { path: `events.${format}`, blob: new Blob([await contentOf(each)]) };
        const inputs: InputFile[] = [IMPRESSIONS, { role: "events", file }];
        const config = {
          standardize: { columns: { events: { types: TYPES } } },
          unify: { duplicates },
          rank: { maxActions: 5 },
          output: { itemIds: "vocabulary" },
        };
        const outcome = (plain: boolean) => outcomeOf(inputs, config, { plain, lanes, chunkBytes, rowsAPart });
        expect(await outcome(true)).toEqual(await outcome(false));
      }),
      { numRuns: 40 },
    );
  });
});
