import { type Config, parseConfig } from "../config";
import type { Engine } from "../engine/engine";
import { createNodeEngine } from "../engine/node";
import { initParquetInNode } from "../engine/parquet-node";
import { type BuildResult, build } from "../pipeline/build";
import { sniff } from "../sources/sniff";
import { createMemoryStore } from "../store/memory";
import type { InputFile } from "./input-files.mts";

export interface TestBuild extends BuildResult {
  /** The bytes of each output file by name. */
  bytes: Map<string, Uint8Array>;
}

let shared: Promise<Engine> | null = null;

async function startEngine(): Promise<Engine> {
  await initParquetInNode();
  return createNodeEngine();
}

/** Builds a dataset from files in memory. All builds of a test file share an engine: a build clears what the last one left. */
export async function buildInMemory(inputs: readonly InputFile[], config: unknown = {}): Promise<TestBuild> {
  shared ??= startEngine();
  const engine = await shared;
  const parsed: Config = parseConfig(config);
  const sources = await Promise.all(inputs.map(async ({ role, file }) => ({ role, file, source: await sniff(file) })));
  const result = await build(sources, parsed, { engines: [engine], store: createMemoryStore(), onProgress: () => undefined });
  const bytes = new Map<string, Uint8Array>();
  for (const { file, blob } of result.files) bytes.set(file, new Uint8Array(await blob.arrayBuffer()));
  return { ...result, bytes };
}
