import { readBytes } from "../sources/blob";
import type { BuildSource, SourceFile } from "../sources/types";

const LF = 10;
const QUOTE = 34;
/** How many places of a file are read. */
const PLACES = 4;

/**
 * A file of about `bytes` bytes with whole lines from the beginning, the middle and the end of another one. A file that is
 * small, or whose records are no lines that can be found from anywhere, is given as it is.
 */
export async function sampleFile({ file, source }: BuildSource, bytes: number): Promise<SourceFile> {
  const { blob } = file;
  const isLines = source.format === "jsonl" || source.format === "csv";
  const isPlain = source.compression === "none" && (source.encoding === "utf-8" || source.encoding === "windows-1252");
  if (!isLines || !isPlain || blob.size <= bytes) return file;
  const size = Math.floor(bytes / PLACES);
  const head = await readBytes(file, 0, size);
  const end = head.lastIndexOf(LF) + 1;
  if (end === 0 || (source.format === "csv" && hasQuotedLineEnd(head.subarray(0, end)))) return file;
  const parts = [blob.slice(0, end)];
  for (let place = 1; place < PLACES; place += 1) {
    const start = Math.floor(((blob.size - size) / (PLACES - 1)) * place);
    const found = await readBytes(file, start, start + size);
    const first = found.indexOf(LF) + 1;
    const last = start + size >= blob.size ? found.length : found.lastIndexOf(LF) + 1;
    if (first > 0 && last > first) parts.push(blob.slice(start + first, start + last));
  }
  return { path: file.path, blob: new Blob(parts) };
}

function hasQuotedLineEnd(bytes: Uint8Array): boolean {
  let quotes = 0;
  for (const byte of bytes) {
    if (byte === QUOTE) quotes += 1;
    else if (byte === LF && quotes % 2 === 1) return true;
  }
  return false;
}

/** At most `most` of the values, evenly spread, the first and the last among them. */
export function spread<T>(values: readonly T[], most: number): T[] {
  if (values.length <= most) return [...values];
  return Array.from({ length: most }, (_, index) => values[Math.round((index * (values.length - 1)) / (most - 1))] as T);
}
