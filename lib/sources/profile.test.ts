import { describe, expect, test } from "vitest";
import type { ColumnKind } from "./column";
import { type ColumnProfile, profileOf } from "./profile";

function profile(values: (string | null)[], kind: ColumnKind = "text"): ColumnProfile {
  const [found] = profileOf(
    [{ name: "a", kind }],
    values.map((value) => [value]),
  );
  return found as ColumnProfile;
}

describe("a column holds", () => {
  test.each<[string, string[], object]>([
    ["integers", ["1", "-7", "12.0"], { kind: "integer", epoch: null, compact: false }],
    ["text, where zeros lead", ["00012", "00013"], { kind: "text" }],
    ["text, where numbers are wider than 64 bits", ["99999999999999999999"], { kind: "text" }],
    ["numbers", ["1.5", "2", "1e3"], { kind: "number" }],
    ["booleans", ["true", "FALSE"], { kind: "boolean" }],
    ["seconds since 1970", ["1715680000", "1715680001"], { kind: "integer", epoch: "s", compact: false }],
    ["milliseconds", ["1715680000123"], { kind: "integer", epoch: "ms", compact: false }],
    ["days of eight digits", ["20240514", "20240515"], { kind: "integer", epoch: null, compact: true }],
    ["integers that would be times of 1976", ["214536502"], { kind: "integer", epoch: null, compact: false }],
    ["JSON objects", ['{"a":1}'], { kind: "json" }],
    ["lists of objects", ['[{"item_id":1,"is_order":true}]', "[]"], { kind: "structs", fields: ["item_id", "is_order"] }],
    ["lists of ids", ["[1,2,3]", "[4]"], { kind: "ids", separator: null, label: null }],
    ["ids between bars", ["1|2|3", "4|5"], { kind: "ids", separator: "|", label: null }],
    ["ids with labels", ["N1-0 N2-1", "N7-0"], { kind: "ids", separator: " ", label: "-" }],
    ["text, where words stand between blanks", ["red shoe", "blue shirt"], { kind: "text" }],
    ["text", ["u1", "u2"], { kind: "text" }],
    ["nothing", [], { kind: "nothing" }],
  ])("%s", (_, values, holds) => {
    expect(profile(values).holds).toEqual(holds);
  });

  test.each<[string[], object]>([
    [["2024-05-14"], { form: "iso", pattern: "YYYY-MM-DD", zone: "none" }],
    [["2024-05-14T10:30:00+02:00"], { form: "iso", pattern: "YYYY-MM-DDThh:mm:ss±hh:mm", zone: "written" }],
    [["2024-05-14 10:30:00"], { form: "iso", pattern: "YYYY-MM-DD hh:mm:ss", zone: "none" }],
    [["2024-05-14 10:30:00.125"], { form: "iso", pattern: "YYYY-MM-DD hh:mm:ss.sss", zone: "none" }],
    [["2024-05-14 10:30:00 UTC"], { form: "iso", pattern: "YYYY-MM-DD hh:mm:ss UTC", zone: "written" }],
    [["2024/05/14"], { form: "year_first", pattern: "YYYY/MM/DD", order: null }],
    [["01/02/2024 10:30", "14/05/2024 10:30"], { pattern: "DD/MM/YYYY hh:mm", order: "day_first", example: "14/05/2024 10:30" }],
    [["5/4/2024 9:05:58 AM", "5/14/2024 9:05:58 AM"], { pattern: "MM/DD/YYYY hh:mm:ss AM", order: "month_first" }],
    [
      ["1.2.2024", "3.4.2024"],
      { form: "numeric", pattern: "??.??.YYYY".replaceAll("??", "?"), order: null, example: "1.2.2024" },
    ],
    [["13/02/2024", "02/13/2024"], { order: "both" }],
  ])("times such as %j", (values, format) => {
    expect(profile(values).holds).toMatchObject({ format });
  });

  test("days, where every time is midnight", () => {
    expect(profile(["2024-05-14 00:00:00"]).holds).toMatchObject({ kind: "timestamp", format: { midnights: true } });
    expect(profile(["2024-05-14 00:00:00"], "timestamp").holds).toMatchObject({ kind: "timestamp", format: { midnights: true } });
    expect(profile(["2024-05-14", "2024-05-15"], "date").holds).toMatchObject({ kind: "date", format: { midnights: true } });
    expect(profile(["2024-05-14 00:00:00", "2024-05-14 00:00:01"]).holds).toMatchObject({ format: { midnights: false } });
  });
});

test("a typed column of times is written as the first one that a calendar has", () => {
  const values = ["9223372036854775807 microseconds since 1970", "2024-05-14 00:00:00"];
  expect(profile(values, "timestamp")).toMatchObject({
    holds: { kind: "timestamp", format: { pattern: "YYYY-MM-DD hh:mm:ss", midnights: true } },
    misfits: 1,
  });
  expect(profile(values.slice(0, 1), "timestamp").holds).toEqual({ kind: "nothing" });
});

test("a column is what nine of ten values are, and the others are counted", () => {
  const values = [...Array.from({ length: 18 }, (_, k) => `2024-05-14 10:00:${10 + k}`), "yesterday", "NA", null, " "];
  expect(profile(values)).toMatchObject({ holds: { kind: "timestamp" }, rows: 22, missing: 2, placeholders: 1, misfits: 1 });
});

test("values are counted while they are few, the most frequent first", () => {
  expect(profile(["view", "cart", "view"]).distinct).toEqual([
    { value: "view", count: 2 },
    { value: "cart", count: 1 },
  ]);
  const many = profile(Array.from({ length: 100 }, (_, k) => `u${k}`));
  expect(many.distinct).toBeNull();
  expect(many.examples).toEqual(["u0", "u1", "u2", "u3", "u4"]);
});
