import { LookbackError } from "../errors";
import { clearOriginPrivateStore, FOLDER } from "./clear-origin-private";
import { createMemoryStore } from "./memory";
import type { Scratch, Store, StoreFile } from "./store";

/**
 * Writes into the origin's private file system, in a folder that a new build empties first. Falls back to memory where the
 * browser has none (private windows of some browsers). For dedicated workers only.
 */
export async function createOriginPrivateStore(): Promise<Store> {
  const folder = await emptyFolder().catch(() => undefined);
  if (!folder) return createMemoryStore();
  return { create: (name) => createFile(folder, name), createScratch: () => createScratch(folder) };
}

async function emptyFolder(): Promise<FileSystemDirectoryHandle> {
  const root = await navigator.storage.getDirectory();
  await clearOriginPrivateStore(1);
  const folder = await root.getDirectoryHandle(FOLDER, { create: true });
  return folder.getDirectoryHandle(crypto.randomUUID(), { create: true });
}

async function createFile(folder: FileSystemDirectoryHandle, name: string): Promise<StoreFile> {
  const handle = await folder.getFileHandle(name.replaceAll("/", "_"), { create: true });
  const access = await handle.createSyncAccessHandle();
  let end = 0;
  return {
    write(bytes) {
      writeAll(access, bytes, end);
      end += bytes.length;
    },
    async close() {
      access.flush();
      access.close();
      return handle.getFile();
    },
  };
}

async function createScratch(folder: FileSystemDirectoryHandle): Promise<Scratch> {
  const handle = await folder.getFileHandle("scratch", { create: true });
  const access = await handle.createSyncAccessHandle();
  let end = 0;
  return {
    append(bytes) {
      const position = end;
      writeAll(access, bytes, position);
      end += bytes.length;
      return position;
    },
    read(bytes, position) {
      if (access.read(bytes as Uint8Array<ArrayBuffer>, { at: position }) < bytes.length)
        throw new RangeError(`the scratch file ends before ${position + bytes.length}`);
    },
    close() {
      access.truncate(0);
      access.close();
    },
  };
}

/** @throws LookbackError `storage-full` */
function writeAll(access: FileSystemSyncAccessHandle, bytes: Uint8Array, at: number): void {
  if (access.write(bytes as Uint8Array<ArrayBuffer>, { at }) < bytes.length)
    throw new LookbackError({ code: "storage-full", message: `the write stopped after ${at} bytes` });
}
