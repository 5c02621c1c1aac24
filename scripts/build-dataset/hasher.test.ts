import { createHash } from "node:crypto";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { SourceFile } from "../../lib/sources/types";
import { openFileBlob } from "../../lib/store/file-blob";
import { type Hasher, startHasher } from "./hasher";

const sha256 = (text: string) => createHash("sha256").update(text).digest("hex");

describe("the hasher of the command line", () => {
  let folder: string;
  let hasher: Hasher;
  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), "hasher-"));
    hasher = startHasher();
  });
  afterAll(async () => {
    await hasher.close();
    await rm(folder, { recursive: true });
  });

  async function fileOf(name: string, text: string): Promise<SourceFile> {
    const file = path.join(folder, name);
    await writeFile(file, text);
    return { path: name, blob: await openFileBlob(file) };
  }

  it("hashes files on disk, several at once, empty and large ones", async () => {
    const texts = ["", "a", "b".repeat(3 << 20)];
    const files = await Promise.all(texts.map((text, index) => fileOf(`${index}.csv`, text)));
    expect(await Promise.all(files.map(hasher.hash))).toEqual(texts.map(sha256));
  });

  it("hashes what is not on disk", async () => {
    expect(await hasher.hash({ path: "memory.csv", blob: new Blob(["a"]) })).toBe(sha256("a"));
  });

  it("names a file that is gone, and goes on", async () => {
    const gone = await fileOf("gone.csv", "a");
    await rm(path.join(folder, "gone.csv"));
    await expect(hasher.hash(gone)).rejects.toMatchObject({ problem: { code: "unreadable-file", file: "gone.csv" } });
    expect(await hasher.hash(await fileOf("here.csv", "a"))).toBe(sha256("a"));
  });
});
