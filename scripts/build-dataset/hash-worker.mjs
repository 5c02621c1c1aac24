import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { pipeline } from "node:stream/promises";
import { parentPort } from "node:worker_threads";

const PIECE_BYTES = 1 << 20;

/** @type {Map<number, import("node:crypto").Hash>} Hashes in the making, by number. */
const making = new Map();

/** @param {string} path */
async function hashFile(path) {
  const hash = createHash("sha256");
  await pipeline(createReadStream(path, { highWaterMark: PIECE_BYTES }), hash);
  return hash.digest("hex");
}

/** @param {number} number */
function hashOf(number) {
  const hash = making.get(number) ?? createHash("sha256");
  making.set(number, hash);
  return hash;
}

/**
 * What this thread is asked: see hasher.ts.
 * @param {{ name: string, request: any }} asked
 */
async function answerTo({ name, request }) {
  switch (name) {
    case "file":
      return hashFile(request);
    case "add":
      hashOf(request.number).update(request.bytes.subarray(request.skipped));
      return request.bytes;
    case "hex": {
      const hash = hashOf(request);
      making.delete(request);
      return hash.digest("hex");
    }
    case "drop":
      making.delete(request);
      return null;
    default:
      throw new TypeError(`nobody asks for ${name}`);
  }
}

let last = Promise.resolve();

parentPort?.on("message", ({ id, ...asked }) => {
  last = last.then(() => answer(id, asked));
});

/** @param {number} id @param {{ name: string, request: any }} asked */
async function answer(id, asked) {
  try {
    const answer = await answerTo(asked);
    parentPort?.postMessage({ id, answer }, answer instanceof Uint8Array ? [/** @type {ArrayBuffer} */ (answer.buffer)] : []);
  } catch (error) {
    parentPort?.postMessage({ id, error: String(error) });
  }
}
