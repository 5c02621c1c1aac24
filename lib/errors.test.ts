import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { describeProblem, LookbackError, type Problem, type ProblemCode, problemOf } from "./errors";

/** A problem of each code, and words that its text must have. */
const PROBLEMS: { [Code in ProblemCode]: [problem: Extract<Problem, { code: Code }>, words: string[]] } = {
  "bad-config": [{ code: "bad-config", path: "rank.maxActions", message: "is too small" }, ["rank.maxActions", "is too small"]],
  "bad-link": [{ code: "bad-link", fault: "damaged", message: "it is damaged" }, ["it is damaged", "copy it whole"]],
  "link-too-long": [{ code: "link-too-long", size: "9 KB of text", limit: "8 KB" }, ["9 KB of text", "8 KB", "as a file"]],
  "bad-recipe": [{ code: "bad-recipe", file: "a.parquet", message: "it holds none" }, ["a.parquet", "it holds none"]],
  "unreadable-file": [{ code: "unreadable-file", file: "a.csv", message: "it is a PDF" }, ["a.csv", "it is a PDF"]],
  "unreadable-files": [
    { code: "unreadable-files", files: ["a.csv", "b.csv", "c.csv", "d.csv", "e.csv", "f.csv", "g.csv"] },
    ["7 files cannot be read: a.csv, b.csv, c.csv, d.csv, e.csv and 2 more."],
  ],
  "file-changed": [
    { code: "file-changed", file: "a.csv", how: "changed" },
    ["a.csv was changed on disk", "add it again by the same name"],
  ],
  "empty-file": [{ code: "empty-file", file: "a.csv" }, ["a.csv"]],
  "over-limit": [
    { code: "over-limit", file: "a.csv", limit: "columns", allowed: 2000, found: "2,345 columns" },
    ["a.csv", "2,345 columns", "standardize.limits.columns is 2,000"],
  ],
  "missing-column": [
    {
      ...{
        code: "missing-column",
        file: "a.csv",
        role: "clicks",
        column: "item_id",
        name: "sku",
        list: null,
        present: ["dt", "item"],
      },
      suggestion: [{ canonical: "item_id", column: "item" }],
    },
    ["a.csv", "clicks", "item_id", "sku", "dt, item", '{ "item_id": "item" }'],
  ],
  "unknown-role": [{ code: "unknown-role", file: "a.csv", present: ["dt", "item"] }, ["a.csv", "dt, item"]],
  "ambiguous-dates": [
    { code: "ambiguous-dates", file: "a.csv", column: "when", example: "1/2/2024", counterExample: null },
    ["a.csv", "when", "1/2/2024", "standardize.dateOrder"],
  ],
  "no-impressions": [{ code: "no-impressions" }, ["impressions"]],
  "text-item-ids": [{ code: "text-item-ids", file: "a.csv", example: "sku-1" }, ["a.csv", "sku-1", "vocabulary"]],
  "item-id-too-large": [{ code: "item-id-too-large", itemId: "2147483648", type: "int32" }, ["2147483648", "int32"]],
  "out-of-memory": [{ code: "out-of-memory", stage: "build" }, ["memory"]],
  "storage-full": [
    { code: "storage-full", where: "site", written: 400e6, needed: 1.2e9, free: 12e6 },
    ["takes about 1.2 GB", "about 788 MB are missing", "under Output"],
  ],
  "unwritable-file": [{ code: "unwritable-file", file: "a.parquet", message: "it is gone" }, ["a.parquet: it is gone"]],
  "output-unreadable": [{ code: "output-unreadable", file: "a.parquet", message: "no magic" }, ["a.parquet", "no magic"]],
  "part-missing": [{ code: "part-missing", part: "the worker of DuckDB" }, ["the worker of DuckDB", "server", "reload"]],
  "engine-lost": [{ code: "engine-lost", message: "the worker ended" }, ["the worker ended"]],
  cancelled: [{ code: "cancelled" }, ["cancelled"]],
  internal: [{ code: "internal", message: "no such table" }, ["no such table"]],
};
const ALL = Object.values(PROBLEMS) as [Problem, string[]][];

