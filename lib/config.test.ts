import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { DEFAULT_CONFIG, OUTPUT_COLUMNS, parseConfig, ROLES } from "./config";
import { LookbackError, type Problem } from "./errors";
import { canonicalColumns } from "./sources/recognise";

const docs = readFileSync(new URL("../docs/config.md", import.meta.url), "utf8");
const examples = [...docs.matchAll(/```json\n(.*?)```/gs)].map(([, json]) => JSON.parse(json ?? "null"));

/** Every key with a value that is not its default. */
const FULL = {
  version: 1,
  standardize: {
    timeZone: "America/New_York",
    dateOrder: "month_first",
    epochUnit: "ns",
    columns: {
      impressions: { dt: ["day", "date"], item_id: "sku", list: { separator: " ", label: "-" } },
      clicks: { click_time: "at" },
      add_to_carts: { config_id: "sku" },
      previous_orders: { order_date: "day" },
      events: { action_type: "kind", types: { view: "click", "": "order", scroll: "ignored" } },
    },
    read: { clicks: { format: "csv", encoding: "windows-1252", delimiter: ";", quote: "'", header: false } },
    limits: { recordBytes: 2048, columns: 10, expansion: 5 },
  },
  unify: { actionTypes: { click: 3, add_to_cart: 1, order: 127 }, duplicates: "drop" },
  filter: { cutoff: "both", dayZone: "Europe/Berlin", lookbackDays: 36_500 },
  rank: { maxActions: 10_000 },
  pad: { side: "left", order: "oldest_first" },
  output: {
    columns: [...OUTPUT_COLUMNS].reverse(),
    layout: "compact",
    itemIds: "vocabulary",
    itemIdType: "int64",
    compression: "none",
    partitionBy: "dt",
  },
};

function problemWith(value: unknown): Problem {
  try {
    parseConfig(value);
  } catch (thrown) {
    if (thrown instanceof LookbackError) return thrown.problem;
    throw thrown;
  }
  throw new Error(`${JSON.stringify(value)} was taken`);
}

/** A config with one value at a path such as `rank.maxActions`. */
function withValue(path: string, value: unknown): unknown {
  return path.split(".").reduceRight((inner, key) => ({ [key]: inner }), value);
}

describe("a config", () => {
  it("of nothing has the defaults that docs/config.md shows", () => {
    expect(parseConfig({})).toEqual(examples[0]);
    expect(DEFAULT_CONFIG).toEqual(examples[0]);
  });

  it("as the docs' examples is taken as it is", () => {
    expect(examples).toHaveLength(2);
    for (const example of examples) expect(parseConfig(example)).toMatchObject(example);
  });

  it("keeps every key that it is given", () => {
    expect(parseConfig(FULL)).toEqual(FULL);
  });

  it("fills in the defaults beside what it is given", () => {
    expect(parseConfig({ filter: { lookbackDays: 90 } })).toEqual({
      ...DEFAULT_CONFIG,
      filter: { cutoff: "event_time", dayZone: "UTC", lookbackDays: 90 },
    });
  });

  it("is not changed by reading it", () => {
    const given = Object.freeze({ rank: Object.freeze({ maxActions: 5 }) });
    expect(parseConfig(given).rank).toEqual({ maxActions: 5 });
    expect(given).toEqual({ rank: { maxActions: 5 } });
  });

  it.each(ROLES)("can name each column of %s, and no other", (role) => {
    const names = Object.fromEntries(canonicalColumns(role).map((name) => [name, `my ${name}`]));
    expect(parseConfig({ standardize: { columns: { [role]: names } } }).standardize.columns).toEqual({ [role]: names });
    expect(problemWith({ standardize: { columns: { [role]: { itemid: "sku" } } } })).toEqual({
      code: "bad-config",
      path: `standardize.columns.${role}.itemid`,
      message: "is not a key that is known",
    });
  });
});

