import { closeSync, mkdirSync, mkdtempSync, openSync, readSync, rmSync, writeSync } from "node:fs";
import { type FileHandle, open, rename, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { openFileBlob } from "./file-blob";
import type { Scratch, Store } from "./store";

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
          return openFileBlob(path);
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
    createScratch: async () => createFileScratch(),
  };
}

/** A file in the system's folder for temporary files. */
function createFileScratch(): Scratch {
  const folder = mkdtempSync(join(tmpdir(), "lookback-"));
  const file = openSync(join(folder, "scratch"), "w+");
  let end = 0;
  return {
    append(bytes) {
      const position = end;
      while (end < position + bytes.length) end += writeSync(file, bytes, end - position, undefined, end);
      return position;
    },
    read(bytes, position) {
      for (let read = 0; read < bytes.length; ) {
        const more = readSync(file, bytes, read, bytes.length - read, position + read);
        if (more === 0) throw new RangeError(`the scratch file ends before ${position + bytes.length}`);
        read += more;
      }
    },
    close() {
      closeSync(file);
      rmSync(folder, { recursive: true });
    },
  };
}
