import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { pipeline } from "node:stream/promises";
import { parentPort } from "node:worker_threads";

const PIECE_BYTES = 1 << 20;

let last = Promise.resolve();

parentPort?.on("message", ({ id, path }) => {
  last = last.then(() => answer(id, path));
});

/** @param {number} id @param {string} path */
async function answer(id, path) {
  const hash = createHash("sha256");
  try {
    await pipeline(createReadStream(path, { highWaterMark: PIECE_BYTES }), hash);
    parentPort?.postMessage({ id, hex: hash.digest("hex") });
  } catch (error) {
    parentPort?.postMessage({ id, error: String(error) });
  }
}
