import type { Store, StoreFile } from "./store";

/** Keeps files as Blobs, which browsers move to disk when they grow large. For where there is no private file system. */
export function createMemoryStore(): Store {
  return {
    async create(): Promise<StoreFile> {
      const parts: Blob[] = [];
      return {
        write: (bytes) => void parts.push(new Blob([bytes as Uint8Array<ArrayBuffer>])),
        close: async () => new Blob(parts, { type: "application/vnd.apache.parquet" }),
      };
    },
    discard: async () => undefined,
  };
}
