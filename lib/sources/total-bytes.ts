import type { SniffedSource } from "./types";

/** Bytes of the files on disk. */
export function totalBytes(sources: readonly { source: Pick<SniffedSource, "bytes"> }[]): number {
  return sources.reduce((sum, { source }) => sum + source.bytes, 0);
}
