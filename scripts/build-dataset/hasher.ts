import { Worker } from "node:worker_threads";
import { type HashFile, sha256OfFile } from "../../lib/hash";
import { readFailure } from "../../lib/sources/blob";
import type { SourceFile } from "../../lib/sources/types";
import { fileOfBlob } from "../../lib/store/file-blob";

export interface Hasher {
  /** What `lib/hash.ts` does, by Node's own code, in a thread of its own, one file after another. */
  hash: HashFile;
  /** Ends the thread. Without it the program goes on. */
  close(): Promise<number>;
}

type Answer = { id: number; hex: string } | { id: number; error: string };

export function startHasher(): Hasher {
  const worker = new Worker(new URL("./hash-worker.mjs", import.meta.url));
  const pending = new Map<number, { file: SourceFile; resolve: (hex: string) => void; reject: (error: Error) => void }>();
  worker.on("message", (answer: Answer) => {
    const asked = pending.get(answer.id);
    pending.delete(answer.id);
    if ("hex" in answer) asked?.resolve(answer.hex);
    else asked?.reject(readFailure(asked.file, answer.error));
  });
  worker.on("error", (error: Error) => {
    for (const { reject } of pending.values()) reject(error);
    pending.clear();
  });
  let lastId = 0;
  return {
    hash(file) {
      const onDisk = fileOfBlob(file.blob);
      if (onDisk === null) return sha256OfFile(file);
      lastId += 1;
      const id = lastId;
      return new Promise((resolve, reject) => {
        pending.set(id, { file, resolve, reject });
        worker.postMessage({ id, path: onDisk.path });
      });
    },
    close: () => worker.terminate(),
  };
}
