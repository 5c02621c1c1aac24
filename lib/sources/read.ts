import type { Engine } from "../engine/engine";
import { readCsv } from "./csv";
import { readJson } from "./json";
import type { Chunk, SniffedSource, SourceFile } from "./types";

export interface ReadOptions {
  /** About how many bytes of text a chunk has; at least one record. */
  chunkBytes?: number;
}

const CHUNK_BYTES = 32 << 20;

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
  if (source.format === "json" || source.format === "jsonl") yield* readJson(engine, file, source, chunkBytes);
  if (source.format === "csv" && source.dialect) yield* readCsv(engine, file, source, source.dialect, chunkBytes);
}
