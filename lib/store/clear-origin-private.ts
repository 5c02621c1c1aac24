/** All files of builds lie in this folder of the origin's private file system. */
export const FOLDER = "lookback";

/** A file stays locked for a moment after the worker that wrote it was ended. */
const TRIES = 20;
const PAUSE_MILLISECONDS = 50;

async function originPrivateRoot(): Promise<FileSystemDirectoryHandle> {
  return navigator.storage.getDirectory();
}

/** Takes away what builds have written, as far as the browser lets go of it. */
export async function clearOriginPrivateStore(): Promise<void> {
  const root = await originPrivateRoot().catch(() => null);
  for (let left = TRIES; root && left > 0; left -= 1) {
    const failure = await root.removeEntry(FOLDER, { recursive: true }).then(
      () => null,
      (error: unknown) => error,
    );
    if (failure === null || (failure instanceof DOMException && failure.name === "NotFoundError")) return;
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MILLISECONDS));
  }
}
