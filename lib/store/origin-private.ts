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
  return folder ? createFolderStore(folder) : createMemoryStore();
}

async function emptyFolder(): Promise<FileSystemDirectoryHandle> {
  const root = await navigator.storage.getDirectory();
  await clearOriginPrivateStore(1);
  const folder = await root.getDirectoryHandle(FOLDER, { create: true });
  return folder.getDirectoryHandle(crypto.randomUUID(), { create: true });
}

/** Files that are open, and so cannot be taken away. */
type Open = Set<FileSystemSyncAccessHandle>;

/** Writes into a folder of the origin's private file system. A write that does not fit is `storage-full`. */
export function createFolderStore(folder: FileSystemDirectoryHandle): Store {
  const open: Open = new Set();
  return {
    create: (name) => createFile(folder, name, open),
    async discard() {
      for (const access of open) access.close();
      open.clear();
      await clearOriginPrivateStore();
    },
    createScratch: () => createScratch(folder, open),
  };
}

async function createFile(folder: FileSystemDirectoryHandle, name: string, open: Open): Promise<StoreFile> {
  const handle = await folder.getFileHandle(name.replaceAll("/", "_"), { create: true });
  const access = await openFile(handle, open);
  let end = 0;
  return {
    write(bytes) {
      writeAt(access, bytes, end);
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

async function createScratch(folder: FileSystemDirectoryHandle, open: Open): Promise<Scratch> {
  const access = await openFile(await folder.getFileHandle("scratch", { create: true }), open);
  let end = 0;
  return {
    append(bytes) {
      const position = end;
      writeAt(access, bytes, position);
      end += bytes.length;
      return position;
    },
    read(bytes, position) {
      if (access.read(bytes as Uint8Array<ArrayBuffer>, { at: position }) < bytes.length)
        throw new RangeError(`the scratch file ends before ${position + bytes.length}`);
    },
    close() {
      // What was discarded is closed already.
      if (!open.delete(access)) return;
      access.truncate(0);
      access.close();
    },
  };
}

async function openFile(handle: FileSystemFileHandle, open: Open): Promise<FileSystemSyncAccessHandle> {
  const access = await handle.createSyncAccessHandle();
  open.add(access);
  return access;
}

/**
 * Where there is no room some browsers throw a QuotaExceededError, and others write less. Chromium 156 in a private window then
 * tells 4294967288 bytes, its error -8 without the sign.
 * @throws LookbackError `storage-full`
 */
function writeAt(access: FileSystemSyncAccessHandle, bytes: Uint8Array, at: number): void {
  if (access.write(bytes as Uint8Array<ArrayBuffer>, { at }) !== bytes.length)
    throw new LookbackError({ code: "storage-full", where: "site", written: null, needed: null, free: null });
}
