import { layoutKey } from "../../lib/sources/layout";
import type { FileEntry } from "../workbench-state";

/** From so many files of a layout on, one card stands for all of them. */
const MANY = 8;

/** Files that are shown as one card: a single file, or the parts of a table. */
export interface FileGroup {
  id: number;
  entries: [FileEntry, ...FileEntry[]];
}

/** The cards of the files, in the order in which the first file of each was added. */
export function groupsOf(files: readonly FileEntry[]): FileGroup[] {
  const layouts = new Map<string, FileEntry[]>();
  for (const entry of files) {
    const key = keyOf(entry);
    const alike = layouts.get(key);
    if (alike) alike.push(entry);
    else layouts.set(key, [entry]);
  }
  const groups: FileGroup[] = [];
  const shown = new Set<FileEntry>();
  for (const entry of files) {
    if (shown.has(entry)) continue;
    const alike = layouts.get(keyOf(entry)) ?? [];
    const entries: FileGroup["entries"] = alike.length >= MANY ? [entry, ...alike.slice(1)] : [entry];
    for (const each of entries) shown.add(each);
    groups.push({ id: entry.id, entries });
  }
  return groups;
}

/** Files that cannot be read stand alone; those that are being read stand together, so that a folder does not flood the page. */
function keyOf({ id, source, role, problem }: FileEntry): string {
  if (problem !== null) return `problem ${id}`;
  return source === null ? "reading" : layoutKey(role, source);
}