describe("docs/errors.md", () => {
  it("has a heading for each code, and no other", () => {
    const docs = readFileSync(new URL("../docs/errors.md", import.meta.url), "utf8");
    const headings = [...docs.matchAll(/^## (.*)$/gm)].map(([, heading]) => heading);
    expect(headings.sort()).toEqual(Object.keys(PROBLEMS).sort());
  });
});

describe.each(ALL)("the problem %o", (problem, words) => {
  it("is told in a sentence, with one on what to do", () => {
    const { title, help } = describeProblem(problem);
    for (const word of words) expect(`${title} ${help}`).toContain(word);
    expect(`${title} ${help}`).not.toMatch(/undefined|\[object/);
    for (const text of [title, help]) expect(text).toMatch(/^\S.{10,}/);
    expect(help).toMatch(/\.$/);
  });

  it("crosses threads whole, and is found again in what was thrown", () => {
    expect(structuredClone(problem)).toEqual(problem);
    const error = new LookbackError(problem);
    expect(problemOf(error)).toBe(problem);
    expect(error.message).toBe(describeProblem(problem).title);
  });
});

describe("the problem of something else that was thrown", () => {
  it.each([
    "Out of Memory Error: failed to allocate data of size 32.0 MiB",
    "RangeError: Array buffer allocation failed",
    "memory access out of bounds",
    "could not allocate block of size 256.0 KiB",
  ])("is out-of-memory for: %s", (message) => {
    expect(problemOf(new Error(message))).toMatchObject({ code: "out-of-memory" });
  });

  it("is storage-full where the browser's quota or the disk ran out", () => {
    expect(problemOf(new DOMException("no room", "QuotaExceededError"))).toMatchObject({ code: "storage-full", where: "site" });
    expect(problemOf(Object.assign(new Error("write"), { code: "ENOSPC" }))).toMatchObject({
      code: "storage-full",
      where: "disk",
    });
  });

  it("is told without figures where none are known", () => {
    const { title } = describeProblem({ code: "storage-full", where: "disk", written: null, needed: null, free: null });
    expect(title).toBe("The dataset does not fit into the disk: there is no room left.");
  });

  it("does not believe a browser that says that there is room", () => {
    const { title } = describeProblem({ code: "storage-full", where: "site", written: 1e6, needed: 3e6, free: 1e10 });
    expect(title).toContain("takes about 3.0 MB, and about 2.0 MB are missing");
  });

  it.each([
    ["Failed to fetch"],
    ["Failed to load chunk /_next/static/a.js from module 45610: NetworkError: …", "/_next/static/a.js"],
    ["Failed to fetch dynamically imported module: http://127.0.0.1:4173/a.js", "http://127.0.0.1:4173/a.js"],
    [
      "Failed to execute 'importScripts': The script at 'http://127.0.0.1:4173/a.js' failed to load. NetworkError",
      "http://127.0.0.1:4173/a.js",
    ],
    ["NetworkError when attempting to fetch resource."],
    ["Load failed"],
    ["Uncaught TypeError: Failed to fetch"],
    ["Importing a module script failed."],
    ["Failed to execute 'compile' on 'WebAssembly': HTTP status code is not ok"],
  ])("is part-missing, with the address if there is one, for: %s", (message, part = message) => {
    expect(problemOf(new TypeError(message))).toEqual({ code: "part-missing", part });
  });

  it("is found in no time in a long message", () => {
    const message = `Failed to fetch ${"/a".repeat(100_000)}`;
    expect(problemOf(new Error(message))).toEqual({ code: "part-missing", part: message });
  });

  it("is internal, with its message kept", () => {
    expect(problemOf(new TypeError("x is undefined"))).toEqual({ code: "internal", message: "x is undefined" });
    expect(problemOf("a text")).toEqual({ code: "internal", message: "a text" });
    expect(problemOf(undefined)).toEqual({ code: "internal", message: "undefined" });
  });
});
