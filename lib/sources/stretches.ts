import { readBytes } from "./blob";
import { isPlainText } from "./source-text";
import type { Quote, SourceFile } from "./types";

/** The lines of a CSV file that begin in [from, to). `from` is 1 or more, because the byte before tells whether a line begins there. */
export interface Stretch {
  file: SourceFile;
  from: number;
  to: number;
  quote: Quote;
}

/** Whole lines of a file, each of them a record. */
export interface PlainLines {
  bytes: Uint8Array;
  /** Where they begin in the file. */
  from: number;
}

/** Reads stretches, several at once, and gives them in their order. */
export type ReadStretches = (stretches: Iterable<Stretch>) => AsyncIterable<PlainLines | null>;

/** How far beyond a stretch its last line may go on. */
const MOST_BEYOND = 64 << 10;

const LF = 10;

/** Divides a file from some place on. */
export function* stretchesOf(file: SourceFile, quote: Quote, from: number, bytes: number): Generator<Stretch> {
  const { size } = file.blob;
  for (let at = from; at < size; at += bytes) yield { file, quote, from: at, to: Math.min(at + bytes, size) };
}

/**
 * The lines of a stretch as records, if a quoted value that was opened before it does not go on in it; a last line without
 * an end is left out. `null` where the stretch must be read by a `RecordCutter`.
 */
export async function readStretch({ file, from, to, quote }: Stretch): Promise<PlainLines | null> {
  const before = from - 1;
  const isLast = to >= file.blob.size;
  const bytes = await readBytes(file, before, isLast ? to : to + Math.min(MOST_BEYOND, to - from));
  const start = bytes.indexOf(LF) + 1;
  const end = (isLast ? bytes.lastIndexOf(LF) : bytes.indexOf(LF, to - 1 - before)) + 1;
  if (start === 0 || end === 0) return null;
  const lines = bytes.subarray(start, end);
  return isPlainText(lines, quote) ? { bytes: lines, from: before + start } : null;
}
