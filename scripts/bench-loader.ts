import { spawn } from "node:child_process";
import { mkdir, writeFile } from "node:fs/promises";
import path from "node:path";
import { parseConfig } from "../lib/config";
import { torchDataset } from "../lib/generate/torch";
import { makeDataset } from "./bench/data";
import { ROOT, runNode } from "./bench/run-node";
import { pythonEnvironment } from "./interop/environment.mjs";
import { StepError } from "./steps.mjs";

/** `npm run bench:loader`: the sample and 100,000 generated rows in both layouts, through the generated PyTorch modules. */
const OUTPUT = path.join(ROOT, "bench/data/loader");

async function main(): Promise<void> {
  const environment = await pythonEnvironment();
  if ("missing" in environment)
    throw new StepError(`this benchmark needs what the interoperability tests need: ${environment.missing}`);
  await mkdir(OUTPUT, { recursive: true });
  const sample = path.join(ROOT, "public/sample");
  const generated = await makeDataset("small", false);
  const inputs = {
    sample: [
      ["--impressions", path.join(sample, "impressions.json")],
      ["--clicks", path.join(sample, "clicks.csv")],
      ["--add-to-carts", path.join(sample, "add_to_carts.csv")],
      ["--previous-orders", path.join(sample, "previous_orders.csv")],
    ],
    generated: [
      ["--impressions", generated.impressions],
      ["--clicks", generated.clicks],
      ["--add-to-carts", generated.addToCarts],
      ["--previous-orders", generated.previousOrders],
    ],
  };
  const datasets = [];
  for (const [data, flags] of Object.entries(inputs)) {
    for (const layout of ["exploded", "compact"]) datasets.push(await build(data, layout, flags.flat()));
  }
  await writeFile(path.join(OUTPUT, "datasets.json"), JSON.stringify(datasets));
  process.exitCode = await runPython(environment.python);
}

async function build(data: string, layout: string, inputs: readonly string[]) {
  const name = `${data}_${layout}`;
  const file = (ending: string) => path.join(OUTPUT, `${name}${ending}`);
  const config = { output: { layout } };
  await writeFile(file(".json"), JSON.stringify(config));
  await writeFile(file(".py"), torchDataset(parseConfig(config)));
  await runNode("scripts/build-dataset.mjs", ["--config", file(".json"), ...inputs, "--out", file(".parquet"), "--quiet"]);
  return { name: `${data}, ${layout}`, module: file(".py"), path: file(".parquet") };
}

function runPython(python: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const child = spawn(python, [path.join(ROOT, "scripts/interop/bench_loader.py"), OUTPUT], { stdio: "inherit" });
    child.on("error", reject);
    child.on("exit", (code) => resolve(code ?? 1));
  });
}

await main();
