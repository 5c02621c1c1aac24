import { createSHA256, sha256 } from "hash-wasm";
import { readBytes } from "./sources/blob";
import type { SourceFile } from "./sources/types";

const STEP_BYTES = 4 << 20;
/** A file up to this size is read as a whole: the platform's own code is several times as fast, and takes no other. */
export const WHOLE_BYTES = 512 << 20;

/** Works out the SHA-256 of a file, in hex, beside other work. */
export type HashFile = (file: SourceFile) => Promise<string>;

/**
 * The SHA-256 of a file's bytes as they are on disk, in hex. No more than `wholeBytes` are in memory at a time.
 * @throws LookbackError `unreadable-file`
 */
export async function sha256OfFile(file: SourceFile, wholeBytes = WHOLE_BYTES): Promise<string> {
  // Pages that are served without HTTPS from another computer have no `subtle`.
  if (file.blob.size <= wholeBytes && globalThis.crypto.subtle) {
    const whole = await readBytes(file, 0, file.blob.size);
    return hexOf(new Uint8Array(await crypto.subtle.digest("SHA-256", whole as Uint8Array<ArrayBuffer>)));
  }
  const hash = (await createSHA256()).init();
  for (let at = 0; at < file.blob.size; at += STEP_BYTES) hash.update(await readBytes(file, at, at + STEP_BYTES));
  return hash.digest("hex");
}

function hexOf(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
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
