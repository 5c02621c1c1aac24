import { type Config, parseConfig } from "../config";
import type { Engine } from "../engine/engine";
import { createNodeEngine } from "../engine/node";
import { initParquetInNode } from "../engine/parquet-node";
import { type Hasher, hasherHere } from "../hash";
import { type BuildResult, build } from "../pipeline/build";
import { createLane, type Lane } from "../pipeline/lane";
import { openSource } from "../sources/open";
import { createMemoryStore } from "../store/memory";
import type { InputFile } from "./input-files.mts";

export interface TestBuild extends BuildResult {
  /** The bytes of each output file by name. */
  bytes: Map<string, Uint8Array>;
}

export interface BuildOptions {
  /** How many engines may read files side by side. With none, a build fails where it needs one. */
  engines?: 0 | 1 | 2;
  /** The lanes, or how many there are; by default one. */
  lanes?: number | readonly Lane[];
  /** Whether plain rows are read without an engine; by default they are. */
  plain?: boolean;
  /** About how many bytes of text a chunk has. */
  chunkBytes?: number;
  /** How many rows of a Parquet file lanes decode at once. */
  rowsAPart?: number;
  /** How many bytes of actions are kept in memory. */
  memory?: number;
  hasher?: Hasher;
}

const started: Promise<Engine>[] = [];

/** The engine with this number. All builds of a test file share them: a build clears what the last one left. */
export async function sharedEngine(number = 0): Promise<Engine> {
  await initParquetInNode();
  started[number] ??= createNodeEngine();
  return started[number];
}

async function noEngine(): Promise<Engine> {
  throw new Error("the build needs an engine");
}

/** Builds a dataset from files in memory. */
export async function buildInMemory(
  inputs: readonly InputFile[],
  config: unknown = {},
  { engines = 1, lanes = 1, plain = true, chunkBytes, rowsAPart, memory, hasher = hasherHere() }: BuildOptions = {},
): Promise<TestBuild> {
  await initParquetInNode();
  const parsed: Config = parseConfig(config);
  const sources = await Promise.all(
    inputs.map(async ({ role, file }) => ({ role, file, source: (await openSource(file, parsed, role)).source })),
  );
  const result = await build(sources, parsed, {
    engines: { first: engines === 0 ? noEngine : sharedEngine, more: engines === 2 ? [() => sharedEngine(1)] : [] },
    lanes: typeof lanes === "number" ? Array.from({ length: lanes }, () => createLane(initParquetInNode)) : lanes,
    onlyEngines: !plain,
    reading: chunkBytes === undefined ? {} : { chunkBytes },
    ...(rowsAPart !== undefined && { rowsAPart }),
    ...(memory !== undefined && { memory }),
    store: createMemoryStore(),
    hasher,
    onProgress: () => undefined,
  });
  const bytes = new Map<string, Uint8Array>();
  for (const { file, blob } of result.files) bytes.set(file, new Uint8Array(await blob.arrayBuffer()));
  return { ...result, bytes };
}
