import { expect, test } from "vitest";
import { parseConfig } from "../config";
import type { SourceColumn } from "../sources/column";
import { profileOf } from "../sources/profile";
import { unevenColumns } from "./uneven-columns";

type RoleFile = Parameters<typeof unevenColumns>[0][number];

function fileOf(path: string, role: RoleFile["role"], ...names: (string | SourceColumn)[]): RoleFile {
  const columns = names.map((name): SourceColumn => (typeof name === "string" ? { name, kind: "text" } : name));
  const unread = { format: "parquet", compression: "none", encoding: null, dialect: null, sample: [], bytes: 1 } as const;
  return {
    path,
    role,
    source: { ...unread, sample: [], columns, rows: { count: 0, isExact: true }, profile: profileOf(columns, []) },
  };
}

const told = (files: RoleFile[], config: unknown = {}) => unevenColumns(files, parseConfig(config)).map(({ text }) => text);

const FLAT = ["dt", "customer_id", "item_id"];
const CAROUSEL: SourceColumn = { name: "impressions", kind: "list", fields: ["item_id", "is_order"] };

test("a file that lacks what others of its role have is named, with what comes of it", () => {
  const full = fileOf("a", "impressions", ...FLAT, "is_order", "slot", "ranking_id");
  expect(told([full, fileOf("b", "impressions", ...FLAT, "is_order")])).toEqual([
    "b has no ranking_id, which others have: their rows have no ranking.",
    "b has no slot, which others have: their items stand in the order of the rows.",
  ]);
});

test("parts with the same columns are counted together", () => {
  const clicks = (name: string, ...more: string[]) => fileOf(name, "clicks", "customer_id", "item_id", "click_time", ...more);
  expect(told([clicks("a", "dt"), clicks("b"), clicks("c")])).toEqual([
    "2 of 3 files of clicks (b, …) have no dt, which others have: their actions are judged by their time alone.",
  ]);
});

test("a day in the path is a partition date, and matters where the cutoff asks for it", () => {
  const clicks = (name: string, ...more: string[]) => fileOf(name, "clicks", "customer_id", "item_id", "click_time", ...more);
  const said = (files: RoleFile[], cutoff: string) =>
    unevenColumns(files, parseConfig({ filter: { cutoff } })).map(({ level, text }) => `${level}: ${text.slice(0, 11)}`);
  expect(said([clicks("a", "dt"), clicks("dt=2024-05-15/b")], "both")).toEqual([]);
  const mixed = [clicks("dt=2024-05-15/a"), clicks("b")];
  expect(said(mixed, "both")).toEqual(["warning: b has no dt"]);
  expect(said(mixed, "event_time")).toEqual(["note: b has no dt"]);
});

test("files that are alike, whatever they lack, and columns that are not used say nothing", () => {
  const orders = ["order_date", "customer_id", "config_id"];
  expect(told([fileOf("a", "impressions", ...FLAT), fileOf("b", "impressions", ...FLAT)])).toEqual([]);
  expect(told([fileOf("a", "previous_orders", ...orders, "simple_id"), fileOf("b", "previous_orders", ...orders)])).toEqual([]);
});

test("carousels have labels and slots inside, and their day in a column or the path", () => {
  const nested = fileOf("dt=2024-05-15/a", "impressions", "customer_id", CAROUSEL);
  const labels = { standardize: { columns: { impressions: { is_order: "bought" } } } };
  expect(told([nested, fileOf("b", "impressions", ...FLAT, "is_order", "slot")])).toEqual([]);
  expect(told([nested], labels)).toEqual([]);
});

test("a column that the settings name and no file has is told; one of several names is enough", () => {
  const files = [fileOf("a", "impressions", ...FLAT, "is_order"), fileOf("b", "impressions", ...FLAT, "bought")];
  const named = (is_order: string | string[]) => told(files, { standardize: { columns: { impressions: { is_order } } } });
  expect(named("typo")).toEqual(["No file of impressions has the column typo, which the settings take for is_order."]);
  expect(named("bought")).toEqual(["a has no is_order, which others have: their items have no label."]);
  expect(named(["bought", "is_order"])).toEqual([]);
});
