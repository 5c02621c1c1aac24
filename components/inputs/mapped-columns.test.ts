import { expect, test } from "vitest";
import { withColumn } from "./mapped-columns";

test("a column is mapped for its role, and other roles and columns stay", () => {
  const before = { clicks: { customer_id: "user" }, events: { types: { view: "click" as const } } };
  expect(withColumn(before, "clicks", "item_id", "sku")).toEqual({
    clicks: { customer_id: "user", item_id: "sku" },
    events: { types: { view: "click" } },
  });
  expect(withColumn(before, "events", "action_type", "kind").events).toEqual({ types: { view: "click" }, action_type: "kind" });
});

test("its own name needs no entry, and a role without entries none either", () => {
  expect(withColumn({ clicks: { item_id: "sku" } }, "clicks", "item_id", "item_id")).toEqual({});
  expect(withColumn({ clicks: { item_id: "sku" } }, "clicks", "item_id", null)).toEqual({});
});
