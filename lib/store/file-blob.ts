import { openAsBlob } from "node:fs";

const paths = new WeakMap<Blob, string>();

/** A file on Node's disk as a Blob that remembers its path, because Node hands no such Blob to another thread. */
export async function openFileBlob(path: string): Promise<Blob> {
  const blob = await openAsBlob(path);
  paths.set(blob, path);
  return blob;
}

/** The path of what {@link openFileBlob} gave; `null` for any other Blob. */
export function pathOfBlob(blob: Blob): string | null {
  return paths.get(blob) ?? null;
}
