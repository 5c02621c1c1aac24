import { LookbackError } from "../errors";
import { clearOriginPrivateStore, FOLDER } from "./clear-origin-private";
import { createMemoryStore } from "./memory";
import type { Store, StoreFile } from "./store";

/**
 * Writes into the origin's private file system, in a folder that a new build empties first. Falls back to memory where the
 * browser has none (private windows of some browsers). For dedicated workers only.
 */
export async function createOriginPrivateStore(): Promise<Store> {
  const folder = await emptyFolder().catch(() => undefined);
  return folder ? { create: (name) => createFile(folder, name) } : createMemoryStore();
}

async function emptyFolder(): Promise<FileSystemDirectoryHandle> {
  const root = await navigator.storage.getDirectory();
  await clearOriginPrivateStore();
  const folder = await root.getDirectoryHandle(FOLDER, { create: true });
  return folder.getDirectoryHandle(crypto.randomUUID(), { create: true });
}

async function createFile(folder: FileSystemDirectoryHandle, name: string): Promise<StoreFile> {
  const handle = await folder.getFileHandle(name.replaceAll("/", "_"), { create: true });
  const access = await handle.createSyncAccessHandle();
  let end = 0;
  return {
    write(bytes) {
      if (access.write(bytes as Uint8Array<ArrayBuffer>, { at: end }) < bytes.length) {
        throw new LookbackError({ code: "storage-full", message: `the write stopped after ${end} bytes` });
      }
      end += bytes.length;
    },
    async close() {
      access.flush();
      access.close();
      return handle.getFile();
    },
  };
}
