import { parquetMetadata } from "hyparquet";
import { z } from "zod";
import { type Config, DEFAULT_CONFIG, parseConfig, ROLES } from "./config";
import { LookbackError } from "./errors";
import { METADATA_KEYS } from "./manifest";
import { readBytes } from "./sources/blob";
import type { SourceFile } from "./sources/types";

const inputSchema = z.object({
  file: z.string().optional(),
  role: z.enum(ROLES),
  bytes: z.number(),
  sha256: z.string(),
});
const outputSchema = z.object({ file: z.string(), sha256: z.string() });
const manifestSchema = z.object({
  version: z.string(),
  config: z.unknown(),
  sources: z.array(inputSchema),
  output: z.array(outputSchema),
});

/** An input file of an earlier build; a Parquet file does not say its name. */
export type RecipeInput = z.infer<typeof inputSchema>;

/** How a dataset was made, as found in a file. */
export interface Recipe {
  /** A saved config, or what a build left: its manifest (or report), or one of its Parquet files. */
  kind: "config" | "manifest" | "parquet";
  config: Config;
  /** The app's version that built the dataset; `null` for a saved config. */
  version: string | null;
  inputs: RecipeInput[];
  /** The files of the dataset, as far as they are known: a Parquet file knows none, not even itself. */
  outputs: { file: string; sha256: string }[];
}

const MAGIC = "PAR1";
const TAIL_BYTES = 8;
/** Larger JSON is data. A manifest of a year of days and inputs has about 200 KB. */
const MAX_JSON_BYTES = 8 << 20;

/**
 * The recipe that a file holds, if it is one of ours: a saved config, a manifest, a report, or a Parquet file that was built
 * here. `null` for every other file, so that data stays data.
 * @throws LookbackError `bad-config` where a saved config is wrong, `bad-recipe` where a build's file is; `unreadable-file`
 */
export async function readRecipe(file: SourceFile): Promise<Recipe | null> {
  const start = new TextDecoder("latin1").decode(await readBytes(file, 0, 64));
  if (start.startsWith(MAGIC)) return readParquet(file);
  if (/^(?:\xef\xbb\xbf)?\s*\{/.test(start) && file.blob.size <= MAX_JSON_BYTES) return readJson(file);
  return null;
}

async function readParquet(file: SourceFile): Promise<Recipe | null> {
  const { size } = file.blob;
  const tail = await readBytes(file, Math.max(0, size - TAIL_BYTES), size);
  if (tail.length < TAIL_BYTES || new TextDecoder().decode(tail.subarray(4)) !== MAGIC) return null;
  const length = new DataView(tail.buffer, tail.byteOffset).getUint32(0, true);
  if (length > size - TAIL_BYTES) return null;
  const footer = await readBytes(file, size - TAIL_BYTES - length, size);
  // Cheaper than to decode the footer of every file that is dropped.
  if (!new TextDecoder("latin1").decode(footer).includes(METADATA_KEYS.config)) return null;
  const values = keyValuesOf(file, footer);
  const config = values.get(METADATA_KEYS.config);
  if (config === undefined) return null;
  const inputs = z.array(inputSchema).safeParse(parseJson(values.get(METADATA_KEYS.inputs) ?? "[]"));
  if (!inputs.success) throw badRecipe(file, "the list of its inputs is damaged");
  return {
    kind: "parquet",
    config: understood(file, parseJson(config)),
    version: values.get(METADATA_KEYS.version) ?? null,
    inputs: inputs.data,
    outputs: [],
  };
}

/** Of a file that is most likely ours, so that one which is damaged is named. */
function keyValuesOf(file: SourceFile, footer: Uint8Array): Map<string, string> {
  try {
    const { key_value_metadata = [] } = parquetMetadata(footer.slice().buffer);
    return new Map(key_value_metadata.map(({ key, value }) => [key, value ?? ""]));
  } catch {
    throw badRecipe(file, "its footer is damaged");
  }
}

async function readJson(file: SourceFile): Promise<Recipe | null> {
  const value = parseJson(new TextDecoder().decode(await readBytes(file, 0, file.blob.size)));
  const manifest = manifestSchema.safeParse(value);
  if (manifest.success) {
    const { version, config, sources: inputs, output: outputs } = manifest.data;
    return { kind: "manifest", config: understood(file, config), version, inputs, outputs };
  }
  if (!isConfigLike(value)) return null;
  return { kind: "config", config: parseConfig(value), version: null, inputs: [], outputs: [] };
}

/** An object of sections as a config has them. A record of data has other keys. */
function isConfigLike(value: unknown): boolean {
  if (typeof value !== "object" || value === null) return false;
  const { version, ...sections } = value as Record<string, unknown>;
  const names = Object.keys(sections);
  const isSection = (name: string) => Object.hasOwn(DEFAULT_CONFIG, name) && typeof sections[name] === "object";
  return names.some(isSection) && (Number.isInteger(version) || names.every(isSection));
}

function understood(file: SourceFile, config: unknown): Config {
  try {
    return parseConfig(config);
  } catch (thrown) {
    if (!(thrown instanceof LookbackError) || thrown.problem.code !== "bad-config") throw thrown;
    const { path, message } = thrown.problem;
    throw badRecipe(file, `its config is wrong at ${path || "its top level"}: ${message}`);
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function badRecipe(file: SourceFile, message: string): LookbackError {
  return new LookbackError({ code: "bad-recipe", file: file.path, message });
}