describe("an error in a config names the path", () => {
  it.each([
    "colour",
    "standardize.colour",
    "standardize.columns.colour",
    "unify.colour",
    "unify.actionTypes.view",
    "filter.colour",
    "rank.colour",
    "pad.colour",
    "output.colour",
  ])("of the unknown key %s", (path) => {
    expect(problemWith(withValue(path, 1))).toEqual({ code: "bad-config", path, message: "is not a key that is known" });
  });

  it.each([
    ["version", 2],
    ["standardize", null],
    ["standardize.timeZone", "Mars/Olympus"],
    ["standardize.timeZone", ""],
    ["standardize.columns", []],
    ["standardize.columns.clicks", "item_id"],
    ["standardize.columns.clicks.item_id", ""],
    ["standardize.columns.clicks.item_id", 5],
    ["standardize.columns.events.types", ["view"]],
    ["standardize.columns.events.types.view", "buy"],
    ["unify.actionTypes.click", 0],
    ["unify.actionTypes.click", 128],
    ["unify.actionTypes.order", 1.5],
    ["unify.duplicates", "merge"],
    ["filter.cutoff", "never"],
    ["filter.dayZone", "UTC+1"],
    ["filter.lookbackDays", 0],
    ["filter.lookbackDays", 36_501],
    ["filter.lookbackDays", "90"],
    ["rank.maxActions", 0],
    ["rank.maxActions", 10_001],
    ["rank.maxActions", 1.5],
    ["rank.maxActions", "1000"],
    ["rank.maxActions", null],
    ["pad.side", "both"],
    ["pad.order", "newest"],
    ["output.columns", []],
    ["output.columns", ["dt", "slot", "dt"]],
    ["output.layout", "wide"],
    ["output.itemIds", "hashed"],
    ["output.itemIdType", "int16"],
    ["output.compression", "gzip"],
    ["output.partitionBy", "customer_id"],
  ])("of the wrong value of %s: %j", (path, value) => {
    expect(problemWith(withValue(path, value))).toMatchObject({ code: "bad-config", path });
  });

  it("of a wrong entry of a list", () => {
    expect(problemWith({ output: { columns: ["dt", "price"] } })).toMatchObject({ path: "output.columns.1" });
  });

  it("of two actions with one number, given or by default", () => {
    expect(problemWith({ unify: { actionTypes: { click: 2 } } })).toMatchObject({ path: "unify.actionTypes" });
  });

  it.each([null, undefined, [], "", 1, "{}"])("of the top level, which is empty, for %j", (value) => {
    expect(problemWith(value)).toMatchObject({ code: "bad-config", path: "" });
  });
});

describe("names that JavaScript gives a meaning", () => {
  const columnsOf = (json: string): unknown => JSON.parse(`{"standardize":{"columns":${json}}}`);

  it.each([
    ['{"__proto__":{"item_id":"sku"}}', "standardize.columns.__proto__"],
    ['{"constructor":{"item_id":"sku"}}', "standardize.columns.constructor"],
    ['{"clicks":{"__proto__":"sku"}}', "standardize.columns.clicks.__proto__"],
    ['{"clicks":{"constructor":"sku"}}', "standardize.columns.clicks.constructor"],
    ['{"events":{"toString":"sku"}}', "standardize.columns.events.toString"],
    ['{"events":{"types":{"__proto__":"click"}}}', "standardize.columns.events.types"],
  ])("are no keys: %s", (json, path) => {
    expect(problemWith(columnsOf(json))).toMatchObject({ code: "bad-config", path });
  });

  it("are no keys at the top level", () => {
    expect(problemWith(JSON.parse('{"__proto__":{"rank":{"maxActions":5}}}'))).toMatchObject({ path: "__proto__" });
  });

  it("are values like any other, of a type column or as the name of a file's column", () => {
    const json = '{"events":{"action_type":"__proto__","types":{"constructor":"click","toString":"order"}}}';
    expect(parseConfig(columnsOf(json)).standardize.columns).toEqual(JSON.parse(json));
  });
});
