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
  return folder ? createFolderStore(folder) : createMemoryStore();
}

async function emptyFolder(): Promise<FileSystemDirectoryHandle> {
  const root = await navigator.storage.getDirectory();
  await clearOriginPrivateStore();
  const folder = await root.getDirectoryHandle(FOLDER, { create: true });
  return folder.getDirectoryHandle(crypto.randomUUID(), { create: true });
}

/** Writes into a folder of the origin's private file system. A write that does not fit is `storage-full`. */
export function createFolderStore(folder: FileSystemDirectoryHandle): Store {
  const open = new Set<FileSystemSyncAccessHandle>();
  return {
    create: (name) => createFile(folder, name, open),
    async discard() {
      for (const access of open) access.close();
      open.clear();
      await clearOriginPrivateStore();
    },
  };
}

async function createFile(
  folder: FileSystemDirectoryHandle,
  name: string,
  open: Set<FileSystemSyncAccessHandle>,
): Promise<StoreFile> {
  const handle = await folder.getFileHandle(name.replaceAll("/", "_"), { create: true });
  const access = await handle.createSyncAccessHandle();
  open.add(access);
  let end = 0;
  return {
    write(bytes) {
      // A full disk makes some browsers throw a QuotaExceededError, and others write less.
      if (access.write(bytes as Uint8Array<ArrayBuffer>, { at: end }) < bytes.length) {
        throw new LookbackError({ code: "storage-full", where: "site", written: null, needed: null, free: null });
      }
      end += bytes.length;
    },
    async close() {
      access.flush();
      access.close();
      open.delete(access);
      return handle.getFile();
    },
  };
}
