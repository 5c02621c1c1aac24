import { DEFAULT_CONFIG, type Limits } from "../config";
import type { ReadingHash } from "../hash";
import { readArrow } from "./arrow";
import { readCsv, readCsvTexts } from "./csv";
import { isJson } from "./formats";
import { readJson, readJsonTexts } from "./json";
import { readParquet } from "./parquet";
import type { SourceText } from "./source-text";
import type { ReadStretches } from "./stretches";
import type { Chunk, Dialect, SniffedSource, SourceFile } from "./types";

export interface ReadOptions {
  /** About how many bytes of text a chunk has; at least one record. */
  chunkBytes?: number;
  limits?: Limits;
  /** Of a larger Parquet or Arrow file only about so many bytes are read, at places from its beginning to its end. */
  sampleBytes?: number;
  /** Has the bytes of a file that is read as it is. */
  hash?: ReadingHash | null;
}

const CHUNK_BYTES = 32 << 20;
/** Of what lanes read. */
const TEXT_BYTES = 16 << 20;
const DEFAULT_DIALECT: Dialect = { delimiter: ",", quote: '"', header: true };

/**
 * Reads a CSV or JSON file text by text, for a reader of plain rows.
 * @param readStretches what reads stretches of a CSV file in other threads; without it all is read in this one
 * @throws LookbackError `unreadable-file` or `over-limit`
 */
export function readTexts(
  file: SourceFile,
  source: SniffedSource,
  options: ReadOptions = {},
  readStretches: ReadStretches | null = null,
): AsyncGenerator<SourceText> {
  const limits = options.limits ?? DEFAULT_CONFIG.standardize.limits;
  const chunkBytes = options.chunkBytes ?? TEXT_BYTES;
  if (isJson(source)) return readJsonTexts(file, source, limits, chunkBytes);
  return readCsvTexts(file, source, source.dialect ?? DEFAULT_DIALECT, limits, chunkBytes, readStretches, options.hash ?? null);
}

/**
 * Reads a file chunk by chunk.
 * @throws LookbackError `unreadable-file` or `over-limit`
 */
export async function* readChunks(file: SourceFile, source: SniffedSource, options: ReadOptions = {}): AsyncGenerator<Chunk> {
  const chunkBytes = options.chunkBytes ?? CHUNK_BYTES;
  const limits = options.limits ?? DEFAULT_CONFIG.standardize.limits;
  switch (source.format) {
    case "csv":
      yield* readCsv(file, source, source.dialect ?? DEFAULT_DIALECT, limits, chunkBytes, options.hash ?? null);
      break;
    case "json":
    case "jsonl":
      yield* readJson(file, source, limits, chunkBytes);
      break;
    case "parquet":
      yield* readParquet(file, source, chunkBytes, options.sampleBytes);
      break;
    case "arrow":
      yield* readArrow(file, source, chunkBytes, options.sampleBytes);
      break;
    default:
      source.format satisfies never;
  }
}
