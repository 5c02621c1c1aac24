import { mkdirSync } from "node:fs";
import { open, rename } from "node:fs/promises";
import { dirname } from "node:path";
import { openFileBlob } from "./file-blob";
import type { Store } from "./store";

/** Writes files where `pathOf` says. Until a file is whole it is called `….part`, so a build that fails leaves the old one in place. */
export function createFileStore(pathOf: (name: string) => string): Store {
  return {
    async create(name) {
      const path = pathOf(name);
      mkdirSync(dirname(path), { recursive: true });
      const part = `${path}.part`;
      const file = await open(part, "w");
      return {
        write: async (bytes) => void (await file.writeFile(bytes)),
        async close() {
          await file.close();
          await rename(part, path);
          return openFileBlob(path);
        },
      };
    },
  };
}
