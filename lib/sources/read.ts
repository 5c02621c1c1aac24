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
 * Reads a file chunk by chunk.
 * @throws LookbackError `unreadable-file`
 */
export async function* readChunks(file: SourceFile, source: SniffedSource, options: ReadOptions = {}): AsyncGenerator<Chunk> {
  const chunkBytes = options.chunkBytes ?? CHUNK_BYTES;
  switch (source.format) {
    case "csv":
      yield* readCsv(file, source, source.dialect ?? DEFAULT_DIALECT, chunkBytes);
      break;
    case "json":
    case "jsonl":
      yield* readJson(file, source, chunkBytes);
      break;
    case "parquet":
      yield* readParquet(file, source, chunkBytes);
      break;
    case "arrow":
      yield* readArrow(file, source, chunkBytes);
      break;
    default:
      source.format satisfies never;
  }
}
