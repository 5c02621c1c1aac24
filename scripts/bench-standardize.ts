import { mkdir, open } from "node:fs/promises";
import path from "node:path";
import { parseArgs } from "node:util";
import { DuckDBInstance } from "@duckdb/node-api";
import { createNodeEngine } from "../lib/engine/node";
import { id, join, sql } from "../lib/sql";
import { runCommandLine } from "./bench/contenders";
import { type Dataset, makeDataset, SIZES } from "./bench/data";
import { ROOT } from "./bench/run-node";

const USAGE = "npm run bench:standardize -- [--size small|large] [--runs N]";
/** As much as a build gives DuckDB at a time. */
const CHUNK_BYTES = 32 << 20;
const LF = 10;

const { values } = parseArgs({ options: { size: { type: "string", default: "large" }, runs: { type: "string", default: "3" } } });

/** Seconds of the stage `standardize` on the command line: each row read, checked, and told from the unusable ones. */
async function ours(dataset: Dataset, threads: number): Promise<number> {
  const folder = path.join(ROOT, "bench/data/output");
  await mkdir(folder, { recursive: true });
  const { stages } = await runCommandLine(dataset, path.join(folder, "standardize.parquet"), threads);
  return stages.standardize ?? Number.NaN;
}

/** Every field of every row as text, and nothing done with it but its length taken. */
async function nativeDuckDb({ folder }: Dataset, threads: number): Promise<number> {
  const connection = await (await DuckDBInstance.create(":memory:", { threads: String(threads) })).connect();
  const start = performance.now();
  for (const name of FILES) {
    const file = path.join(folder, name).replaceAll("'", "''");
    await connection.run(`SELECT count(*), sum(strlen(COLUMNS(*))) FROM read_csv('${file}', header = true, all_varchar = true)`);
  }
  const seconds = (performance.now() - start) / 1000;
  connection.closeSync();
  return seconds;
}

/** The same on one thread of DuckDB-WASM, which is given pieces of whole lines. */
async function duckDbWasm({ folder }: Dataset): Promise<number> {
  const engine = await createNodeEngine();
  const start = performance.now();
  for (const name of FILES) {
    for await (const { bytes, columns, isFirst } of pieces(path.join(folder, name))) {
      await engine.addFile("in/piece.csv", bytes);
      const types = join(columns.map((column) => sql`${id(column)}: 'VARCHAR'`));
      const read = sql`read_csv('in/piece.csv', auto_detect=false, header=${isFirst}, columns={${types}}, delim=',', quote='"', escape='"')`;
      await engine.query(sql`SELECT count(*)::DOUBLE, sum(strlen(COLUMNS(*)))::DOUBLE FROM ${read}`);
      await engine.dropFile("in/piece.csv");
    }
  }
  const seconds = (performance.now() - start) / 1000;
  await engine.close();
  return seconds;
}

const FILES = ["impressions.csv", "clicks.csv", "add_to_carts.csv", "previous_orders.csv"];

async function* pieces(file: string): AsyncGenerator<{ bytes: Uint8Array; columns: string[]; isFirst: boolean }> {
  const handle = await open(file);
  let columns: string[] | null = null;
  let rest = new Uint8Array();
  for (let at = 0; ; ) {
    const { buffer, bytesRead } = await handle.read(new Uint8Array(CHUNK_BYTES), 0, CHUNK_BYTES, at);
    if (bytesRead === 0) break;
    at += bytesRead;
    const all = new Uint8Array(Buffer.concat([rest, buffer.subarray(0, bytesRead)]));
    const end = all.lastIndexOf(LF) + 1;
    rest = all.slice(end);
    const isFirst = columns === null;
    columns ??= new TextDecoder()
      .decode(all.subarray(0, all.indexOf(LF)))
      .trim()
      .split(",");
    yield { bytes: all.slice(0, end), columns, isFirst };
  }
  await handle.close();
}

async function main(): Promise<void> {
  const size = SIZES.find((each) => each === values.size);
  const runs = Number(values.runs);
  if (!size || !(runs >= 1)) throw new Error(USAGE);
  const dataset = await makeDataset(size, false);
  const contenders: Record<string, () => Promise<number>> = {
    "Lookback, standardize, one thread": () => ours(dataset, 1),
    "DuckDB-WASM, untyped, one thread": () => duckDbWasm(dataset),
    "native DuckDB, untyped, one thread": () => nativeDuckDb(dataset, 1),
    "native DuckDB, untyped, two threads": () => nativeDuckDb(dataset, 2),
  };
  const seconds = new Map<string, number[]>();
  // One of each in turn, so that a busy minute of the machine does not fall on one contender.
  for (let run = 1; run <= runs; run++) {
    for (const [name, time] of Object.entries(contenders)) {
      console.error(`${name}, run ${run} of ${runs} …`);
      seconds.set(name, [...(seconds.get(name) ?? []), await time()]);
    }
  }
  const best = (name: string) => Math.min(...(seconds.get(name) ?? []));
  const [lookback = ""] = seconds.keys();
  console.log("| | best, seconds | standardize is |\n| --- | --- | --- |");
  for (const name of seconds.keys()) {
    console.log(`| ${name} | ${best(name).toFixed(2)} | ${(best(lookback) / best(name)).toFixed(2)}× |`);
  }
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
