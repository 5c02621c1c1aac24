import type { SourceFile } from "../../lib/sources/types";

/** Files to add, and those of a folder that are none: marks and checksums that other programs leave there. */
export interface FoundFiles {
  files: SourceFile[];
  skipped: string[];
}

/** The files of a drop, those inside folders too, each with its path from what was dropped. */
export async function droppedFiles(transfer: DataTransfer): Promise<FoundFiles> {
  const entries = [...transfer.items].map((item) => item.webkitGetAsEntry()).filter((entry) => entry !== null);
  if (entries.length === 0) return chosenFiles(transfer.files);
  const found = await Promise.all(entries.map(filesOf));
  return sorted(found.flat());
}

/** The files of an input, with their folders where a folder was chosen. */
export function chosenFiles(files: Iterable<File>): FoundFiles {
  return sorted([...files].map((file) => ({ path: file.webkitRelativePath || file.name, blob: file })));
}

function sorted(files: readonly SourceFile[]): FoundFiles {
  return {
    files: files.filter(({ path }) => !isJunk(path)),
    skipped: files.filter(({ path }) => isJunk(path)).map(({ path }) => path),
  };
}

/**
 * Whether a file in a folder is none of the data: hidden, or begun with an underscore (`_SUCCESS`, `_delta_log/`), as Spark and
 * Hive skip them too, or a checksum. What was chosen by itself is meant.
 */
export function isJunk(path: string): boolean {
  const inside = path.split("/").slice(1);
  return inside.some((name) => /^[._]/.test(name) || /\.crc$/i.test(name) || /^(?:thumbs\.db|desktop\.ini)$/i.test(name));
}

async function filesOf(entry: FileSystemEntry): Promise<SourceFile[]> {
  if (isFile(entry)) {
    const blob = await new Promise<File>((resolve, reject) => entry.file(resolve, reject));
    return [{ path: entry.fullPath.replace(/^\//, ""), blob }];
  }
  const children = await childrenOf(entry as FileSystemDirectoryEntry);
  const found = await Promise.all(children.map(filesOf));
  return found.flat();
}

async function childrenOf(folder: FileSystemDirectoryEntry): Promise<FileSystemEntry[]> {
  const reader = folder.createReader();
  const children: FileSystemEntry[] = [];
  // Chromium gives at most 100 entries a call, and an empty list at the end.
  for (;;) {
    const batch = await new Promise<FileSystemEntry[]>((resolve, reject) => reader.readEntries(resolve, reject));
    if (batch.length === 0) return children.sort((a, b) => (a.name < b.name ? -1 : 1));
    children.push(...batch);
  }
}

function isFile(entry: FileSystemEntry): entry is FileSystemFileEntry {
  return entry.isFile;
}
