import { openAsBlob } from "node:fs";
import { open, stat } from "node:fs/promises";

/** A file as it was when it was opened. */
export interface FileOnDisk {
  path: string;
  mtimeMs: number;
}

const files = new WeakMap<Blob, FileOnDisk>();

/**
 * A file on Node's disk as a Blob that remembers its path, because Node hands no such Blob to another thread. Its slices are read
 * in one go: Node's own way takes a turn for every 64 KB.
 */
export async function openFileBlob(path: string): Promise<Blob> {
  const { mtimeMs } = await stat(path);
  return reopenFileBlob({ path, mtimeMs });
}

/**
 * Opens a file that was opened before, in another thread for one. It cannot be read if it was changed since.
 * @throws DOMException `NotFoundError`
 */
export async function reopenFileBlob(file: FileOnDisk): Promise<Blob> {
  const { path, mtimeMs } = file;
  const blob = await stat(path).then(
    () => openAsBlob(path),
    () => gone(path),
  );
  const slice = blob.slice.bind(blob);
  blob.slice = (start = 0, end, type) => {
    const part = slice(start, end, type);
    const from = start < 0 ? Math.max(0, blob.size + start) : start;
    part.arrayBuffer = () => readRange(path, mtimeMs, from, part.size);
    return part;
  };
  files.set(blob, file);
  return blob;
}

/** The file of what {@link openFileBlob} gave; `null` for any other Blob. */
export function fileOfBlob(blob: Blob): FileOnDisk | null {
  return files.get(blob) ?? null;
}

/** @throws DOMException `NotReadableError` or `NotFoundError`, as of any Blob, where the file is not what it was */
async function readRange(path: string, mtimeMs: number, from: number, size: number): Promise<ArrayBuffer> {
  const bytes = new Uint8Array(size);
  const file = await open(path).catch(() => gone(path));
  try {
    const isSame = (await file.stat()).mtimeMs === mtimeMs;
    let read = 0;
    while (isSame && read < size) {
      const { bytesRead } = await file.read(bytes, read, size - read, from + read);
      if (bytesRead === 0) break;
      read += bytesRead;
    }
    if (read < size) throw new DOMException(`${path} was changed`, "NotReadableError");
  } finally {
    await file.close();
  }
  return bytes.buffer;
}

function gone(path: string): never {
  throw new DOMException(`${path} is not there`, "NotFoundError");
}
