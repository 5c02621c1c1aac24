import { mkdirSync, openAsBlob } from "node:fs";
import { open } from "node:fs/promises";
import { dirname } from "node:path";
import type { Store } from "./store";

/** Writes files where `pathOf` says. */
export function createFileStore(pathOf: (name: string) => string): Store {
  return {
    async create(name) {
      const path = pathOf(name);
      mkdirSync(dirname(path), { recursive: true });
      const file = await open(path, "w");
      return {
        write: async (bytes) => void (await file.writeFile(bytes)),
        async close() {
          await file.close();
          return openAsBlob(path);
        },
      };
    },
  };
}
