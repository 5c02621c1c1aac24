import { describe, expect, test } from "vitest";
import { mappedNames, withColumn, withEventType } from "./mapped-columns";

const LAYOUT = ["user", "sku", "at"];

test("a column is mapped for its role, and other roles and columns stay", () => {
  const before = { clicks: { customer_id: "user" }, events: { types: { view: "click" as const } } };
  expect(withColumn(before, "clicks", "item_id", "sku", LAYOUT)).toEqual({
    clicks: { customer_id: "user", item_id: "sku" },
    events: { types: { view: "click" } },
  });
  expect(withColumn(before, "events", "action_type", "kind", ["kind"]).events).toEqual({
    types: { view: "click" },
    action_type: "kind",
  });
});

test("its own name needs no entry, and a role without entries none either", () => {
  expect(withColumn({ clicks: { item_id: "sku" } }, "clicks", "item_id", "item_id", ["sku", "item_id"])).toEqual({});
  expect(withColumn({ clicks: { item_id: "sku" } }, "clicks", "item_id", null, LAYOUT)).toEqual({});
});

describe("files of one role with other columns", () => {
  test("keep theirs: the names of both are looked for", () => {
    const mapped = withColumn({}, "clicks", "item_id", "sku", LAYOUT, [["item_id"]]);
    expect(mapped).toEqual({ clicks: { item_id: ["item_id", "sku"] } });
    expect(withColumn({ clicks: { item_id: "aid" } }, "clicks", "item_id", "sku", LAYOUT, [["aid"]])).toEqual({
      clicks: { item_id: ["aid", "sku"] },
    });
  });

  test("that have the name too do not lose their own to it", () => {
    const mapped = withColumn({ clicks: { item_id: "aid" } }, "clicks", "item_id", "sku", ["sku"], [["aid", "sku"]]);
    expect(mapped).toEqual({ clicks: { item_id: ["aid", "sku"] } });
  });

  test("that are not here keep their names in the config", () => {
    expect(withColumn({ clicks: { item_id: "elsewhere" } }, "clicks", "item_id", "sku", LAYOUT)).toEqual({
      clicks: { item_id: ["elsewhere", "sku"] },
    });
  });
});

test("another choice for the same files replaces the first", () => {
  expect(withColumn({ clicks: { item_id: "sku" } }, "clicks", "item_id", "at", LAYOUT)).toEqual({ clicks: { item_id: "at" } });
});

test("the fields of carousels are names too, so that lists of other files keep theirs", () => {
  const holds = { kind: "structs" as const, fields: ["product", "bought"] };
  const profile = { holds, rows: 1, missing: 0, placeholders: 0, misfits: 0, examples: [], distinct: null };
  const source = { columns: [{ name: "impressions", kind: "text" as const }], profile: [profile] };
  expect(mappedNames("clicks", source)).toEqual(["impressions"]);
  const names = mappedNames("impressions", source);
  expect(names).toEqual(["impressions", "product", "bought"]);
  const others = [["impressions", "item_id", "is_order"]];
  expect(withColumn({}, "impressions", "item_id", "product", names, others)).toEqual({
    impressions: { item_id: ["item_id", "product"] },
  });
});

test("an event type is mapped, mapped anew, and taken out", () => {
  const one = withEventType({}, "view", "click");
  expect(one).toEqual({ events: { types: { view: "click" } } });
  const two = withEventType(one, "scroll", "ignored");
  expect(withEventType(two, "view", "order")).toEqual({ events: { types: { view: "order", scroll: "ignored" } } });
  expect(withEventType(one, "view", null)).toEqual({});
});
