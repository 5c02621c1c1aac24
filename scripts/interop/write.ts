import { mkdir, writeFile } from "node:fs/promises";
import path from "node:path";
import { type Config, parseConfig } from "../../lib/config";
import { withDateOrder } from "../../lib/generate/date-order";
import { duckdbScript } from "../../lib/generate/duckdb";
import { sparkJob } from "../../lib/generate/spark";
import { torchDataset } from "../../lib/generate/torch";
import { sniff } from "../../lib/sources/sniff";
import { buildInMemory } from "../../lib/testing/builds.mts";
import { inputFiles } from "../../lib/testing/input-files.mts";
import type { InteropCase } from "./interop-case";

/** A case on disk: what the scripts in Python need to know of it. */
export interface WrittenCase {
  id: string;
  isError: boolean;
  vocabulary: boolean;
  /** Role to the paths of its files. */
  paths: Record<string, string[]>;
  /** Role to reason to count. */
  rejected: Record<string, Record<string, number>>;
}

/** Writes a case: its inputs, the programs that the app generates for it, and the dataset that the app builds itself. */
export async function writeCase(folder: string, test: InteropCase): Promise<WrittenCase> {
  const home = path.join(folder, test.id);
  const config: Config = parseConfig(test.config);
  const inputs = await inputFiles(test.inputs, test.format);
  const paths: Record<string, string[]> = {};
  for (const folder of ["in", "sql", "sql-vocabulary"]) await mkdir(path.join(home, folder), { recursive: true });
  for (const { role, file } of inputs) {
    const written = path.join(home, "in", file.path);
    await writeFile(written, new Uint8Array(await file.blob.arrayBuffer()));
    paths[role] = [written];
  }
  await writeFile(path.join(home, "lookback_dataset.py"), torchDataset(config));
  const opened = await Promise.all(inputs.map(async ({ role, file }) => ({ role, file, source: await sniff(file) })));
  const sources = opened.map(({ role, file, source }) => ({ role, path: path.join(home, "in", file.path), source }));
  // A case that is refused may have no order of dates at all.
  const told = test.isError ? config : withDateOrder(config, opened);
  await writeFile(path.join(home, "lookback_job.py"), sparkJob(told));
  await writeFile(path.join(home, "lookback.sql"), into(home, duckdbScript(told, sources)));
  const written: WrittenCase = {
    id: test.id,
    isError: test.isError,
    vocabulary: config.output.itemIds === "vocabulary",
    paths,
    rejected: {},
  };
  if (test.isError) return written;
  const { report, bytes } = await buildInMemory(inputs, config);
  for (const [name, content] of bytes) {
    const target = path.join(home, name === "vocabulary.parquet" ? "app-vocabulary" : "app", name);
    await mkdir(path.dirname(target), { recursive: true });
    await writeFile(target, content);
  }
  for (const { role, rejected } of report.sources) if (Object.keys(rejected).length > 0) written.rejected[role] = rejected;
  return written;
}

/** The script with its outputs beside the inputs: what a user edits at its top. */
function into(home: string, script: string): string {
  return script
    .replace('SET VARIABLE "dataset" = \'', `SET VARIABLE "dataset" = '${home}/sql/`)
    .replace('SET VARIABLE "rejected" = \'', `SET VARIABLE "rejected" = '${home}/sql-`)
    .replace('SET VARIABLE "vocabulary" = \'', `SET VARIABLE "vocabulary" = '${home}/sql-vocabulary/`);
}
