import { describe, expect, test } from "vitest";
import { type Config, DEFAULT_CONFIG, parseConfig } from "../config";
import { describeProblem, problemOf } from "../errors";
import { type Guess, guess } from "./guess";
import { mapColumns } from "./map-columns";
import { profileOf } from "./profile";
import type { SniffedSource } from "./types";

/** A file of text values, the first line its names. */
/** The guess as keys of `standardize.columns[role]`: only what the config does not say yet. */
function mappingOf({ columns, types, list }: Guess): Record<string, unknown> {
  const named = columns.filter(({ confidence }) => confidence !== "certain").map(({ canonical, column }) => [canonical, column]);
  return {
    ...Object.fromEntries(named),
    ...(Object.keys(types).length > 0 ? { types } : {}),
    ...(list ? { list } : {}),
  };
}

function table(lines: string, separator = ","): Pick<SniffedSource, "columns" | "profile"> {
  const [names = [], ...rows] = lines
    .trim()
    .split("\n")
    .map((line) => line.trim().split(separator));
  const columns = names.map((name) => ({ name, kind: "text" as const }));
  return {
    columns,
    profile: profileOf(
      columns,
      rows.map((row) => row.map((value) => (value === "" ? null : value))),
    ),
  };
}

function guessed(lines: string, path: string, separator?: string, config: Config = DEFAULT_CONFIG) {
  const found = guess(table(lines, separator), path, config);
  const { role, missing } = found;
  return { role, missing, mapping: mappingOf(found), confidences: [...new Set(found.columns.map((one) => one.confidence))] };
}

describe("layouts of public data sets", () => {
  test("RetailRocket: one event log with epoch milliseconds", () => {
    const lines = `timestamp,visitorid,event,itemid,transactionid
      1433221332117,257597,view,355908,
      1433224214164,992329,addtocart,248676,
      1433222276276,111016,transaction,318965,4000`;
    expect(guessed(lines, "events.csv")).toEqual({
      role: "events",
      missing: [],
      mapping: {
        customer_id: "visitorid",
        item_id: "itemid",
        action_type: "event",
        occurred_at: "timestamp",
        types: { view: "click", addtocart: "add_to_cart", transaction: "order" },
      },
      confidences: ["likely"],
    });
  });

  test("OTTO: events in a session, one level down", () => {
    const lines = `session,events.aid,events.ts,events.type
      0,1517085,1659304800025,clicks
      0,1563459,1659304904511,carts
      1,424964,1659304800025,orders`;
    expect(guessed(lines, "train.jsonl")).toMatchObject({
      role: "events",
      missing: [],
      mapping: {
        customer_id: "session",
        item_id: "events.aid",
        action_type: "events.type",
        occurred_at: "events.ts",
        types: { clicks: "click", carts: "add_to_cart", orders: "order" },
      },
    });
  });

  test("REES46: event_time in UTC, user_id before user_session", () => {
    const lines = `event_time,event_type,product_id,category_id,category_code,brand,price,user_id,user_session
      2019-10-01 00:00:00 UTC,view,44600062,2103807459595387724,,shiseido,35.79,541312140,72d76fde-8bb3-4e00-8c23-a032dfed738c
      2019-10-01 00:00:01 UTC,cart,3900821,2053013552326770905,appliances.environment.water_heater,aqua,33.20,554748717,9333dfbd-b87a-4708-9857-6336556b0fcc
      2019-10-01 00:00:02 UTC,purchase,17200506,2053013559792632471,furniture.living_room.sofa,,543.10,519107250,566511c2-e2e3-422b-b695-cf8e6e792ca8
      2019-10-01 00:00:02 UTC,remove_from_cart,17200506,2053013559792632471,,,543.10,519107250,566511c2-e2e3-422b-b695-cf8e6e792ca8`;
    expect(guessed(lines, "2019-Oct.csv")).toMatchObject({
      role: "events",
      missing: [],
      mapping: {
        customer_id: "user_id",
        item_id: "product_id",
        action_type: "event_type",
        occurred_at: "event_time",
        types: { view: "click", cart: "add_to_cart", purchase: "order", remove_from_cart: "ignored" },
      },
    });
  });

  test("YooChoose: no header, so the kinds and the places speak, and all is unsure", () => {
    const clicks = `column_1,column_2,column_3,column_4
      1,2014-04-07T10:51:09.277Z,214536502,0
      2,2014-04-07T13:56:37.614Z,214662742,0`;
    expect(guessed(clicks, "yoochoose-clicks.dat")).toEqual({
      role: "clicks",
      missing: [],
      mapping: { customer_id: "column_1", item_id: "column_3", click_time: "column_2" },
      confidences: ["unsure"],
    });
    const buys = `column_1,column_2,column_3,column_4,column_5
      420374,2014-04-06T18:44:58.314Z,214537888,12462,1
      281626,2014-04-06T09:40:13.032Z,214535653,1883,1`;
    expect(guessed(buys, "yoochoose-buys.dat")).toMatchObject({
      role: "previous_orders",
      missing: [],
      mapping: { order_date: "column_2", customer_id: "column_1", config_id: "column_3" },
    });
  });

  test("MIND: no header, a list with labels, and one time instead of a day", () => {
    const lines = `column_1\tcolumn_2\tcolumn_3\tcolumn_4\tcolumn_5
      1\tU13740\t11/11/2019 9:05:58 AM\tN55189 N42782 N34694\tN55689-1 N35729-0
      2\tU91836\t11/12/2019 6:11:30 PM\tN31739 N6072 N63045\tN20678-0 N39317-0 N58114-0`;
    expect(guessed(lines, "behaviors.tsv", "\t")).toMatchObject({
      role: "impressions",
      missing: [],
      mapping: { impressions: "column_5", dt: "column_3", list: { separator: " ", label: "-" } },
      confidences: ["unsure"],
    });
  });

  test("Diginetica: the date, and not the milliseconds since the session began", () => {
    const lines = `sessionId;userId;itemId;timeframe;eventdate
      1;NA;81766;526309;2016-05-09
      1;NA;31331;1031018;2016-05-09
      2;NA;32118;243569;2016-05-09`;
    const config = DEFAULT_CONFIG;
    const found = guess(table(lines, ";"), "train-item-views.csv", config, "clicks");
    expect(found.missing).toEqual([]);
    expect(mappingOf(found)).toMatchObject({ customer_id: "sessionId", item_id: "itemId", click_time: "eventdate" });
  });

  test("H&M: transactions with a date each", () => {
    const lines = `t_dat,customer_id,article_id,price,sales_channel_id
      2018-09-20,000058a12d5b43e67d225668fa1f8d618c13dc232df0cad8ffe7ad4a1091e318,0663713001,0.050830508474576264,2
      2018-09-20,000058a12d5b43e67d225668fa1f8d618c13dc232df0cad8ffe7ad4a1091e318,0541518023,0.03049152542372881,2`;
    expect(guessed(lines, "transactions_train.csv")).toMatchObject({
      role: "previous_orders",
      missing: [],
      mapping: { order_date: "t_dat", config_id: "article_id" },
      confidences: ["certain", "likely"],
    });
  });

  test("Dunnhumby: days that are numbered from the beginning of the data are no dates", () => {
    const lines = `household_key,BASKET_ID,DAY,PRODUCT_ID,QUANTITY,SALES_VALUE,STORE_ID,RETAIL_DISC,TRANS_TIME,WEEK_NO
      2375,26984851472,1,1004906,1,1.39,364,-0.60,1631,1
      2375,26984851472,1,1033142,1,0.82,364,0.00,1631,1`;
    expect(guessed(lines, "transaction_data.csv")).toMatchObject({
      role: "previous_orders",
      missing: ["order_date"],
      mapping: { customer_id: "household_key", config_id: "PRODUCT_ID" },
    });
  });
});

