import { openAsBlob } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { problemOf } from "../errors";
import { readBytes } from "./blob";
import type { Encoding } from "./formats";
import { fileOf } from "./testing";
import { textBlocks } from "./text";
import type { SourceFile } from "./types";

async function read(file: SourceFile, encoding: Encoding, compression: "none" | "gzip" = "none", blockBytes = 1 << 20) {
  const parts: Uint8Array[] = [];
  let consumed = 0;
  for await (const block of textBlocks(file, { encoding, compression }, null, blockBytes)) {
    parts.push(block.bytes);
    consumed += block.consumed;
  }
  expect(consumed).toBe(file.blob.size);
  return Buffer.concat(parts).toString("utf8");
}

async function message(read: Promise<unknown>): Promise<string> {
  const problem = problemOf(
    await read.then(
      () => null,
      (error) => error,
    ),
  );
  return problem.code === "unreadable-file" ? problem.message : problem.code;
}

const DAMAGED = "its gzip data is damaged, cut off, or followed by something else";
const noise = Buffer.from(Array.from({ length: 300_000 }, (_, i) => 32 + ((i * i * 31 + i * 17 + (i >> 7)) % 95)));

describe("text", () => {
  test.each([1, 2, 3, 5, 100])("is the same in blocks of %i bytes", async (blockBytes) => {
    const text = "\ufeffa,ü,€,\u{1F600}\n".repeat(3);
    const expected = text.slice(1);
    expect(await read(fileOf("a", text), "utf-8", "none", blockBytes)).toBe(expected);
    expect(await read(fileOf("a", Buffer.from(text, "utf16le")), "utf-16le", "none", blockBytes)).toBe(expected);
    expect(await read(fileOf("a", Buffer.from(text, "utf16le").swap16()), "utf-16be", "none", blockBytes)).toBe(expected);
    expect(await read(fileOf("a", Buffer.from("é\x80", "latin1")), "windows-1252", "none", blockBytes)).toBe("é€");
  });

  test.each([1, 2, 3, 1000])("names the first byte that is not UTF-8, in blocks of %i bytes", async (blockBytes) => {
    const at = (content: string) => message(read(fileOf("a", Buffer.from(content, "latin1")), "utf-8", "none", blockBytes));
    expect(await at("a\nb\n\xe9n\n")).toContain("byte 5 (line 3)");
    expect(await at("a\n\xc3\xbc\xff\n")).toContain("byte 5 (line 2)");
    expect(await at("\xef\xbb\xbfa\n\xe2\x82")).toContain("byte 6 (line 2)");
  });

  test("refuses a half character of UTF-16", async () => {
    expect(await message(read(fileOf("a", bytes(0x61, 0, 0x62)), "utf-16le"))).toContain("begins as UTF-16LE");
  });

  test("says that a file was changed while it was read", async () => {
    const folder = await mkdtemp(join(tmpdir(), "text-"));
    const path = join(folder, "a.csv");
    await writeFile(path, "a,b\n");
    const file = { path: "a.csv", blob: await openAsBlob(path) };
    await writeFile(path, "longer than before\n");
    expect(await message(readBytes(file, 0, 4))).toBe("file-changed");
    await rm(folder, { recursive: true });
  });
});

describe("gzip", () => {
  test("is unpacked", async () => {
    expect(await read(fileOf("a.gz", gzipSync(noise)), "utf-8", "gzip")).toBe(noise.toString());
  });

  test("may have several members, empty ones too", async () => {
    const members = ["a", "", noise.toString(), "b\n"].map((text) => gzipSync(text));
    expect(await read(fileOf("a.gz", ...members), "utf-8", "gzip")).toBe(`a${noise}b\n`);
    const many = Array.from({ length: 200 }, (_, i) => gzipSync(`${i}\n`));
    expect(await read(fileOf("a.gz", ...many), "utf-8", "gzip")).toBe(many.map((_, i) => `${i}\n`).join(""));
  });

  test("may hold what looks like the start of a member", async () => {
    const header = bytes(0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3);
    const stored = gzipSync(Buffer.concat([Buffer.from("<"), header, header, Buffer.from(">")]), { level: 0 });
    const file = fileOf("a.gz", stored, gzipSync("after"));
    expect((await read(file, "windows-1252", "gzip")).endsWith(">after")).toBe(true);
  });

  test("is refused when it is cut, damaged or followed by something else", async () => {
    const packed = gzipSync(noise);
    const flipped = (at: number) => packed.map((byte, i) => (i === at ? byte ^ 16 : byte));
    const unpack = (...parts: Uint8Array[]) => message(read(fileOf("a.gz", ...parts), "utf-8", "gzip"));
    for (const length of [5, 11, packed.length >> 1, packed.length - 8, packed.length - 1]) {
      expect(await unpack(packed.subarray(0, length))).toBe(DAMAGED);
    }
    for (const at of [packed.length >> 1, packed.length - 7, packed.length - 3]) expect(await unpack(flipped(at))).toBe(DAMAGED);
    expect(await unpack(packed, Buffer.from("garbage"))).toBe(DAMAGED);
    expect(await unpack(packed, bytes(0, 0, 0))).toBe(DAMAGED);
    expect(await unpack(packed, packed.subarray(0, 50))).toBe(DAMAGED);
  });
});

function bytes(...values: number[]): Uint8Array {
  return Uint8Array.from(values);
}
