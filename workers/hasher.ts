import { LookbackError, type Problem } from "../lib/errors";
import type { HashFile } from "../lib/hash";
import type { SourceFile } from "../lib/sources/types";

export interface HashRequest {
  id: number;
  file: SourceFile;
}

export type HashAnswer = { id: number; sha256: string } | { id: number; problem: Problem };

/**
 * Works out hashes in a worker of its own, so that they cost the caller no time; one file after the other, in the order in
 * which they are asked for. The worker is made when it is first needed, and anew after it was lost.
 */
export function createHasher(createWorker: () => Worker): HashFile {
  let worker: Worker | null = null;
  let lastId = 0;
  let before: Promise<unknown> = Promise.resolve();

  const ask = (file: SourceFile) =>
    new Promise<string>((resolve, reject) => {
      lastId += 1;
      const id = lastId;
      worker ??= createWorker();
      const current = worker;
      const listening = new AbortController();
      const { signal } = listening;
      const lose = (message: string) => {
        listening.abort();
        current.terminate();
        worker = null;
        reject(new LookbackError({ code: "engine-lost", message }));
      };
      const take = ({ data }: MessageEvent<HashAnswer>) => {
        if (data.id !== id) return;
        listening.abort();
        if ("sha256" in data) resolve(data.sha256);
        else reject(new LookbackError(data.problem));
      };
      current.addEventListener("message", take, { signal });
      current.addEventListener("messageerror", () => lose("a message of the hash worker could not be read"), { signal });
      const onError = (event: ErrorEvent) => {
        event.preventDefault();
        lose(event.message || "the hash worker could not be started");
      };
      current.addEventListener("error", onError, { signal });
      const request: HashRequest = { id, file };
      current.postMessage(request);
    });

  return (file) => {
    const hash = before.then(() => ask(file));
    before = hash.catch(() => undefined);
    return hash;
  };
}