describe("a guess", () => {
  test("is certain of the known schema alone, and proposes nothing for it", () => {
    const lines = "dt,customer_id,item_id,click_time\n2024-05-14,1,2,2024-05-14 10:00:00";
    expect(guessed(lines, "a.csv")).toEqual({ role: "clicks", missing: [], mapping: {}, confidences: ["certain"] });
  });

  test("is certain of what the config says", () => {
    const config = parseConfig({ standardize: { columns: { events: { customer_id: "who", types: { view: "ignored" } } } } });
    const lines = "who,item_id,event,ts\n1,2,view,1433221332117\n1,2,cart,1433221332118";
    expect(guessed(lines, "a.csv", ",", config)).toMatchObject({
      role: "events",
      mapping: { action_type: "event", occurred_at: "ts", types: { cart: "add_to_cart" } },
    });
  });

  test("takes no word for an action that has its own in the log", () => {
    const log = (...types: string[]) =>
      `customer_id,item_id,event,ts\n${types.map((type) => `1,2,${type},1433221332117\n`).join("")}`;
    const proposed = (...types: string[]) => guessed(log(...types), "a.csv").mapping.types;
    expect(proposed("click", "view", "cart", "add_to_cart", "buy")).toEqual({ buy: "order" });
    expect(proposed("Click", "view")).toEqual({ Click: "click" });
    expect(proposed("view", "cart")).toEqual({ view: "click", cart: "add_to_cart" });
  });

  test("finds a flat carousel by its label", () => {
    const lines = "uid,date,sku,position,clicked\nu1,2024-05-14,s1,0,1\nu1,2024-05-14,s2,1,0";
    expect(guessed(lines, "a.csv")).toMatchObject({
      role: "impressions",
      missing: [],
      mapping: { customer_id: "uid", item_id: "sku", is_order: "clicked", dt: "date", slot: "position" },
    });
  });

  test("finds the fields of a nested carousel", () => {
    const lines = 'user_id;day;products\n1;2024-05-14;[{"sku": 7, "purchased": true}]';
    expect(guessed(lines, "a.csv", ";")).toMatchObject({
      role: "impressions",
      missing: [],
      mapping: { customer_id: "user_id", dt: "day", impressions: "products", item_id: "sku", is_order: "purchased" },
    });
  });

  test("does not take small numbers for times, nor a column that is mostly missing for the customer", () => {
    const lines = "user_id,session_id,sku,time,event\n,s1,1,12,view\n,s2,1,15,cart\n,s3,2,18,view\n7,s4,2,18,view";
    const found = guess(table(lines), "log.csv", DEFAULT_CONFIG);
    expect(found).toMatchObject({ role: "events", missing: ["occurred_at"] });
    expect(mappingOf(found)).toMatchObject({ customer_id: "session_id" });
  });

  test("says nothing where nothing is known", () => {
    expect(guessed("a,b\nx,y", "data.csv")).toEqual({ role: null, missing: [], mapping: {}, confidences: [] });
  });

  test("stands ready to paste in the message about a column that is missing", () => {
    const source = table("visitorid,itemid,timestamp\n1,2,1433221332117");
    try {
      mapColumns("clicks", source, "clicks.csv", DEFAULT_CONFIG);
      expect.unreachable();
    } catch (thrown) {
      expect(describeProblem(problemOf(thrown)).help).toContain(
        '{ "customer_id": "visitorid", "item_id": "itemid", "click_time": "timestamp" }',
      );
    }
  });
});
