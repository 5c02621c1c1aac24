import { mkdtemp, rm, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type FileOnDisk, fileOfBlob, openFileBlob, reopenFileBlob } from "./file-blob";

const TEXT = "0123456789";

describe("a file on Node's disk as a Blob", () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), "file-blob-"));
  });
  afterAll(() => rm(folder, { recursive: true }));

  async function written(name: string): Promise<string> {
    const file = path.join(folder, name);
    await writeFile(file, TEXT);
    return file;
  }

  it("gives the slices that a Blob in memory gives", async () => {
    const blob = await openFileBlob(await written("slices"));
    const other = new Blob([TEXT]);
    const places = [undefined, -20, -3, 0, 4, 10, 25];
    for (const start of places) {
      for (const end of places) {
        const bytes = await blob.slice(start, end).arrayBuffer();
        expect(new TextDecoder().decode(bytes), `${start} to ${end}`).toBe(await other.slice(start, end).text());
      }
    }
    expect(await new Blob([blob.slice(2, 4), "x", blob.slice(-1)]).text()).toBe("23x9");
  });

  it("remembers its path", async () => {
    const file = await written("path");
    expect(fileOfBlob(await openFileBlob(file))?.path).toBe(file);
    expect(fileOfBlob(new Blob([TEXT]))).toBeNull();
  });

  it.each([
    ["was written anew", (file: string) => utimes(file, 1, 1)],
    ["is shorter", (file: string) => writeFile(file, "012")],
  ])("cannot be read where the file %s", async (_, change) => {
    const file = await written("changed");
    const slice = (await openFileBlob(file)).slice(0, 5);
    await change(file);
    await expect(slice.arrayBuffer()).rejects.toMatchObject({ name: "NotReadableError" });
  });

  it("is read in another place as it was when it was opened first", async () => {
    const file = await written("reopened");
    const opened = fileOfBlob(await openFileBlob(file)) as FileOnDisk;
    const again = await reopenFileBlob(structuredClone(opened));
    expect(await new Response(await again.slice(2, 4).arrayBuffer()).text()).toBe("23");
    await utimes(file, 1, 1);
    const changed = await reopenFileBlob(opened);
    await expect(changed.slice(0, 5).arrayBuffer()).rejects.toMatchObject({ name: "NotReadableError" });
    await rm(file);
    await expect(again.slice(0, 5).arrayBuffer()).rejects.toMatchObject({ name: "NotFoundError" });
    await expect(reopenFileBlob(opened)).rejects.toMatchObject({ name: "NotFoundError" });
  });
});
