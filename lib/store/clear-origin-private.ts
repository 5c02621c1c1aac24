import { whenUnlocked } from "../when-unlocked";

/** Each build has a folder of its own in this one, in the origin's private file system. */
export const FOLDER = "lookback";

/**
 * Takes away what builds have written, as far as the browser lets go of it: what another tab has built, and still looks at,
 * is locked and stays.
 * @param tries how often it is tried where something is locked
 */
export async function clearOriginPrivateStore(tries?: number): Promise<void> {
  const root = await originPrivateRoot().catch(() => null);
  const folder = await root?.getDirectoryHandle(FOLDER).catch(() => null);
  if (!root || !folder) return;
  await whenUnlocked(() => removeBuilds(folder), tries);
  // Only an empty folder goes without being told to go with all that it holds.
  await root.removeEntry(FOLDER).catch(() => undefined);
}

async function originPrivateRoot(): Promise<FileSystemDirectoryHandle> {
  return navigator.storage.getDirectory();
}

/** Answers whether all are gone. */
async function removeBuilds(folder: FileSystemDirectoryHandle): Promise<boolean> {
  const names: string[] = [];
  for await (const name of folder.keys()) names.push(name);
  const removals = await Promise.allSettled(names.map((name) => folder.removeEntry(name, { recursive: true })));
  return removals.every(({ status }) => status === "fulfilled");
}
