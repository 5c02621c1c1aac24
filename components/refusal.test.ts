import { expect, test } from "vitest";
import type { Problem } from "../lib/errors";
import { refusalOf } from "./refusal";
import type { FileEntry } from "./workbench-state";

function entryOf(path: string, change: Partial<FileEntry>): FileEntry {
  return { id: 1, file: { path, blob: new Blob([]) }, source: null, role: null, problem: null, reading: 1, ...change };
}

const emptyFile = (path: string): FileEntry => entryOf(path, { problem: { code: "empty-file", file: path } });
const SHOWN = entryOf("shown.csv", { role: "impressions" });

test.each<[string, FileEntry[], Problem | null]>([
  ["a file that cannot be read", [SHOWN, emptyFile("a.csv")], { code: "empty-file", file: "a.csv" }],
  [
    "all files that cannot be read",
    [emptyFile("a.csv"), SHOWN, emptyFile("b.csv")],
    { code: "unreadable-files", files: ["a.csv", "b.csv"] },
  ],
  ["a file without a role", [SHOWN, entryOf("x.csv", {})], { code: "unknown-role", file: "x.csv", present: [] }],
  ["no impressions", [entryOf("clicks.csv", { role: "clicks" })], { code: "no-impressions" }],
  ["nothing", [SHOWN], null],
])("a build is refused for %s", (_, files, refusal) => {
  expect(refusalOf(files, {})).toEqual(refusal);
});

test("a build is refused for a field that is not valid before anything else", () => {
  expect(refusalOf([], { "rank.maxActions": "is too small" })).toEqual({
    code: "bad-config",
    path: "rank.maxActions",
    message: "is too small",
  });
});
