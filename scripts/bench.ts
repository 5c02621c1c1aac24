import { mkdir, readFile, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { parseArgs } from "node:util";
import { type Outcome, runBrowser, runCommandLine, runNative } from "./bench/contenders";
import { type Dataset, makeDataset, SIZES, type Size } from "./bench/data";
import { CONTENDERS, type Contender, formatTable, medians, type Run } from "./bench/result";
import { hashRows } from "./bench/rows-hash";
import { ROOT, runNode } from "./bench/run-node";
import { ensureSite } from "./site.mjs";

const USAGE = `npm run bench -- [--size small|large|all] [--skew] [--runs N] [--only native|cli|browser] [--seed N]
  --size   small: 1 M actions, 100 k rows (default); large: 10 M actions, 500 k rows
  --skew   few customers have most of the actions; one has a tenth of them
  --runs   of each contender; the table shows the median (default 1)
  --only   one contender instead of all, repeatable`;
const ONLY: Record<string, Contender> = { native: "native DuckDB", cli: "command line", browser: "browser" };
const OUTPUT = path.join(ROOT, "bench/data/output");
/** Written by a run of all contenders. */
const FIGURES = path.join(ROOT, "docs/bench.json");

const { values } = parseArgs({
  options: {
    size: { type: "string", default: "small" },
    skew: { type: "boolean", default: false },
    runs: { type: "string", default: "1" },
    seed: { type: "string", default: "1" },
    only: { type: "string", multiple: true },
    help: { type: "boolean", default: false },
  },
});

const CONTESTS: Record<Contender, (dataset: Dataset, out: string) => Promise<Outcome>> = {
  "native DuckDB": runNative,
  "command line": runCommandLine,
  browser: runBrowser,
};

async function main(): Promise<void> {
  if (values.help) return console.log(USAGE);
  const sizes: readonly Size[] = values.size === "all" ? SIZES : SIZES.filter((size) => size === values.size);
  const wanted = values.only?.map((name) => ONLY[name]);
  const contenders = CONTENDERS.filter((contender) => wanted?.includes(contender) ?? true);
  const runsWanted = Number(values.runs);
  if (sizes.length === 0 || contenders.length === 0 || !(runsWanted >= 1)) throw new Error(USAGE);
  if (contenders.includes("browser")) await ensureSite();
  await mkdir(OUTPUT, { recursive: true });

  const runs: Run[] = [];
  const failures: string[] = [];
  for (const size of sizes) {
    const dataset = await makeDataset(size, values.skew, Number(values.seed));
    for (const contender of contenders) {
      for (let run = 1; run <= runsWanted; run++) {
        console.error(`${size}${values.skew ? " (skewed)" : ""}: ${contender}, run ${run} of ${runsWanted} …`);
        try {
          const outcome = await CONTESTS[contender](dataset, outputOf(size, contender));
          runs.push({ contender, size, skew: values.skew, ...outcome });
        } catch (error) {
          failures.push(`${size}, ${contender}: ${error instanceof Error ? error.message : error}`);
          break;
        }
      }
    }
    failures.push(...(await compareOutputs(size, runs)));
  }
  await report(medians(runs), failures);
}

function outputOf(size: Size, contender: Contender): string {
  return path.join(OUTPUT, `${size}-${contender.replaceAll(" ", "-")}.parquet`);
}

/** The contenders must have done the same job: the same rows in the same order, and ours the very same bytes. */
async function compareOutputs(size: Size, runs: readonly Run[]): Promise<string[]> {
  const ran = runs.filter((run) => run.size === size);
  const hashes = new Map<Contender, string>();
  for (const { contender } of medians(ran)) hashes.set(contender, await hashRows(outputOf(size, contender)));
  for (const [contender, hash] of hashes) console.error(`${size}: ${contender} wrote rows ${hash}`);
  const differences: string[] = [];
  if (new Set(hashes.values()).size > 1) differences.push(`${size}: the contenders' rows differ`);
  const files = new Set(ran.flatMap(({ sha256 }) => sha256 ?? []));
  if (files.size > 1) differences.push(`${size}: two of our own files differ in their bytes`);
  return differences;
}

async function report(runs: readonly Run[], failures: readonly string[]): Promise<void> {
  const cpu = os.cpus();
  const machine = {
    cpu: cpu[0]?.model ?? "unknown",
    cores: cpu.length,
    memoryGigabytes: Math.round(os.totalmem() / 2 ** 30),
    node: process.version,
    duckdb: await versionOf("@duckdb/node-api"),
  };
  const encoder = (await runNode("scripts/bench-encoder.ts", []).catch(() => null))?.stdout.trim().split("\n") ?? [];
  if (!values.only) await writeFile(FIGURES, `${JSON.stringify({ machine, runs, encoder, failures }, null, 2)}\n`);
  console.log(`${machine.cpu}, ${machine.cores} cores, ${machine.memoryGigabytes} GB; Node ${machine.node}\n`);
  console.log(formatTable(runs));
  if (encoder.length > 0) console.log(`\n${encoder.join("\n")}`);
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
