import { createHash } from "node:crypto";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { SourceFile } from "../../lib/sources/types";
import { openFileBlob } from "../../lib/store/file-blob";
import { type StartedHasher, startHasher } from "./hasher";

const sha256 = (text: string) => createHash("sha256").update(text).digest("hex");

describe("the hasher of the command line", () => {
  let folder: string;
  let hasher: StartedHasher;
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
    expect(await Promise.all(files.map(hasher.ofFile))).toEqual(texts.map(sha256));
  });

  it("hashes what is not on disk", async () => {
    expect(await hasher.ofFile({ path: "memory.csv", blob: new Blob(["a"]) })).toBe(sha256("a"));
  });

  it("hashes bytes that come piece by piece, of several files in turns, and gives them back", async () => {
    const [one, other] = [hasher.begin(4), hasher.begin(1)];
    const bytes = new TextEncoder().encode("xabc");
    expect(await one.add(bytes, 1)).toEqual(new TextEncoder().encode("xabc"));
    expect(bytes.byteLength, "they were handed over").toBe(0);
    await other.add(new TextEncoder().encode("z"), 0);
    await one.add(new TextEncoder().encode("d"), 0);
    expect([await one.hex(), await other.hex(), await hasher.begin(0).hex()]).toEqual([sha256("abcd"), sha256("z"), sha256("")]);
  });

  it("gives up what is dropped", async () => {
    const hash = hasher.begin(2);
    await hash.add(new TextEncoder().encode("a"), 0);
    hash.drop();
    expect(await hash.hex(), "nothing of it is left").toBe(sha256(""));
  });

  it("names a file that is gone, and goes on", async () => {
    const gone = await fileOf("gone.csv", "a");
    await rm(path.join(folder, "gone.csv"));
    await expect(hasher.ofFile(gone)).rejects.toMatchObject({ problem: { code: "unreadable-file", file: "gone.csv" } });
    expect(await hasher.ofFile(await fileOf("here.csv", "a"))).toBe(sha256("a"));
  });
});
