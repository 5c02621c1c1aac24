import { rm, stat, writeFile } from "node:fs/promises";
import path from "node:path";
import { parseConfig } from "../../lib/config";
import { sparkJob } from "../../lib/generate/spark";
import { polarsEnvironment, pythonEnvironment } from "../interop/environment.mjs";
import { StepError } from "../steps.mjs";
import type { Dataset } from "./data";
import { filesOf } from "./files";
import { watchMemory } from "./memory";
import type { Contest, Measured, Outcome } from "./result";
import { runNode, runProgram, watchHighWaterMark } from "./run-node";

export const nativeDuckDb: Contest = {
  prepare: async () => null,
  async run(dataset, out) {
    const args = [dataset.folder, dataset.input, out];
    return told(await runNode("scripts/bench/native-duckdb.ts", args));
  },
};

export const polars: Contest = {
  prepare: () => missing(polarsEnvironment),
  async run(dataset, out) {
    const args = ["scripts/bench/polars_job.py", dataset.folder, dataset.input, out];
    return told(await runProgram(await pythonOf(polarsEnvironment), args, process.env, watchHighWaterMark));
  },
};

/** For one machine: as many shuffle partitions as keep a few cores busy, and the level of zstd that the others use. */
const SPARK_SETTINGS = {
  "spark.driver.memory": "8g",
  "spark.sql.shuffle.partitions": "8",
  "spark.hadoop.parquet.compression.codec.zstd.level": "1",
  "spark.driver.bindAddress": "127.0.0.1",
  "spark.driver.host": "127.0.0.1",
  "spark.ui.enabled": "false",
  "spark.ui.showConsoleProgress": "false",
  "spark.log.level": "ERROR",
};

/** The job that the app generates for the default config, as a user would submit it on one machine. */
export const pySpark: Contest = {
  prepare: () => missing(pythonEnvironment),
  async run(dataset, out) {
    const python = await pythonOf(pythonEnvironment);
    const [job, rejected, scratch] = [`${out}.job.py`, `${out}.rejected`, `${out}.spark`];
    for (const folder of [out, rejected]) await rm(folder, { recursive: true, force: true });
    await writeFile(job, sparkJob(parseConfig({})));
    const settings = Object.entries({ ...SPARK_SETTINGS, "spark.local.dir": scratch });
    const args = [
      ...["--master", "local[*]"],
      ...settings.flatMap(([name, value]) => ["--conf", `${name}=${value}`]),
      ...[job, "--out", out, "--rejected", rejected],
      ...inputFlags(dataset),
    ];
    const env = { ...process.env, PYSPARK_PYTHON: python, PYSPARK_DRIVER_PYTHON: python };
    const watch = (pid: number) => {
      const stop = watchMemory(pid);
      return () => stop().total;
    };
    const submit = path.join(path.dirname(python), "spark-submit");
    const { seconds, peakMegabytes } = await runProgram(submit, args, env, watch);
    for (const folder of [rejected, scratch]) await rm(folder, { recursive: true, force: true });
    return { seconds, peakMegabytes, stages: {}, bytes: await sizeOf(out), rendererMegabytes: null, sha256: null };
  },
};

/** The flags of our own command line, and of the generated job. */
export function inputFlags(dataset: Dataset): string[] {
  return [
    ...["--impressions", dataset.impressions],
    ...["--clicks", dataset.clicks],
    ...["--add-to-carts", dataset.addToCarts],
    ...["--previous-orders", dataset.previousOrders],
  ];
}

/** What a contender says of itself as JSON, within the time that its whole process took. */
function told({ stdout, seconds }: { stdout: string; seconds: number }): Outcome {
  const measured = JSON.parse(stdout) as Measured;
  return { ...measured, seconds, rendererMegabytes: null, sha256: null };
}

type Environment = () => Promise<{ python: string } | { missing: string }>;

async function missing(environment: Environment): Promise<string | null> {
  try {
    const found = await environment();
    return "missing" in found ? found.missing : null;
  } catch (error) {
    if (error instanceof StepError) return error.message;
    throw error;
  }
}

async function pythonOf(environment: Environment): Promise<string> {
  const found = await environment();
  if ("missing" in found) throw new Error(found.missing);
  return found.python;
}

async function sizeOf(folder: string): Promise<number> {
  const sizes = await Promise.all((await filesOf(folder)).map(async (name) => (await stat(path.join(folder, name))).size));
  return sizes.reduce((sum, size) => sum + size, 0);
}
