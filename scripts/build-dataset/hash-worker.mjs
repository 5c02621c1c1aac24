import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { pipeline } from "node:stream/promises";
import { parentPort } from "node:worker_threads";

const PIECE_BYTES = 1 << 20;

/** @type {Map<number, import("node:crypto").Hash>} Hashes in the making, by number. */
const making = new Map();

/** What this thread is asked, by name: see hasher.ts. */
const ANSWERS = {
  /** @param {string} path */
  async file(path) {
    const hash = createHash("sha256");
    await pipeline(createReadStream(path, { highWaterMark: PIECE_BYTES }), hash);
    return hash.digest("hex");
  },
  /** @param {{ number: number, bytes: Uint8Array, skipped: number }} request */
  async add({ number, bytes, skipped }) {
    const hash = making.get(number) ?? createHash("sha256");
    making.set(number, hash);
    hash.update(bytes.subarray(skipped));
    return bytes;
  },
  /** @param {number} number */
  async hex(number) {
    const hash = making.get(number) ?? createHash("sha256");
    making.delete(number);
    return hash.digest("hex");
  },
};

let last = Promise.resolve();

parentPort?.on("message", ({ id, name, request }) => {
  last = last.then(() => answer(id, name, request));
});

/** @param {number} id @param {string} name @param {unknown} request */
async function answer(id, name, request) {
  try {
    const answer = await /** @type {Record<string, (request: any) => Promise<string | Uint8Array>>} */ (ANSWERS)[name]?.(request);
    const isBuffer = answer instanceof Uint8Array && answer.buffer instanceof ArrayBuffer;
    parentPort?.postMessage({ id, answer }, isBuffer ? [answer.buffer] : []);
  } catch (error) {
    parentPort?.postMessage({ id, error: String(error) });
  }
}
