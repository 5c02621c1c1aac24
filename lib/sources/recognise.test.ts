import { describe, expect, test } from "vitest";
import { type Config, DEFAULT_CONFIG, parseConfig } from "../config";
import { problemOf } from "../errors";
import { mapColumns } from "./map-columns";
import { profileOf } from "./profile";
import { partitionDate, recogniseRole } from "./recognise";

function columns(names: string) {
  const found = names.split(" ").map((name) => ({ name: name.replaceAll("_SPACE_", " "), kind: "text" as const }));
  return { columns: found, profile: profileOf(found, []) };
}

function map(role: Parameters<typeof mapColumns>[0], names: string, path = "a.csv", config: Config = DEFAULT_CONFIG) {
  try {
    return mapColumns(role, columns(names), path, config);
  } catch (error) {
    return problemOf(error);
  }
}

const GERMAN = parseConfig({
  standardize: {
    columns: { clicks: { customer_id: "Kunde", item_id: "Artikel", click_time: "Zeit" }, events: { types: { view: "click" } } },
  },
});

describe("recognising roles", () => {
  test.each([
    ["dt ranking_id customer_id impressions", "impressions"],
    ["slot is_order item_id ranking_id customer_id dt extra", "impressions"],
    ["dt customer_id item_id click_time", "clicks"],
    ["dt customer_id config_id simple_id occurred_at", "add_to_carts"],
    ["order_date customer_id config_id simple_id occurred_at", "previous_orders"],
    ["order_date customer_id config_id", "previous_orders"],
    ["customer_id item_id action_type occurred_at", "events"],
    ["Customer_ID ITEM_ID Click_Time", "clicks"],
  ])("knows the columns %s", (names, role) => {
    expect(recogniseRole(columns(names), "a.csv", DEFAULT_CONFIG)).toBe(role);
  });

  test("goes by columns first, then by the file's name, then by its folders", () => {
    expect(recogniseRole(columns("dt customer_id item_id click_time"), "orders.csv", DEFAULT_CONFIG)).toBe("clicks");
    expect(recogniseRole(columns("a b"), "raw/Orders-2024.csv", DEFAULT_CONFIG)).toBe("previous_orders");
    expect(recogniseRole(columns("a b"), "add_to_carts/dt=2024-05-15/part-0.csv", DEFAULT_CONFIG)).toBe("add_to_carts");
    expect(recogniseRole(columns("a b"), "data.csv", DEFAULT_CONFIG)).toBeNull();
  });

  test("takes a row an item without a label or a slot for impressions only where the config names its item column", () => {
    const log = columns("customer_id item_id dt");
    expect(recogniseRole(log, "a.csv", DEFAULT_CONFIG)).toBeNull();
    expect(recogniseRole(columns("customer_id item_id dt slot"), "a.csv", DEFAULT_CONFIG)).toBe("impressions");
    expect(recogniseRole(columns("customer_id item_id dt click_time"), "a.csv", DEFAULT_CONFIG)).toBe("clicks");
    const named = parseConfig({ standardize: { columns: { impressions: { item_id: "item_id" } } } });
    expect(recogniseRole(log, "a.csv", named)).toBe("impressions");
    expect(map("impressions", "customer_id item_id dt")).toEqual({ customer_id: 0, item_id: 1, dt: 2 });
  });

  test("takes the day of impressions from the path if no column has it", () => {
    const names = columns("ranking_id customer_id impressions");
    expect(recogniseRole(names, "dt=2024-05-15/a.csv", DEFAULT_CONFIG)).toBe("impressions");
    expect(recogniseRole(names, "a.csv", DEFAULT_CONFIG)).toBeNull();
  });

  test("knows the names that the config gives", () => {
    expect(recogniseRole(columns("Kunde Artikel Zeit"), "a.csv", GERMAN)).toBe("clicks");
    expect(map("clicks", "Zeit Kunde Artikel dt", "a.csv", GERMAN)).toEqual({ customer_id: 1, item_id: 2, click_time: 0, dt: 3 });
  });
});

describe("mapping columns", () => {
  test("gives places, and leaves out optional columns that are not there", () => {
    expect(map("previous_orders", "config_id customer_id order_date")).toEqual({ order_date: 2, customer_id: 1, config_id: 0 });
    expect(map("impressions", "dt customer_id impressions")).toEqual({ dt: 0, customer_id: 1, impressions: 2 });
  });

  test("prefers the exact name, and takes another spelling only if there is one", () => {
    expect(map("clicks", "CUSTOMER_ID customer_id item_id click_time")).toMatchObject({ customer_id: 1 });
    expect(map("clicks", "Customer_Id item_id _SPACE_click_time")).toMatchObject({ customer_id: 0, click_time: 2 });
    expect(map("clicks", "CUSTOMER_ID Customer_id item_id click_time")).toMatchObject({ column: "customer_id" });
  });

  test("names the file, the role, the column and what is there", () => {
    const present = ["customer_id", "item_id"];
    const common = { code: "missing-column", file: "a.csv" };
    expect(map("clicks", "customer_id item_id")).toEqual({
      ...common,
      role: "clicks",
      column: "click_time",
      name: "click_time",
      list: null,
      present,
      suggestion: [],
    });
    expect(map("impressions", "customer_id item_id")).toMatchObject({ ...common, role: "impressions", column: "dt" });
    expect(map("impressions", "customer_id", "dt=2024-05-15/a.csv")).toMatchObject({ column: "impressions" });
    expect(map("impressions", "customer_id dt")).toMatchObject({ column: "impressions" });
    expect(map("clicks", "customer_id item_id", "a.csv", GERMAN)).toMatchObject({ column: "customer_id", name: "Kunde" });
  });
});

test("the day of a path is a real day in a part named dt", () => {
  expect(partitionDate("x/dt=2024-05-15/part-0.csv")).toBe(19_858);
  expect(partitionDate("dt=2024-02-29.csv")).toBe(19_782);
  expect(partitionDate("dt=2023-02-29/a.csv")).toBeNull();
  expect(partitionDate("xdt=2024-05-15/a.csv")).toBeNull();
  expect(partitionDate("2024-05-15/a.csv")).toBeNull();
});
