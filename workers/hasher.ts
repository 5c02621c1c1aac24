import type { HashFile } from "../lib/hash";
import type { SourceFile } from "../lib/sources/types";
import { Thread } from "./thread";

/**
 * Works out hashes in a worker of its own, so that they cost the caller no time; one file after the other, in the order in
 * which they are asked for.
 */
export function createHasher(createWorker: () => Worker): HashFile {
  const thread = new Thread<SourceFile, string>("hash", createWorker);
  let before: Promise<unknown> = Promise.resolve();
  return (file) => {
    const hash = before.then(() => thread.ask(file));
    before = hash.catch(() => undefined);
    return hash;
  };
}
