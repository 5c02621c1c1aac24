import { describe, expect, it } from "vitest";
import { parseConfig } from "../config";
import { duckdbScript } from "./duckdb";
import { refusalOf } from "./duckdb/reading";
import { py } from "./python";
import { sparkJob } from "./spark";
import { torchDataset } from "./torch";

const text = (...names: string[]) => names.map((name) => ({ name, kind: "text" as const }));
const csv = {
  format: "csv" as const,
  encoding: "utf-8" as const,
  dialect: { delimiter: ",", quote: '"' as const, header: true },
  profile: [],
};
const SOURCES = [
  {
    role: "impressions" as const,
    path: "impressions.csv",
    source: { ...csv, columns: text("dt", "ranking_id", "customer_id", "impressions") },
  },
  {
    role: "clicks" as const,
    path: "clicks.csv",
    source: { ...csv, columns: text("dt", "customer_id", "item_id", "click_time") },
  },
];
const FULL = {
  standardize: {
    timeZone: "Europe/Berlin",
    columns: { clicks: { item_id: ["sku", "article"] }, events: { types: { view: "click" } } },
  },
  unify: { duplicates: "drop" },
  filter: { cutoff: "both", dayZone: "Europe/Berlin", lookbackDays: 90 },
  rank: { maxActions: 200 },
  pad: { side: "left", order: "oldest_first" },
  output: {
    layout: "compact",
    itemIds: "vocabulary",
    partitionBy: "dt",
    columns: ["impressions", "is_order", "actions", "action_types", "dt"],
  },
};

describe("the programs for a config are those of the golden files", () => {
  it.each([
    ["defaults", {}],
    ["full", FULL],
  ])("%s", async (name, value) => {
    const config = parseConfig(value);
    await expect(sparkJob(config)).toMatchFileSnapshot(`golden/${name}/lookback_job.py`);
    await expect(torchDataset(config)).toMatchFileSnapshot(`golden/${name}/lookback_dataset.py`);
    // The zone's offsets since 1900 would be most of the file.
    const inUtc = parseConfig({ ...value, standardize: {}, filter: { ...FULL.filter, dayZone: "UTC" } });
    await expect(duckdbScript(inUtc, SOURCES)).toMatchFileSnapshot(`golden/${name}/lookback.sql`);
  });
});

describe("the programs hold what the config needs, and no more", () => {
  it("has no zone, lookback or vocabulary that is not asked for", () => {
    const job = sparkJob(parseConfig({}));
    expect(job).not.toMatch(/_ZONE|LOOKBACK_DAYS|vocabulary: str|utc_timestamp/);
    expect(sparkJob(parseConfig(FULL))).toMatch(/TIME_ZONE = "Europe\/Berlin"/);
  });

  it("takes an event type that is ignored for none, also one of the known names", () => {
    const ignoring = parseConfig({ standardize: { columns: { events: { types: { click: "ignored", view: "click" } } } } });
    expect(sparkJob(ignoring)).toMatch(/EVENT_TYPES[^}]*"view": 1/);
    expect(sparkJob(ignoring)).not.toMatch(/EVENT_TYPES[^}]*"click":/);
    const events = { ...csv, columns: text("customer_id", "item_id", "action_type", "occurred_at") };
    const script = duckdbScript(ignoring, [...SOURCES, { role: "events" as const, path: "events.csv", source: events }]);
    expect(script).toContain("WHEN 'view' THEN 1");
    expect(script).not.toContain("WHEN 'click' THEN 1");
  });

  it("reads files of one form with one call", () => {
    const [impressions, clicks] = SOURCES;
    if (!impressions || !clicks) throw new Error("no sources");
    const script = duckdbScript(parseConfig({}), [impressions, clicks, { ...clicks, path: "more.csv" }]);
    expect(script).toContain(`SET VARIABLE "clicks_1" = ['clicks.csv', 'more.csv']`);
    expect(script).not.toContain("clicks_2");
  });
});

describe("a script refuses what it would read otherwise than the app", () => {
  it.each([
    ["Arrow", { format: "arrow" as const, encoding: null, dialect: null }],
    ["UTF-16", { encoding: "utf-16le" as const }],
    ["single quotes", { dialect: { delimiter: ",", quote: "'" as const, header: true } }],
  ])("%s", (_, source) => {
    const [impressions] = SOURCES;
    if (!impressions) throw new Error("no sources");
    expect(refusalOf(parseConfig({}), SOURCES)).toBeNull();
    expect(refusalOf(parseConfig({}), [{ ...impressions, source: { ...impressions.source, ...source } }])).toMatch(
      /^impressions/,
    );
  });
});

describe("a value becomes a literal of Python", () => {
  it.each([
    [`"); import os; ("`, `"\\"); import os; (\\""`],
    ["\\N{BULLET}\n", `"\\\\N{BULLET}\\x0a"`],
    ["é☃𝒳\u202e", `"\\xe9\\u2603\\U0001d4b3\\u202e"`],
  ])("%j", (value, literal) => {
    expect(py`${value}`.text).toBe(literal);
  });

  it("as lists, numbers and None", () => {
    expect(py`${[1, true, null, { a: "b" }]}`.text).toBe('[1, True, None, {"a": "b"}]');
    expect(() => py`${0.5}`).toThrow(RangeError);
  });
});
