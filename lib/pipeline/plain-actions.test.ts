import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { buildInMemory } from "../testing/builds.mts";
import { hashWithoutInputs } from "../testing/content-hash.mts";
import type { InputFile } from "../testing/input-files.mts";
import { outcomeOf } from "../testing/outcome.mts";

const text = (path: string, content: string): InputFile["file"] => ({ path, blob: new Blob([content]) });
const IMPRESSIONS: InputFile = {
  role: "impressions",
  file: text(
    "impressions.csv",
    'dt,customer_id,item_id,is_order\n2024-05-15,1,7,0\n2024-05-16,2,7,1\n2024-05-16,123456789012345678,7,1\n2024-05-16,"-3",8,\n',
  ),
};

const plainRow = fc
  .tuple(
    fc.constantFrom("2024-05-14", "2024-05-15", "2024-02-29", ""),
    fc.constantFrom("1", "2", "5", "123456789012345678", "1234567890"),
    fc.constantFrom("7", "10", "999999999", "1000000000", "4294967296", "999999999999999999"),
    fc.constantFrom(
      "2024-05-14T23:59:59.999999Z",
      "2024-05-14T10:30:00Z",
      "2024-03-31 02:30:00",
      "2024-10-27 02:30:00.5",
      "2024-05-14T23:00:00-02:00",
      "1969-12-31T23:59:59.999999Z",
      "2024-05-14",
      "2024/05/14 23:59",
      "14.05.2024 10:30:00",
      "5/14/2024 11:30 PM",
      "2024-10-27T02:30:00+0100",
    ),
    fc.boolean(),
  )
  .map(([day, customer, item, time, isQuoted]) =>
    [day, customer, item, time].map((value) => (isQuoted ? `"${value}"` : value)).join(","),
  );
const oddRow = fc.constantFrom(
  '2024-05-14,"1",7,2024-05-14T10:30:00Z',
  "2024-05-14,01,7,2024-05-14T10:30:00Z",
  "2024-05-14,1.0,7,2024-05-14T10:30:00Z",
  "2024-05-14,-3,8,2024-05-14T10:30:00Z",
  "2024-05-14,1,0,2024-05-14T10:30:00Z",
  "20240514,1,7,2024-05-14",
  '2024-05-14,1,7,"2024-05-14, 10:30"',
  "2024-05-14,1,7,2024-05-14T24:00:00",
  '"",1,7,"2024-05-14"',
  "2024-05-14,1,7,9999-12-31T00:00:00Z",
  "2024-05-14,1,7,yesterday",
  "2024-02-30,1,7,2024-05-14T10:30:00Z",
  "dt=2024-05-14,1,7,2024-05-14T10:30:00Z",
  "2024-05-14,,7,2024-05-14T10:30:00Z",
  "2024-05-14,1,7",
  "2024-05-14,1,7,2024-05-14T10:30:00Z,more",
  "2024-05-14,9223372036854775807,7,2024-05-14T10:30:00Z",
  "2024-05-14,1,7,1715682600",
  '2024-05-14,"1\n2024-05-14,5,10",7,2024-05-14T10:30:00Z',
  '"2024-05-14,1,7,2024-05-14T10:30:00Z',
  "",
);
const files = fc.record({
  rows: fc.array(fc.oneof({ arbitrary: plainRow, weight: 3 }, { arbitrary: oddRow, weight: 1 }), { minLength: 1, maxLength: 30 }),
  lineEnd: fc.constantFrom("\n", "\r\n"),
  lastEnd: fc.boolean(),
  chunkBytes: fc.constantFrom(200, 1 << 20),
  engines: fc.constantFrom(1 as const, 2 as const),
  lanes: fc.constantFrom(1, 3),
  dateOrder: fc.constantFrom("day_first", "month_first"),
  timeZone: fc.constantFrom("UTC", "Europe/Berlin"),
  dayZone: fc.constantFrom("UTC", "America/New_York"),
});

const withClicks = (clicks: string): InputFile[] => [IMPRESSIONS, { role: "clicks", file: text("clicks.csv", clicks) }];

