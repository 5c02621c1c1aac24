import { openAsBlob } from "node:fs";
import { open, stat } from "node:fs/promises";

const paths = new WeakMap<Blob, string>();

/**
 * A file on Node's disk as a Blob that remembers its path, because Node hands no such Blob to another thread. Its slices are read
 * in one go: Node's own way takes a turn for every 64 KB.
 */
export async function openFileBlob(path: string): Promise<Blob> {
  const blob = await openAsBlob(path);
  const { mtimeMs } = await stat(path);
  const slice = blob.slice.bind(blob);
  blob.slice = (start = 0, end, type) => {
    const part = slice(start, end, type);
    const from = start < 0 ? Math.max(0, blob.size + start) : start;
    part.arrayBuffer = () => readRange(path, mtimeMs, from, part.size);
    return part;
  };
  paths.set(blob, path);
  return blob;
}

/** The path of what {@link openFileBlob} gave; `null` for any other Blob. */
export function pathOfBlob(blob: Blob): string | null {
  return paths.get(blob) ?? null;
}

/** @throws DOMException `NotReadableError`, as of any Blob, where the file is not what it was */
async function readRange(path: string, mtimeMs: number, from: number, size: number): Promise<ArrayBuffer> {
  const bytes = new Uint8Array(size);
  const file = await open(path);
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
