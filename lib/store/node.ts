import { mkdirSync, openAsBlob } from "node:fs";
import { type FileHandle, open, rename, rm } from "node:fs/promises";
import { dirname } from "node:path";
import type { Store } from "./store";

/** Writes files where `pathOf` says. Until a file is whole it is called `….part`, so a build that fails leaves the old one in place. */
export function createFileStore(pathOf: (name: string) => string): Store {
  const parts = new Map<string, FileHandle>();
  return {
    async create(name) {
      const path = pathOf(name);
      mkdirSync(dirname(path), { recursive: true });
      const part = `${path}.part`;
      const file = await open(part, "w");
      parts.set(part, file);
      return {
        write: async (bytes) => void (await file.writeFile(bytes)),
        async close() {
          await file.close();
          await rename(part, path);
          parts.delete(part);
          return openAsBlob(path);
        },
      };
    },
    async discard() {
      for (const [part, file] of parts) {
        await file.close().catch(() => undefined);
        await rm(part, { force: true });
      }
      parts.clear();
    },
  };
}
