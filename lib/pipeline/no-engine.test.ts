import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Role } from "../config";
import { buildInMemory } from "../testing/builds.mts";
import type { InputFile } from "../testing/input-files.mts";
import { ParquetWriter } from "../testing/parquet-writer.mts";

const writer = new ParquetWriter();
beforeAll(() => writer.open());
afterAll(() => writer.close());

const CAROUSELS = `dt,ranking_id,customer_id,impressions
2024-05-15,r1,1,"[{""item_id"": 7, ""is_order"": true}]"
`;
const CLICKS = "customer_id,item_id,click_time,dt\n1,7,2024-05-14T10:30:00Z,2024-05-14\n";

/** What is written so needs no engine. */
const FORMS: [string, Role, string, string][] = [
  ["carousels", "impressions", "a.csv", CAROUSELS],
  ["items of CSV", "impressions", "a.csv", "dt,ranking_id,customer_id,item_id,slot,is_order\n2024-05-15,r1,1,7,0,True\n"],
  ["items of JSON", "impressions", "a.jsonl", '{"dt":"2024-05-15","customer_id":1,"item_id":7,"slot":0,"is_order":true}'],
  ["items without slots", "impressions", "a.csv", "dt,customer_id,item_id\n2024-05-15,1,7\n2024-05-15,1,8\n"],
  ["quoted clicks", "clicks", "b.csv", 'customer_id,item_id,click_time\n"1","7","5/14/2024 9:05 PM"\n'],
  [
    "ignored events",
    "events",
    "b.csv",
    "customer_id,item_id,action_type,occurred_at\n1,7,scroll,2024-05-14\n1,7,click,2024-05-14\n",
  ],
];
/** The same of Parquet, as a query. */
const PARQUET: [string, Role, string][] = [
  ["carousels", "impressions", "SELECT '2024-05-15' AS dt, 1 AS customer_id, [{'item_id': 7, 'is_order': true}] AS impressions"],
  ["items", "impressions", "SELECT DATE '2024-05-15' AS dt, 1 AS customer_id, 7 AS item_id, 0::TINYINT AS slot, 1 AS is_order"],
  [
    "items, all unsigned,",
    "impressions",
    "SELECT DATE '2024-05-15' AS dt, 1::UBIGINT AS customer_id, 7::UINTEGER AS item_id, 0::UINTEGER AS slot, 1::UBIGINT AS is_order",
  ],
  [
    "days and times as texts",
    "clicks",
    "SELECT '2024-05-14' AS dt, 1 AS customer_id, 7 AS item_id, '2024-05-14 10:30' AS click_time",
  ],
  ["times as numbers", "clicks", "SELECT 1 AS customer_id, 7 AS item_id, 1715682600000 AS click_time"],
  ["times as numbers in texts", "clicks", "SELECT 1 AS customer_id, 7 AS item_id, '1715682600' AS click_time"],
  ["orders with a day alone", "previous_orders", "SELECT 1 AS customer_id, 7 AS config_id, DATE '2024-05-14' AS order_date"],
  [
    "ignored events",
    "events",
    "SELECT 1 AS customer_id, 7 AS item_id, unnest(['scroll', 'order']) AS action_type, TIMESTAMP '2024-05-14' AS occurred_at",
  ],
];

describe("a build without an engine", () => {
  const config = { standardize: { columns: { events: { types: { scroll: "ignored" } } } } };
  const textFile = (path: string, content: string) => ({ path, blob: new Blob([content]) });
  const built = async (given: InputFile) => {
    const others: InputFile[] =
      given.role === "impressions"
        ? [{ role: "clicks", file: textFile("clicks.csv", CLICKS) }]
        : [{ role: "impressions", file: textFile("impressions.csv", CAROUSELS) }];
    const { report } = await buildInMemory([given, ...others], config, { engines: 0 });
    return { histories: report.histories, actions: report.actions };
  };

  it.each(FORMS)("reads %s", async (_, role, path, content) => {
    expect(await built({ role, file: textFile(path, content) })).toEqual({ histories: 1, actions: 1 });
  });

  it.each(PARQUET)("reads %s of Parquet", async (_, role, query) => {
    const file = { path: "a.parquet", blob: new Blob([await writer.write(query)]) };
    expect(await built({ role, file })).toEqual({ histories: 1, actions: 1 });
  });
});
