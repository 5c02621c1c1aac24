import { expect, test } from "vitest";
import { goneFiles } from "./gone-files";
import type { FileEntry } from "./workbench-state";

const whole = new Blob(["a"]);
const gone = {
  slice: () => ({ arrayBuffer: () => Promise.reject(new DOMException("", "NotReadableError")) }),
} as unknown as Blob;

function entryOf(id: number, path: string, blob: Blob): FileEntry {
  return { id, file: { path, blob }, source: null, role: null, problem: null, reading: 0 };
}

test("of the files that are added again those are told whose bytes are gone", async () => {
  const files = [entryOf(1, "a.csv", gone), entryOf(2, "b.csv", whole), entryOf(3, "c.csv", gone)];
  const again = ["a.csv", "b.csv"].map((path) => ({ path, blob: whole }));
  expect(await goneFiles(files, again)).toEqual(new Set([1]));
});
