import { LookbackError } from "../errors";
import type { Store } from "./store";

/**
 * Writes the file called `name` straight into one that the user has chosen, and all others into `others`. The chosen file stays
 * as it is until the new one is whole.
 */
export function createChosenFileStore(chosen: FileSystemFileHandle, name: string, others: Store): Store {
  let unfinished: FileSystemWritableFileStream | null = null;
  return {
    ...others,
    async create(file) {
      if (file !== name) return others.create(file);
      const stream = await told(chosen, chosen.createWritable());
      unfinished = stream;
      return {
        write: (bytes) => told(chosen, stream.write(bytes as Uint8Array<ArrayBuffer>)),
        async close() {
          await told(chosen, stream.close());
          unfinished = null;
          return told(chosen, chosen.getFile());
        },
      };
    },
    async discard() {
      await unfinished?.abort().catch(() => undefined);
      unfinished = null;
      await others.discard();
    },
  };
}

const REASONS: Record<string, string> = {
  NotAllowedError: "the browser no longer has the permission to write it",
  NotFoundError: "it, or its folder, is no longer there",
  NoModificationAllowedError: "another tab or program is writing it",
  AbortError: "the browser refused the finished file",
};

/** What became of a file that the user chose, in words of ours. */
async function told<T>({ name: file }: FileSystemFileHandle, work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (thrown) {
    const { name, message } = thrown instanceof Error ? thrown : { name: "", message: String(thrown) };
    if (name === "QuotaExceededError") {
      throw new LookbackError({ code: "storage-full", where: "disk", written: null, needed: null, free: null });
    }
    throw new LookbackError({ code: "unwritable-file", file, message: REASONS[name] ?? message });
  }
}
