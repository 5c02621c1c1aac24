import { spawn } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { interopCases } from "./cases";
import { checkScript } from "./duckdb";
import { type WrittenCase, writeCase } from "./write";

const cases = interopCases();
const found: Record<"spark" | "loader", Record<string, string | null>> = { spark: {}, loader: {} };
const written: WrittenCase[] = [];
let folder = "";

// Python runs all cases of an engine in one process, beside this one; a test tells what it found for its case.
beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), "lookback-interop-"));
  for (const test of cases) written.push(await writeCase(folder, test));
  await writeFile(path.join(folder, "cases.json"), JSON.stringify(written));
  await Promise.all([python("spark.py"), python("loader.py")]);
  found.spark = JSON.parse(await readFile(path.join(folder, "spark.json"), "utf8"));
  found.loader = JSON.parse(await readFile(path.join(folder, "loader.json"), "utf8"));
});

afterAll(() => rm(folder, { recursive: true, force: true }));

function python(script: string): Promise<void> {
  const program = process.env.LOOKBACK_PYTHON;
  if (!program) throw new Error("LOOKBACK_PYTHON names no Python: use npm run test:interop");
  return new Promise((resolve, reject) => {
    const child = spawn(program, [path.join(import.meta.dirname, script), folder], { stdio: "inherit" });
    child.on("error", reject);
    child.on("exit", (code) => (code === 0 ? resolve() : reject(new Error(`${script} ended with ${code}`))));
  });
}

describe("the Spark job gives the app's rows and rejects", () => {
  it.each(cases.map(({ id }) => id))("%s", (id) => expect(found.spark[id]).toBeNull());
});

describe("the DuckDB script gives the app's rows and rejects", () => {
  it.each(cases.map(({ id }) => id))("%s", async (id) => {
    const found = written.find((test) => test.id === id);
    if (!found) throw new Error(`case ${id} was not written`);
    expect(await checkScript(path.join(folder, id), found)).toBeNull();
  });
});

describe("the PyTorch module gives the app's rows as tensors", () => {
  it.each(cases.filter(({ isError }) => !isError).map(({ id }) => id))("%s", (id) => expect(found.loader[id]).toBeNull());
});
