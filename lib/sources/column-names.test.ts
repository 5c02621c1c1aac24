import { expect, test } from "vitest";
import { uniqueNames } from "./column-names";

test("columns without a name are called by their place, and repeated names are numbered", () => {
  expect(uniqueNames(["a", "", " ", "b"])).toEqual(["a", "column_2", "column_3", "b"]);
  expect(uniqueNames(["id", "x", "id", "ID"])).toEqual(["id (1)", "x", "id (2)", "ID"]);
});

test("no name that is given is one of the file's own", () => {
  expect(uniqueNames(["id", "id", "id (1)"])).toEqual(["id (2)", "id (3)", "id (1)"]);
  expect(uniqueNames(["column_2", ""])).toEqual(["column_2 (1)", "column_2 (2)"]);
});
