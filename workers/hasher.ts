import { type Hasher, hasherHere, type PieceHash } from "../lib/hash";
import type { SourceFile } from "../lib/sources/types";
import { buffersOf } from "./buffers";
import { Thread } from "./thread";

/** What a thread that hashes is asked, by name. Hashes in the making have numbers. */
interface HashCalls {
  file: { request: SourceFile; answer: string };
  begin: { request: { number: number; size: number }; answer: null };
  add: { request: { number: number; bytes: Uint8Array; skipped: number }; answer: Uint8Array };
  hex: { request: number; answer: string };
  drop: { request: number; answer: null };
}
type HashCall = keyof HashCalls;
export type HashRequest = { [Name in HashCall]: { name: Name; request: HashCalls[Name]["request"] } }[HashCall];
export type HashAnswer = HashCalls[HashCall]["answer"];

/**
 * Works out hashes in a worker of its own, so that they cost the caller no time; one file after the other, in the order in
 * which they are asked for.
 */
export function createHasher(createWorker: () => Worker): Hasher {
  const thread = new Thread<HashRequest, HashAnswer>("hash", createWorker);
  const call = async <Name extends HashCall>(name: Name, request: HashCalls[Name]["request"], transfer: ArrayBuffer[] = []) =>
    (await thread.ask({ name, request } as HashRequest, transfer)) as HashCalls[Name]["answer"];
  let before: Promise<unknown> = Promise.resolve();
  let lastNumber = 0;
  return {
    ofFile(file) {
      const hash = before.then(() => call("file", file));
      before = hash.catch(() => undefined);
      return hash;
    },
    begin(size) {
      lastNumber += 1;
      const number = lastNumber;
      const begun = call("begin", { number, size });
      // Whoever adds something is told.
      begun.catch(() => undefined);
      return {
        async add(bytes, skipped) {
          await begun;
          return call("add", { number, bytes, skipped }, buffersOf(bytes));
        },
        async hex() {
          await begun;
          return call("hex", number);
        },
        drop() {
          // What was lost meanwhile is given up as well.
          call("drop", number).catch(() => undefined);
        },
      };
    },
  };
}

/** The worker's side. */
export function hashAnswers(hasher: Hasher = hasherHere()): (request: HashRequest) => Promise<HashAnswer> {
  const making = new Map<number, PieceHash>();
  const made = (number: number): PieceHash => {
    const hash = making.get(number);
    if (!hash) throw new TypeError("a hash was not begun");
    return hash;
  };
  return async ({ name, request }) => {
    switch (name) {
      case "file":
        return hasher.ofFile(request);
      case "begin":
        making.set(request.number, hasher.begin(request.size));
        return null;
      case "add":
        return made(request.number).add(request.bytes, request.skipped);
      case "hex": {
        const hash = made(request);
        making.delete(request);
        return hash.hex();
      }
      case "drop":
        making.get(request)?.drop();
        making.delete(request);
        return null;
    }
  };
}
