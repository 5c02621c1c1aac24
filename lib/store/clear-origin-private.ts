/** Each build has a folder of its own in this one, in the origin's private file system. */
export const FOLDER = "lookback";

/** A file stays locked for a moment after the worker that wrote it was ended. */
const TRIES = 20;
const PAUSE_MILLISECONDS = 50;

/**
 * Takes away what builds have written, as far as the browser lets go of it: what another tab has built, and still looks at,
 * is locked and stays.
 * @param tries how often it is tried where something is locked
 */
export async function clearOriginPrivateStore(tries = TRIES): Promise<void> {
  const root = await originPrivateRoot().catch(() => null);
  const folder = await root?.getDirectoryHandle(FOLDER).catch(() => null);
  if (!root || !folder) return;
  for (let left = tries; (await removeBuilds(folder)) > 0 && left > 1; left -= 1) {
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MILLISECONDS));
  }
  // Only an empty folder goes without being told to go with all that it holds.
  await root.removeEntry(FOLDER).catch(() => undefined);
}

async function originPrivateRoot(): Promise<FileSystemDirectoryHandle> {
  return navigator.storage.getDirectory();
}

/** Gives how many are left. */
async function removeBuilds(folder: FileSystemDirectoryHandle): Promise<number> {
  const names: string[] = [];
  for await (const name of folder.keys()) names.push(name);
  const removals = await Promise.allSettled(names.map((name) => folder.removeEntry(name, { recursive: true })));
  return removals.filter(({ status }) => status === "rejected").length;
}
