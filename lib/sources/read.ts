import type { Engine } from "../engine/engine";
import { readArrow } from "./arrow";
import { readCsv } from "./csv";
import { readJson } from "./json";
import { readParquet } from "./parquet";
import type { Chunk, SniffedSource, SourceFile } from "./types";

export interface ReadOptions {
  /** About how many bytes of text a chunk has; at least one record. */
  chunkBytes?: number;
}

const CHUNK_BYTES = 32 << 20;
const DEFAULT_DIALECT = { delimiter: ",", quote: '"', header: true };

/**
 * Reads a file into relations of the engine, chunk by chunk. Release each chunk before the next one is asked for.
 * @throws LookbackError `unreadable-file`
 */
export async function* readChunks(
  engine: Engine,
  file: SourceFile,
  source: SniffedSource,
  options: ReadOptions = {},
): AsyncGenerator<Chunk> {
  const chunkBytes = options.chunkBytes ?? CHUNK_BYTES;
  switch (source.format) {
    case "csv":
      yield* readCsv(engine, file, source, source.dialect ?? DEFAULT_DIALECT, chunkBytes);
      break;
    case "json":
    case "jsonl":
      yield* readJson(engine, file, source, chunkBytes);
      break;
    case "parquet":
      yield* readParquet(engine, file, source, chunkBytes);
      break;
    case "arrow":
      yield* readArrow(engine, file, source, chunkBytes);
      break;
    default:
      source.format satisfies never;
  }
}
