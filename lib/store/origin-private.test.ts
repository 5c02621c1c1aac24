import { describe, expect, it } from "vitest";
import { problemOf } from "../errors";
import { createFolderStore } from "./origin-private";

const FULL = { code: "storage-full", where: "site" };
const bytes = (text: string) => new TextEncoder().encode(text);

type WhenFull = "throws" | "writes less" | "tells nonsense";

/** A folder of the origin's private file system with room for so many bytes. */
function folderWithRoom(room: number, whenFull: WhenFull): { folder: FileSystemDirectoryHandle; open: () => number } {
  let open = 0;
  const createSyncAccessHandle = async () => {
    open += 1;
    let end = 0;
    return {
      write(part: Uint8Array) {
        if (end + part.length > room && whenFull === "throws") throw new DOMException("no room", "QuotaExceededError");
        const written = Math.min(part.length, room - end);
        end += written;
        return whenFull === "tells nonsense" && written < part.length ? 4_294_967_288 : written;
      },
      flush: () => undefined,
      truncate: (size: number) => {
        end = size;
      },
      close: () => {
        open -= 1;
      },
    };
  };
  const getFileHandle = async () => ({ createSyncAccessHandle, getFile: async () => new Blob() });
  return { folder: { getFileHandle } as unknown as FileSystemDirectoryHandle, open: () => open };
}

describe("a folder of the origin's private file system", () => {
  it.each(["throws", "writes less", "tells nonsense"] as const)(
    "is full where the browser %s, and lets go of the file",
    async (whenFull) => {
      const { folder, open } = folderWithRoom(5, whenFull);
      const store = createFolderStore(folder);
      const file = await store.create("dataset.parquet");
      file.write(bytes("four"));
      expect(problemIn(() => file.write(bytes("more")))).toMatchObject(FULL);
      const scratch = await store.createScratch();
      expect(problemIn(() => scratch.append(bytes("six by")))).toMatchObject(FULL);
      expect(open()).toBe(2);
      await store.discard();
      expect(open()).toBe(0);
      scratch.close();
      expect(open()).toBe(0);
    },
  );

  it("gives the room of scratch back", async () => {
    const { folder, open } = folderWithRoom(5, "throws");
    const scratch = await createFolderStore(folder).createScratch();
    expect([scratch.append(bytes("ab")), scratch.append(bytes("cd"))]).toEqual([0, 2]);
    scratch.close();
    expect(open()).toBe(0);
  });
});

function problemIn(work: () => unknown) {
  try {
    return work();
  } catch (thrown) {
    return problemOf(thrown);
  }
}
