import { expect, test } from "vitest";
import type { Role } from "../../lib/config";
import type { SniffedSource } from "../../lib/sources/types";
import type { FileEntry } from "../workbench-state";
import { groupsOf } from "./layouts";

let id = 0;
const entry = (role: Role | null, columns: string, patch: Partial<FileEntry> = {}): FileEntry => ({
  id: ++id,
  file: { path: `part-${id}.csv`, blob: new Blob() },
  source: { format: "csv", columns: columns.split(",").map((name) => ({ name, kind: "text" })) } as SniffedSource,
  role,
  problem: null,
  reading: 1,
  ...patch,
});
const shape = (files: FileEntry[]) => groupsOf(files).map(({ entries }) => entries.length);

test("a few files have a card each", () => {
  expect(shape([entry("clicks", "a,b"), entry("clicks", "a,b"), entry("impressions", "c")])).toEqual([1, 1, 1]);
});

test("many files of a role with the same columns have one card, where the first of them is", () => {
  const parts = Array.from({ length: 366 }, () => entry("clicks", "a,b"));
  expect(shape([entry("impressions", "c"), ...parts, entry("clicks", "a,c")])).toEqual([1, 366, 1]);
});

test("a file that cannot be read has its own card, and files that are being read share one", () => {
  const problem = { code: "empty-file", file: "x" } as const;
  const broken = Array.from({ length: 9 }, () => entry("clicks", "a", { source: null, problem }));
  const reading = Array.from({ length: 9 }, () => entry(null, "", { source: null }));
  expect(shape([...broken, ...reading])).toEqual([1, 1, 1, 1, 1, 1, 1, 1, 1, 9]);
});
