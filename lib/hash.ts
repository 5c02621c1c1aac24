import { createSHA256, sha256 } from "hash-wasm";
import { readBytes } from "./sources/blob";
import type { SourceFile } from "./sources/types";

const STEP_BYTES = 4 << 20;

/** Works out the SHA-256 of a file, in hex, beside other work. */
export type HashFile = (file: SourceFile) => Promise<string>;

/**
 * The SHA-256 of a file's bytes as they are on disk, in hex. At no time is more than a step of it in memory.
 * @throws LookbackError `unreadable-file`
 */
export async function sha256OfFile(file: SourceFile): Promise<string> {
  const hash = (await createSHA256()).init();
  for (let at = 0; at < file.blob.size; at += STEP_BYTES) hash.update(await readBytes(file, at, at + STEP_BYTES));
  return hash.digest("hex");
}

/**
 * The SHA-256 of a dataset: that of its one file, or that of the list which `sha256sum` prints of several, sorted by name.
 */
export async function sha256OfDataset(files: readonly { file: string; sha256: string }[]): Promise<string> {
  const [only, ...others] = files;
  if (only && others.length === 0) return only.sha256;
  const lines = [...files].sort((a, b) => (a.file < b.file ? -1 : 1));
  return sha256(lines.map((line) => `${line.sha256}  ${line.file}\n`).join(""));
}
