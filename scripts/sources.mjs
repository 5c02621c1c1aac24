import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import { ROOT } from "./steps.mjs";

/**
 * SHA-256, in hex, over the names and bytes of files that something is built from, and over the version of Node; tests do not count.
 * @param {readonly string[]} sources folders or files of the project; one that is not there counts as empty
 */
export async function hashSources(sources) {
  const hash = createHash("sha256").update(process.version);
  for (const source of sources) {
    for (const file of await listFiles(path.join(ROOT, source))) {
      if (/\.test\.tsx?$/.test(file)) continue;
      hash.update(`\0${path.relative(ROOT, file)}\0`).update(await readFile(file));
    }
  }
  return hash.digest("hex");
}

/**
 * @param {string} root a folder, or one file
 * @returns {Promise<string[]>} in a fixed order; empty when there is nothing of that name
 */
async function listFiles(root) {
  if (!existsSync(root)) return [];
  const entries = await readdir(root, { recursive: true, withFileTypes: true }).catch(() => null);
  if (!entries) return [root];
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath ?? entry.path, entry.name))
    .sort();
}
