import { makeZip } from "client-zip";
import type { Store } from "./store";

/** The day that ZIP entries are dated with, so that the same files give the same archive. */
const EPOCH = new Date(Date.UTC(1980, 0, 1));

/** Streams files into one ZIP archive of a store, without compression (Parquet is compressed already). */
export async function zipInto(store: Store, name: string, files: readonly { file: string; blob: Blob }[]): Promise<Blob> {
  const entries = files.map(({ file, blob }) => ({ name: file, input: blob, lastModified: EPOCH }));
  const target = await store.create(name);
  const reader = makeZip(entries).getReader();
  for (let part = await reader.read(); !part.done; part = await reader.read()) await target.write(part.value);
  return target.close();
}
