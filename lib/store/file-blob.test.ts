import { mkdtemp, rm, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openFileBlob, pathOfBlob } from "./file-blob";

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
    expect(pathOfBlob(await openFileBlob(file))).toBe(file);
    expect(pathOfBlob(new Blob([TEXT]))).toBeNull();
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
});
