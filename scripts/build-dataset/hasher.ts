import { Worker } from "node:worker_threads";
import { type Hasher, hasherHere } from "../../lib/hash";
import { readFailure } from "../../lib/sources/blob";
import { fileOfBlob } from "../../lib/store/file-blob";
import { buffersOf } from "../../workers/buffers";

/** What `lib/hash.ts` does, by Node's own code, in a thread of its own, one piece of work after another. */
export interface StartedHasher extends Hasher {
  /** Ends the thread. Without it the program goes on. */
  close(): Promise<number>;
}

/** What the thread is asked, by name. Hashes in the making have numbers. */
interface Calls {
  file: { request: string; answer: string };
  add: { request: { number: number; bytes: Uint8Array; skipped: number }; answer: Uint8Array };
  hex: { request: number; answer: string };
  drop: { request: number; answer: null };
}
type Answered = { id: number; answer: Calls[keyof Calls]["answer"] } | { id: number; error: string };

export function startHasher(): StartedHasher {
  const worker = new Worker(new URL("./hash-worker.mjs", import.meta.url));
  const pending = new Map<number, { resolve: (answer: never) => void; reject: (error: unknown) => void }>();
  worker.on("message", (answered: Answered) => {
    const asked = pending.get(answered.id);
    pending.delete(answered.id);
    if ("answer" in answered) asked?.resolve(answered.answer as never);
    else asked?.reject(answered.error);
  });
  worker.on("error", (error: Error) => {
    for (const { reject } of pending.values()) reject(error);
    pending.clear();
  });
  let lastId = 0;
  const call = <Name extends keyof Calls>(name: Name, request: Calls[Name]["request"]) =>
    new Promise<Calls[Name]["answer"]>((resolve, reject) => {
      lastId += 1;
      pending.set(lastId, { resolve, reject });
      worker.postMessage({ id: lastId, name, request }, buffersOf(request));
    });
  let lastNumber = 0;
  return {
    async ofFile(file) {
      const onDisk = fileOfBlob(file.blob);
      if (onDisk === null) return hasherHere().ofFile(file);
      return call("file", onDisk.path).catch((error: unknown) => {
        throw readFailure(file, error);
      });
    },
    begin() {
      lastNumber += 1;
      const number = lastNumber;
      return {
        add: (bytes, skipped) => call("add", { number, bytes, skipped }),
        hex: () => call("hex", number),
        drop: () => void call("drop", number).catch(() => undefined),
      };
    },
    close: () => worker.terminate(),
  };
}
