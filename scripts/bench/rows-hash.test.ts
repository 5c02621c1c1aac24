import { mkdir, mkdtemp, rm } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { DuckDBInstance } from "@duckdb/node-api";
import { afterAll, beforeAll, expect, test } from "vitest";
import { literal } from "./logs";
import { hashRows } from "./rows-hash";

let folder = "";
beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), "rows-hash-"));
});
afterAll(() => rm(folder, { recursive: true }));

/** A dataset of rows whose item, and whose history's only item, is a number. */
async function write(name: string, items: readonly number[], integer = "BIGINT"): Promise<string> {
  const file = path.join(folder, name);
  await mkdir(path.dirname(file), { recursive: true });
  const connection = await (await DuckDBInstance.create(":memory:")).connect();
  await connection.run(
    `COPY (SELECT item::${integer} AS impressions, [item]::${integer}[] AS actions, [1]::TINYINT[] AS action_types
       FROM (SELECT unnest([${items}]) AS item)) TO ${literal(file)} (FORMAT parquet)`,
  );
  return file;
}

test("a folder of files is one dataset, in the order of their names", async () => {
  const whole = await hashRows(await write("whole.parquet", [1, 2, 3]));
  await write("parts/part-1.parquet", [3]);
  await write("parts/part-0.parquet", [1, 2]);
  await write("swapped/part-0.parquet", [3]);
  await write("swapped/part-1.parquet", [1, 2]);
  expect(await hashRows(path.join(folder, "parts"))).toBe(whole);
  expect(await hashRows(path.join(folder, "swapped"))).not.toBe(whole);
});

test("the order of rows counts, and the width of integers does not", async () => {
  const hash = await hashRows(await write("a.parquet", [1, 2]));
  expect(await hashRows(await write("b.parquet", [2, 1]))).not.toBe(hash);
  expect(await hashRows(await write("c.parquet", [1, 2], "INTEGER"))).toBe(hash);
});
