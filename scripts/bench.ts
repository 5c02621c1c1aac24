import { mkdir, readFile, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { parseArgs } from "node:util";
import { CONTESTS } from "./bench/contenders";
import { makeDataset, SIZES, type Size } from "./bench/data";
import { INPUTS, type Input } from "./bench/logs";
import { CONTENDERS, type Contender, formatTable, inputOf, type Median, medians, type Run } from "./bench/result";
import { hashRows } from "./bench/rows-hash";
import { ROOT, runNode } from "./bench/run-node";

const USAGE = `npm run bench -- [--size small|large|huge|giant|all] [--input csv|parquet|all] [--skew] [--runs N] [--only NAME] [--seed N]
  --size   small: 1 M actions, 100 k rows (default); large: 10 M actions, 500 k rows; all: these two;
           huge: 100 M actions, 5 M rows, 5.7 GB of CSV; giant: 200 M actions, as many rows, 20 GB
  --input  what the logs come as (default csv)
  --skew   few customers have most of the actions; one has a tenth of them
  --runs   of each contender; the table shows the median (default 1)
  --only   one contender instead of all, repeatable: native, polars, pyspark, cli, browser or
           browser1 (in one thread)`;
const ONLY: Record<string, Contender> = {
  native: "native DuckDB",
  polars: "Polars",
  pyspark: "PySpark",
  cli: "command line",
  browser: "browser",
  browser1: "browser, one thread",
};
const OUTPUT = path.join(ROOT, "bench/data/output");
/** Written by a run of all contenders. */
const FIGURES = path.join(ROOT, "docs/bench.json");

const { values } = parseArgs({
  options: {
    size: { type: "string", default: "small" },
    input: { type: "string", default: "csv" },
    skew: { type: "boolean", default: false },
    runs: { type: "string", default: "1" },
    seed: { type: "string", default: "1" },
    only: { type: "string", multiple: true },
    help: { type: "boolean", default: false },
  },
});

async function main(): Promise<void> {
  if (values.help) return console.log(USAGE);
  const sizes = SIZES.filter((size) => (values.size === "all" ? size === "small" || size === "large" : size === values.size));
  const inputs = INPUTS.filter((input) => values.input === "all" || input === values.input);
  const wanted: readonly (Contender | undefined)[] = values.only?.map((name) => ONLY[name]) ?? CONTENDERS;
  const runsWanted = Number(values.runs);
  if (sizes.length === 0 || inputs.length === 0 || wanted.includes(undefined) || !(runsWanted >= 1)) throw new Error(USAGE);
  const { contenders, skipped } = await prepare(CONTENDERS.filter((contender) => wanted.includes(contender)));
  await mkdir(OUTPUT, { recursive: true });
  const runs: Run[] = [];
  const failures: string[] = [];
  for (const size of sizes) {
    for (const input of inputs) {
      const found = await compare(size, input, contenders, runsWanted);
      runs.push(...found.runs);
      failures.push(...found.failures);
    }
  }
  await report(medians(runs), skipped, failures);
}

/** Whoever can run here, and why the others cannot. */
async function prepare(wanted: readonly Contender[]): Promise<{ contenders: Contender[]; skipped: string[] }> {
  const contenders: Contender[] = [];
  const skipped: string[] = [];
  for (const contender of wanted) {
    const reason = await CONTESTS[contender].prepare();
    if (reason === null) contenders.push(contender);
    else skipped.push(`${contender}: ${reason}`);
  }
  for (const line of skipped) console.error(`SKIPPED ${line}`);
  return { contenders, skipped };
}

/** Runs the contenders in turn, so that a machine that slows down on the way slows all of them; one that fails is out. */
async function compare(size: Size, input: Input, contenders: readonly Contender[], runsWanted: number) {
  const dataset = await makeDataset(size, values.skew, Number(values.seed), input);
  const given = { size, input, skew: values.skew };
  const runs: Run[] = [];
  const failures: string[] = [];
  const failed = new Set<Contender>();
  for (let run = 1; run <= runsWanted; run++) {
    for (const contender of contenders.filter((each) => !failed.has(each))) {
      console.error(`${inputOf(given)}: ${contender}, run ${run} of ${runsWanted} …`);
      try {
        runs.push({ contender, ...given, ...(await CONTESTS[contender].run(dataset, outputOf(size, input, contender))) });
      } catch (error) {
        failed.add(contender);
        failures.push(`${inputOf(given)}, ${contender}: ${error instanceof Error ? error.message : error}`);
      }
    }
  }
  return { runs, failures: [...failures, ...(await differences(runs))] };
}

function outputOf(size: Size, input: Input, contender: Contender): string {
  return path.join(OUTPUT, `${size}-${input}-${contender.replaceAll(" ", "-")}.parquet`);
}

/** The contenders must have done the same job: the same rows in the same order, and ours the very same bytes. */
async function differences(runs: readonly Run[]): Promise<string[]> {
  const hashes = new Set<string>();
  for (const run of medians(runs)) {
    const hash = await hashRows(outputOf(run.size, run.input, run.contender));
    console.error(`${inputOf(run)}: ${run.contender} wrote rows ${hash}`);
    hashes.add(hash);
  }
  const files = new Set(runs.flatMap(({ sha256 }) => sha256 ?? []));
  const [first] = runs;
  return [
    ...(first && hashes.size > 1 ? [`${inputOf(first)}: the contenders' rows differ`] : []),
    ...(first && files.size > 1 ? [`${inputOf(first)}: two of our own files differ in their bytes`] : []),
  ];
}

async function report(runs: readonly Median[], skipped: readonly string[], failures: readonly string[]): Promise<void> {
  const cpu = os.cpus();
  const machine = {
    cpu: cpu[0]?.model ?? "unknown",
    cores: cpu.length,
    memoryGigabytes: Math.round(os.totalmem() / 2 ** 30),
    node: process.version,
    duckdb: await versionOf("@duckdb/node-api"),
  };
  const encoder = (await runNode("scripts/bench-encoder.ts", []).catch(() => null))?.stdout.trim().split("\n") ?? [];
  if (!values.only) await writeFile(FIGURES, `${JSON.stringify({ machine, runs, encoder, skipped, failures }, null, 2)}\n`);
  console.log(`${machine.cpu}, ${machine.cores} cores, ${machine.memoryGigabytes} GB; Node ${machine.node}\n`);
  console.log(formatTable(runs));
  if (encoder.length > 0) console.log(`\n${encoder.join("\n")}`);
  for (const line of skipped) console.error(`SKIPPED ${line}`);
  for (const failure of failures) console.error(`FAILED ${failure}`);
  if (failures.length > 0) process.exitCode = 1;
}

async function versionOf(name: string): Promise<string> {
  return JSON.parse(await readFile(path.join(ROOT, "node_modules", name, "package.json"), "utf8")).version;
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
