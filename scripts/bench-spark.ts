import { spawn } from "node:child_process";
import { mkdir, writeFile } from "node:fs/promises";
import path from "node:path";
import { parseConfig } from "../lib/config";
import { sparkJob } from "../lib/generate/spark";
import { makeDataset } from "./bench/data";
import { ROOT } from "./bench/run-node";
import { pythonEnvironment } from "./interop/environment.mjs";
import { StepError } from "./steps.mjs";

/** `npm run bench:spark`: the generated job on a million actions and 100,000 rows, in local mode with one core and with two. */
const OUTPUT = path.join(ROOT, "bench/data/spark");

async function main(): Promise<void> {
  const environment = await pythonEnvironment();
  if ("missing" in environment)
    throw new StepError(`this benchmark needs what the interoperability tests need: ${environment.missing}`);
  const data = await makeDataset("small", false);
  const job = path.join(OUTPUT, "lookback_job.py");
  await mkdir(OUTPUT, { recursive: true });
  await writeFile(job, sparkJob(parseConfig({})));
  const inputs = [
    `impressions=${data.impressions}`,
    `clicks=${data.clicks}`,
    `add_to_carts=${data.addToCarts}`,
    `previous_orders=${data.previousOrders}`,
  ];
  for (const cores of ["1", "2"]) await runPython(environment.python, [job, OUTPUT, cores, ...inputs]);
}

function runPython(python: string, args: readonly string[]): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(python, [path.join(ROOT, "scripts/interop/bench_spark.py"), ...args], { stdio: "inherit" });
    child.on("error", reject);
    child.on("exit", (code) => (code === 0 ? resolve() : reject(new StepError(`the job ended with exit code ${code}`))));
  });
}

await main();