describe("rows that are read without an engine", () => {
  it("come to the same as those that the engine reads", { timeout: 300_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(files, async ({ rows, lineEnd, lastEnd, chunkBytes, engines, lanes, dateOrder, timeZone, dayZone }) => {
        const clicks = ["dt,customer_id,item_id,click_time", ...rows].join(lineEnd) + (lastEnd ? lineEnd : "");
        const config = { standardize: { dateOrder, timeZone }, filter: { dayZone }, rank: { maxActions: 5 } };
        const plain = await outcomeOf(withClicks(clicks), config, { plain: true, chunkBytes, engines, lanes });
        const engine = await outcomeOf(withClicks(clicks), config, { plain: false, chunkBytes });
        expect(plain).toEqual(engine);
      }),
      { numRuns: 20 },
    );
  });

  it("come to the same where ids are texts", { timeout: 300_000 }, async () => {
    const id = fc.constantFrom(
      ...["a-1", "é😀", "7", "0", "01", " a-1", "a b", 'a"b', "{x}", "[7", "", '""', '"a-1"', '"a,b"', '"a""b"', '" a-1"', '"7"'],
    );
    const rows = fc.array(fc.tuple(id, id, fc.constantFrom("2024-05-14T10:30:00Z", "14.05.2024 10:30", "x")), { minLength: 1 });
    const shown = `dt,customer_id,impressions
2024-05-15,a-1,"[""7"",""a,b""]"
2024-05-15,"a,b",[7]
2024-05-15,é😀,"[{""item_id"":""é""}]"
2024-05-15,7,"[""a-1""]"
`;
    const impressions: InputFile = { role: "impressions", file: text("impressions.csv", shown) };
    const config = { standardize: { dateOrder: "day_first" }, rank: { maxActions: 5 }, output: { itemIds: "vocabulary" } };
    await fc.assert(
      fc.asyncProperty(rows, fc.constantFrom(1, 2), fc.constantFrom(200, 1 << 20), async (all, lanes, chunkBytes) => {
        const content = ["customer_id,item_id,click_time", ...all.map((fields) => fields.join(",")), ""].join("\n");
        const inputs = [impressions, { role: "clicks", file: text("clicks.csv", content) }] satisfies InputFile[];
        const plain = await outcomeOf(inputs, config, { plain: true, chunkBytes, lanes });
        const engine = await outcomeOf(inputs, config, { plain: false, chunkBytes });
        expect(plain).toEqual(engine);
      }),
      { numRuns: 15 },
    );
  });

  it("come to the same as records of JSON", { timeout: 300_000 }, async () => {
    const keyed = (key: string, ...values: string[]) => fc.constantFrom(...values.map((value) => `"${key}":${value}`), "");
    const pair = fc.tuple(
      keyed("customer_id", "1", '"1"', " 2", "5", "123456789012345678", "1.0", '"01"', "null", '""', '"\\u0031"', "-3", "true"),
      keyed("item_id", "7", '"10"', "999999999999999999", "0", '" 7"', "[7]", "7e0", "9223372036854775808"),
      keyed("click_time", '"2024-05-14T10:30:00Z"', '"2024-05-14 10:30"', "1715682600", "1715682600.0", '"x"', "null", "[]"),
      keyed("dt", '"2024-05-14"', "20240514", "2024-05-14", '""', "null", '"2024-02-30"'),
      keyed(
        "extra",
        '{"a":[1, {"b":null}], "c":"\\u00e9\\n"}',
        '"\\q"',
        '"é😀"',
        "01",
        "-1.5e3",
        '{"a":1,"a":2}',
        "[1,]",
        '"a⏎b"',
        '"a\tb"',
        "tru",
      ),
      keyed("late", "1"),
      keyed("customer_id", "1", "2"),
    );
    const record = fc.tuple(
      pair,
      fc.constantFrom(",", ", ", " ,", ",⏎  "),
      fc.constantFrom("", " "),
      fc.integer({ min: 0, max: 30 }),
    );
    const line = record.map(([fields, comma, blank, odd]) => {
      const used = (odd === 0 ? fields : fields.slice(0, 5)).filter((each) => each !== "");
      return `{${blank}${used.join(comma)}${blank}}${odd === 1 ? "," : ""}`;
    });
    const lines = fc.array(
      fc.oneof({ arbitrary: line, weight: 20 }, { arbitrary: fc.constantFrom("", " ", "[1]", "\u00a0", "{}"), weight: 1 }),
    );
    const whole = '{"customer_id":1,"item_id":7,"click_time":"2024-05-13T10:30:00Z","dt":"2024-05-13","extra":1}';
    const options = fc.record({
      lines,
      format: fc.constantFrom("jsonl", "json"),
      lineEnd: fc.constantFrom("\n", "\n", "\r\n"),
      chunkBytes: fc.constantFrom(200, 1 << 20),
      lanes: fc.constantFrom(1, 2),
    });
    await fc.assert(
      fc.asyncProperty(options, async ({ lines: all, format, lineEnd, chunkBytes, lanes }) => {
        // In an array a record may stand on several lines.
        const records = [whole, ...all].map((each) => each.replaceAll("⏎", format === "json" ? lineEnd : " "));
        const ofArray = records.filter((each) => each.trim() !== "").join(`,${lineEnd}`);
        const content = format === "json" ? `[${ofArray}]` : records.join(lineEnd);
        const file = text(`clicks.${format}`, content);
        const inputs: InputFile[] = [IMPRESSIONS, { role: "clicks", file }];
        const config = { rank: { maxActions: 5 }, output: { itemIds: "vocabulary" } };
        const plain = await outcomeOf(inputs, config, { plain: true, chunkBytes, lanes });
        const engine = await outcomeOf(inputs, config, { plain: false, chunkBytes });
        expect(plain).toEqual(engine);
      }),
      { numRuns: 20 },
    );
  });

  it("are placed at the start of their day where an order has no time", async () => {
    const orders =
      "order_date,customer_id,config_id,occurred_at\n2024-05-14,1,9,\n2024-05-15,1,8,\n,1,7,\n,1,6,2024-05-14T10:00:00Z\n";
    const inputs: InputFile[] = [IMPRESSIONS, { role: "previous_orders", file: text("orders.csv", orders) }];
    const config = {
      filter: { dayZone: "America/New_York" },
      output: { columns: ["customer_id", "dt", "actions", "newest_action_at"] },
    };
    const hashes = new Set<string>();
    for (const plain of [true, false]) {
      const { bytes, report } = await buildInMemory(inputs, config, { plain });
      hashes.add(hashWithoutInputs(bytes.get("dataset.parquet") ?? new Uint8Array()));
      expect(report.sources[1]).toMatchObject({ rowsRead: 4, rowsKept: 3, rejected: { "missing-time": 1 } });
    }
    expect(hashes.size).toBe(1);
  });

  it.each([
    ["a blank as the delimiter", " ", "1 9 2024-05-14 10:30:00\n1 9 2024-05-14T10:30:00 \n"],
    ["a dash as the delimiter", "-", "1-9-2024-05-14T10:30:00Z\n1-9-1715682600\n"],
    ["a colon as the delimiter", ":", "1:9:2024-05-14T10:30:00\n1:9:1715682600\n"],
  ])("come to the same with %s", async (_, delimiter, rows) => {
    const header = `${["customer_id", "item_id", "click_time"].join(delimiter)}\n`;
    const config = { standardize: { read: { clicks: { delimiter, header: true } } } };
    const inputs = withClicks(header + rows);
    expect(await outcomeOf(inputs, config, {})).toEqual(await outcomeOf(inputs, config, { plain: false }));
  });

  it("come to the same where a type of event holds a delimiter or quotes", async () => {
    const events = `customer_id,item_id,event_type,timestamp
1,9,a,b,2024-05-14T10:30:00Z
1,9,"a,b",2024-05-14T10:30:00Z
1,9,"x",2024-05-14T10:30:00Z
1,9,"""x""",2024-05-14T10:30:00Z
`;
    const types = { "a,b": "click", '"x"': "add_to_cart" };
    const config = { standardize: { columns: { events: { action_type: "event_type", occurred_at: "timestamp", types } } } };
    const inputs: InputFile[] = [IMPRESSIONS, { role: "events", file: text("events.csv", events) }];
    const built = await Promise.all([true, false].map((plain) => buildInMemory(inputs, config, { plain })));
    const [one, other] = built.map(({ report: { sources, actionTypes } }) => ({ sources, actionTypes }));
    expect(one).toEqual(other);
    expect(one?.sources[1]?.rejected).toEqual({ "malformed-row": 1, "unknown-action-type": 1 });
  });
});
