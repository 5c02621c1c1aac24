import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { OUTPUT_COLUMNS } from "../config";
import type { InputFile } from "../testing/input-files.mts";
import { outcomeOf } from "../testing/outcome.mts";

const text = (path: string, content: string): InputFile["file"] => ({ path, blob: new Blob([content]) });
const CLICKS: InputFile = {
  role: "clicks",
  file: text("clicks.csv", "customer_id,item_id,click_time\n1,7,2024-05-10 10:00:00\n-3,8,2024-05-10 10:00:00\n1,9,2024-05-14\n"),
};

const item = fc.constantFrom("7", '"8"', "999999999999999999", "12345678901");
const label = fc.constantFrom("true", "false", "null", "1", "0");
const other = fc.constantFrom('"slot": 1', '"x": "a, b"', '"x": -1.5e-3', '"x": true', '"x":null', '"é": "é"', '"x": 0.5');
const plainEntry = fc
  .tuple(item, fc.option(label), fc.option(other), fc.constantFrom("", " "))
  .chain(([id, ordered, more, blank]) => {
    const fields = [`"item_id":${blank}${id}`, ...(ordered === null ? [] : [`"is_order":${blank}${ordered}`])];
    if (more !== null) fields.push(more);
    return fc
      .shuffledSubarray(fields, { minLength: fields.length })
      .map((all) => `{${blank}${all.join(`${blank},${blank}`)}${blank}}`);
  });
const entry = fc.oneof({ arbitrary: plainEntry, weight: 3 }, { arbitrary: item, weight: 1 });
const plainCell = fc.oneof(
  fc.tuple(fc.array(entry, { maxLength: 70 }), fc.constantFrom(",", ", ", " ,")).map(([all, comma]) => `[${all.join(comma)}]`),
  fc.constantFrom("", "[]", "[ ]", " [7] "),
);
/** Good and bad ones, none of which is plain. */
const oddCell = fc.constantFrom(
  ...["null", " ", "{}", "[{}]", "7", "[7,]", "[7", '[{"item_id":7]', "[[7]]", "[7.0]", "[-3]", "[0]", '["0"]', "[null]"],
  ...['[{"item_id":7,"item_id":8}]', '[{"x":1,"item_id":7,"x":2.5}]', '[{"item_id":"7","is_order":"true"}]', "[true]"],
  ...['[{"item_id":7,"is_order":2}]', '[{"item_id":7,"is_order":10}]', '[{"item_id":{"a":1}}]', '[{"item_id":7,"x":[1]}]'],
  ...['[{"item_id":7,"x":"\\u0041"}]', '[{"item_id":7,"x":1.}]', '[{"item_id":7,"x":01}]', '[{"item_id":7 "x":1}]', "[1e3]"],
  ...[
    '[{"is_order":true}]',
    '[{"item_id":9223372036854775807}]',
    '[{"item_id":9223372036854775808}]',
    '["7 "]',
    "[\n7,\t8]",
    "x",
  ],
  ...['[{"item_id":1234567890123456,"x":1,"x":2}]', '[{"item_id":7,"is_order":true,"is_order":false}]', '[{"item\\u005fid":7}]'],
);
type Row = Record<"day" | "ranking" | "customer" | "cell", string>;
const row = fc.record({
  day: fc.constantFrom("2024-05-14", "2024-05-15", "2024-02-29", "2024-05-15", "", "2024-02-30", "15.05.2024", "20240515"),
  ranking: fc.constantFrom("r1", "", "r2", "é", "😀", "\ufffd", "a b ", '"', "x,y"),
  customer: fc.constantFrom("1", "2", "123456789012345678", "-3", "1.0", " 2", ""),
  cell: fc.oneof({ arbitrary: plainCell, weight: 3 }, { arbitrary: oddCell, weight: 1 }),
});
/** Ids that are texts, so that all are. */
const textItem = fc.constantFrom(
  ...['"a"', '"é😀"', '"a b, c"', "7", '"8"', '"0"', "0", '" a"', '""', '"{a"', '"[a"', '"a\\tb"', "7.0", "null"],
);
const textCell = fc.array(
  fc.oneof(
    textItem,
    textItem.map((id) => `{"item_id": ${id}, "is_order": true}`),
  ),
  { maxLength: 5 },
);
const textCustomer = fc.constantFrom("a", "é", "1", "01", " a", "", "{a}", 'a"b', '"a"', "a,b", "a b");
const textRow = fc.record({
  day: fc.constantFrom("2024-05-14", "2024-05-15"),
  ranking: fc.constantFrom("r1", ""),
  customer: textCustomer,
  cell: textCell.map((all) => `[${all.join(",")}]`),
});
const anyTextRow = fc.constantFrom(
  { day: "2024-05-15", ranking: "r1", customer: "01", cell: "[7]" },
  { day: "2024-05-15", ranking: "r1", customer: "1", cell: '["a"]' },
  { day: "2024-05-15", ranking: "r1", customer: "1", cell: '[{"item_id":9223372036854775808}]' },
);
const files = fc.record({
  rows: fc.oneof<fc.Arbitrary<Row[]>[]>(
    fc.array(fc.oneof({ arbitrary: row, weight: 200 }, { arbitrary: anyTextRow, weight: 1 }), { minLength: 1, maxLength: 30 }),
    fc.array(textRow, { minLength: 1, maxLength: 30 }),
  ),
  delimiter: fc.constantFrom(",", "\t", ";", "|"),
  quotesAll: fc.boolean(),
  lineEnd: fc.constantFrom("\n", "\r\n"),
  chunkBytes: fc.constantFrom(200, 1 << 20),
  lanes: fc.constantFrom(1, 2),
  path: fc.constantFrom("impressions.csv", "dt=2024-05-15/impressions.csv"),
  layout: fc.constantFrom("exploded", "compact"),
  itemIds: fc.constantFrom("raw", "vocabulary"),
});

/** A field as writers of CSV give it: in quotes where it must be, or always. */
function field(value: string, delimiter: string, quotesAll: boolean): string {
  const isSpecial = quotesAll || value.startsWith('"') || value.includes(delimiter) || /[\r\n]/.test(value);
  return isSpecial ? `"${value.replaceAll('"', '""')}"` : value;
}

describe("carousels that are read without an engine", () => {
  it("come to the same as those that the engine reads", { timeout: 240_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(files, async ({ rows, delimiter, quotesAll, lineEnd, chunkBytes, lanes, path, layout, itemIds }) => {
        const lines = rows.map(({ day, ranking, customer, cell }) =>
          [day, ranking, customer, cell].map((value) => field(value, delimiter, quotesAll)).join(delimiter),
        );
        const header = ["dt", "ranking_id", "customer_id", "impressions"].join(delimiter);
        const content = [header, ...lines].join(lineEnd);
        const config = { rank: { maxActions: 5 }, output: { layout, itemIds, columns: [...OUTPUT_COLUMNS] } };
        const inputs: InputFile[] = [{ role: "impressions", file: text(path, content) }, CLICKS];
        const outcome = (plain: boolean) => outcomeOf(inputs, config, { plain, chunkBytes, lanes });
        expect(await outcome(true)).toEqual(await outcome(false));
      }),
      { numRuns: 30 },
    );
  });
});
