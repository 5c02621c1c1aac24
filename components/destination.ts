import type { Config } from "../lib/config";
import { downloadName } from "../lib/download-name";
import { LookbackError } from "../lib/errors";
import { whenUnlocked } from "../lib/when-unlocked";

/** Where a dataset is written: into this browser, to be downloaded then, or straight into a file of the user's. */
export type Destination = "browser" | "file";

interface SavePicker {
  showSaveFilePicker?: (options: {
    id: string;
    suggestedName: string;
    types: { description: string; accept: Record<string, string[]> }[];
  }) => Promise<FileSystemFileHandle>;
}

/** A file that the user chose, and what it was then. */
export interface ChosenFile {
  handle: FileSystemFileHandle;
  before: { size: number; lastModified: number };
}

const TYPES = {
  "dataset.parquet": { description: "Parquet file", accept: { "application/vnd.apache.parquet": [".parquet"] } },
  "dataset.zip": { description: "Archive of Parquet files", accept: { "application/zip": [".zip"] } },
};

/** Whether the browser can write into a file of the user's. Firefox and Safari cannot. */
export function canChooseFile(): boolean {
  return typeof (globalThis as SavePicker).showSaveFilePicker === "function";
}

/**
 * Asks the user for the file to write into; `null` if they would rather not. Needs a press of a button just before.
 * @throws LookbackError `unwritable-file` where the browser does not let the page ask
 */
export async function chooseFile(config: Config): Promise<ChosenFile | null> {
  const name = downloadName(config);
  try {
    const handle = await (globalThis as SavePicker).showSaveFilePicker?.({
      id: "lookback-dataset",
      suggestedName: name,
      types: [TYPES[name]],
    });
    if (!handle) return null;
    const { size, lastModified } = await handle.getFile();
    return { handle, before: { size, lastModified } };
  } catch (thrown) {
    if (thrown instanceof DOMException && thrown.name === "AbortError") return null;
    throw new LookbackError({
      code: "unwritable-file",
      file: name,
      message: thrown instanceof Error ? thrown.message : String(thrown),
    });
  }
}

/**
 * Takes away what a build that did not come to its end leaves of the chosen file: the empty one that choosing made, or one that
 * was written and not audited. A file that is as it was stays.
 */
export function dropUnfinished({ handle, before }: ChosenFile): Promise<void> {
  return whenUnlocked(async () => {
    try {
      const { size, lastModified } = await handle.getFile();
      const isAsItWas = size > 0 && size === before.size && lastModified === before.lastModified;
      // Not in the standard yet; where there is no `remove`, there is no way.
      if (!isAsItWas && "remove" in handle && typeof handle.remove === "function") await handle.remove();
      return true;
    } catch (thrown) {
      return thrown instanceof DOMException && thrown.name === "NotFoundError";
    }
  });
}
