import { closeSync, mkdirSync, mkdtempSync, openSync, readSync, rmSync, writeSync } from "node:fs";
import { type FileHandle, open, rename, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { openFileBlob } from "./file-blob";
import type { Scratch, Store } from "./store";

/** A store whose files stand under their own names once they are published. */
export interface FileStore extends Store {
  /** Gives all files their names, in the order in which they were begun; what has such a name is replaced. */
  publish(): Promise<void>;
}

/** Writes files where `pathOf` says. Until all are published they are called `….part`, so a build that fails leaves the old ones in place. */
export function createFileStore(pathOf: (name: string) => string): FileStore {
  const parts = new Map<string, FileHandle>();
  return {
    async create(name) {
      const path = pathOf(name);
      mkdirSync(dirname(path), { recursive: true });
      const file = await open(partOf(path), "w");
      parts.set(path, file);
      return {
        write: async (bytes) => void (await file.writeFile(bytes)),
        async close() {
          await file.close();
          return openFileBlob(partOf(path));
        },
      };
    },
    async publish() {
      for (const path of parts.keys()) {
        await rename(partOf(path), path);
        parts.delete(path);
      }
    },
    async discard() {
      for (const [path, file] of parts) {
        await file.close().catch(() => undefined);
        await rm(partOf(path), { force: true });
      }
      parts.clear();
    },
    createScratch: async () => createFileScratch(),
  };
}

function partOf(path: string): string {
  return `${path}.part`;
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
