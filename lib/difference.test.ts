import { describe, expect, it } from "vitest";
import { DEFAULT_CONFIG, parseConfig } from "./config";
import { changesOf, difference } from "./difference";

describe("the difference of two values", () => {
  it("has what differs alone, at its place", () => {
    expect(difference({ a: 1, b: { c: 2, d: 3 } }, { a: 1, b: { c: 2, d: 4 } })).toEqual({ b: { d: 3 } });
    expect(difference({ a: 1 }, { a: 1 })).toBeUndefined();
  });

  it("takes lists as a whole, and their order counts", () => {
    expect(difference({ a: [1, 2] }, { a: [2, 1] })).toEqual({ a: [1, 2] });
    expect(difference({ a: [1, 2] }, { a: [1, 2] })).toBeUndefined();
  });

  it("does not look into prototypes", () => {
    expect(difference({ toString: "x" }, {})).toEqual({ toString: "x" });
  });
});

describe("the changes of a config", () => {
  it("name each setting by its path, with its default", () => {
    const config = parseConfig({
      standardize: { columns: { clicks: { item_id: "sku" }, events: { types: { view: "click" } } } },
      filter: { lookbackDays: 90 },
      output: { columns: ["dt"] },
    });
    expect(changesOf(config, DEFAULT_CONFIG)).toEqual([
      { path: ["standardize", "columns", "clicks", "item_id"], value: "sku", base: undefined },
      { path: ["standardize", "columns", "events", "types", "view"], value: "click", base: undefined },
      { path: ["filter", "lookbackDays"], value: 90, base: null },
      { path: ["output", "columns"], value: ["dt"], base: ["impressions", "actions", "action_types"] },
    ]);
    expect(changesOf(DEFAULT_CONFIG, DEFAULT_CONFIG)).toEqual([]);
  });
});
