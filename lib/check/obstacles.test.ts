import { expect, test } from "vitest";
import { parseConfig } from "../config";
import type { SourceColumn } from "../sources/column";
import { profileOf } from "../sources/profile";
import type { SniffedSource } from "../sources/types";
import { type CheckedFile, findObstacles } from "./obstacles";

function fileOf(path: string, role: CheckedFile["role"], columns: SourceColumn[]): CheckedFile {
  const source: SniffedSource = {
    format: "parquet",
    compression: "none",
    encoding: null,
    dialect: null,
    columns,
    sample: [],
    rows: { count: 0, isExact: true },
    profile: profileOf(columns, []),
    bytes: 1,
  };
  return { path, role, source, problem: null };
}

function brokenFile(path: string, role: CheckedFile["role"] = null): CheckedFile {
  return { path, role, source: null, problem: { code: "unreadable-file", file: path, message: "it is a PDF document" } };
}

const texts = (...names: string[]): SourceColumn[] => names.map((name) => ({ name, kind: "text" }));
const SHOWN = fileOf("shown.parquet", "impressions", texts("dt", "customer_id", "item_id", "is_order"));

const told = (files: CheckedFile[], config: unknown = {}) =>
  findObstacles(files, parseConfig(config)).map(({ level, text, mend }) => [level, text, mend?.label]);

test("columns that are missing are named, and the way to them", () => {
  expect(told([SHOWN, fileOf("clicks.parquet", "clicks", texts("customer_id", "sku", "ts"))])).toEqual([
    ["error", "clicks.parquet has no column that is item_id or click_time, which clicks must have.", "Choose item_id"],
  ]);
});

test("lists whose entries have no item are told before a build rejects all their rows", () => {
  const lists: SourceColumn[] = [
    ...texts("dt", "customer_id"),
    { name: "impressions", kind: "list", fields: ["product", "bought"] },
  ];
  const shown = fileOf("shown.parquet", "impressions", lists);
  const clicks = fileOf("clicks.parquet", "clicks", texts("customer_id", "item_id", "click_time"));
  expect(told([shown, clicks])).toEqual([
    ["error", "shown.parquet has no field in its lists that is item_id, which impressions must have.", "Choose item_id"],
  ]);
  expect(told([shown, clicks], { standardize: { columns: { impressions: { item_id: "product" } } } })).toEqual([]);
});

test("parts of one layout are told once", () => {
  const parts = ["a", "b"].map((name) => fileOf(`${name}.parquet`, "clicks", texts("customer_id")));
  expect(told([SHOWN, ...parts])).toHaveLength(1);
});

test("files without a role, without impressions, and without actions", () => {
  expect(told([fileOf("x.parquet", null, texts("x"))])).toEqual([
    ["error", "x.parquet fits no role by its columns.", "Choose its role"],
  ]);
  expect(told([fileOf("clicks.parquet", "clicks", texts("customer_id", "item_id", "click_time"))])[0]?.[0]).toBe("error");
  expect(told([SHOWN])).toEqual([["warning", "No file holds actions, so every history will be empty.", "Add files"]]);
});

test("each file that cannot be read is told as its card tells it, and hides nothing else", () => {
  const told = findObstacles([brokenFile("a.csv"), brokenFile("a.csv"), brokenFile("b.csv", "clicks")], parseConfig({}));
  expect(told.map(({ level, text, mend }) => [level, text.slice(0, 45), mend?.control])).toEqual([
    ["error", "a.csv cannot be read: it is a PDF document. C", "unreadable a.csv"],
    ["error", "b.csv cannot be read: it is a PDF document. C", "unreadable b.csv"],
    ["error", "There are no impressions, so there is nothing", "add-files"],
  ]);
});

test("as long as a file is read nothing is said of what all files lack", () => {
  const reading: CheckedFile = { path: "c.csv", role: null, source: null, problem: null };
  expect(told([brokenFile("a.csv"), reading])).toHaveLength(1);
});
