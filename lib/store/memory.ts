import type { Scratch, Store, StoreFile } from "./store";

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
    createScratch: async () => createMemoryScratch(),
  };
}

/** Room that gains nothing: there is no other place than memory. */
export function createMemoryScratch(): Scratch {
  const parts = new Map<number, Uint8Array>();
  const nothing = new Uint8Array(0);
  let end = 0;
  return {
    append(bytes) {
      const position = end;
      if (bytes.length > 0) parts.set(position, bytes);
      end += bytes.length;
      return position;
    },
    read(bytes, position) {
      const part = bytes.length === 0 ? nothing : parts.get(position);
      if (part?.length !== bytes.length) throw new RangeError(`no ${bytes.length} bytes were put at ${position}`);
      bytes.set(part);
    },
    close: () => parts.clear(),
  };
}
