import { downloadZip } from "client-zip";

/** The day that ZIP entries are dated with, so that the same files give the same archive. */
const EPOCH = new Date(Date.UTC(1980, 0, 1));

/** Files as one ZIP archive, stored without compression (Parquet is compressed already). */
export async function zipOf(files: readonly { file: string; blob: Blob }[]): Promise<Blob> {
  const entries = files.map(({ file, blob }) => ({ name: file, input: blob, lastModified: EPOCH }));
  return downloadZip(entries).blob();
}
