import { existsSync } from "node:fs";
import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import fc from "fast-check";
import { afterEach, describe, expect, it } from "vitest";
import { createMemoryScratch } from "../store/memory";
import { createFileStore } from "../store/node";
import type { Scratch } from "../store/store";
import { Shelf, type Shelved } from "./shelf";

/** A scratch that counts what it is asked. */
function counting(): Scratch & { appended: number; readBytes: number } {
  const scratch = createMemoryScratch();
  return {
    ...scratch,
    appended: 0,
    readBytes: 0,
    append(bytes) {
      this.appended += bytes.length;
      return scratch.append(bytes);
    },
    read(bytes, position) {
      this.readBytes += bytes.length;
      scratch.read(bytes, position);
    },
  };
}

const bytesOf = (length: number, value: number) => new Uint8Array(length).fill(value);

describe("a shelf", () => {
  it("gives back what was put, whatever the budget and the order of use", () => {
    const use = fc.record({ what: fc.nat(9), how: fc.constantFrom("get", "get", "take") });
    fc.assert(
      fc.property(fc.array(fc.nat(40), { minLength: 1, maxLength: 10 }), fc.nat(120), fc.array(use), (lengths, budget, uses) => {
        const shelf = new Shelf(createMemoryScratch(), budget);
        const items = new Map<number, Shelved>(lengths.map((length, k) => [k, shelf.put(bytesOf(length, k + 1))]));
        for (const { what, how } of uses) {
          const item = items.get(what);
          if (!item) continue;
          expect([...shelf[how](item)]).toEqual([...bytesOf(lengths[what] ?? 0, what + 1)]);
          if (how === "take") items.delete(what);
        }
      }),
    );
  });

  it("writes nothing as long as its budget lasts", () => {
    const scratch = counting();
    const shelf = new Shelf(scratch, 30);
    const items = [1, 2, 3].map((value) => shelf.put(bytesOf(10, value)));
    for (const item of items) shelf.get(item);
    expect(scratch).toMatchObject({ appended: 0, readBytes: 0 });
  });

  it("puts away first what was not used for longest, and writes it once", () => {
    const scratch = counting();
    const shelf = new Shelf(scratch, 20);
    const first = shelf.put(bytesOf(10, 1));
    const second = shelf.put(bytesOf(10, 2));
    shelf.get(first);
    const third = shelf.put(bytesOf(10, 3));
    expect([first.bytes === null, second.bytes === null, third.bytes === null]).toEqual([false, true, false]);
    for (let round = 0; round < 5; round += 1) for (const item of [first, second, third]) shelf.get(item);
    expect(scratch.appended).toBe(30);
    expect(scratch.readBytes).toBeGreaterThan(100);
  });

  it("has room again for what was taken", () => {
    const scratch = counting();
    const shelf = new Shelf(scratch, 20);
    for (let round = 0; round < 5; round += 1) shelf.take(shelf.put(bytesOf(20, round)));
    expect(scratch.appended).toBe(0);
  });

  it("refuses to give what was taken", () => {
    const shelf = new Shelf(createMemoryScratch(), 20);
    const item = shelf.put(bytesOf(1, 1));
    shelf.take(item);
    expect(() => shelf.get(item)).toThrow(TypeError);
  });
});

describe("the scratch file of the command line", () => {
  const before = process.env.TMPDIR;
  afterEach(() => {
    process.env.TMPDIR = before;
  });

  it("keeps bytes in the folder for temporary files, and leaves nothing there", async () => {
    const folder = await mkdtemp(path.join(tmpdir(), "lookback-test-"));
    process.env.TMPDIR = folder;
    const scratch = await createFileStore((name) => path.join(folder, name)).createScratch();
    const positions = [5, 0, 7].map((length, k) => scratch.append(bytesOf(length, k + 1)));
    expect(await readdir(folder)).toHaveLength(1);
    expect(positions).toEqual([0, 5, 5]);
    const read = new Uint8Array(7);
    scratch.read(read, 5);
    expect([...read]).toEqual([...bytesOf(7, 3)]);
    expect(() => scratch.read(read, 6)).toThrow(RangeError);
    scratch.close();
    expect(await readdir(folder)).toEqual([]);
    await rm(folder, { recursive: true });
    expect(existsSync(folder)).toBe(false);
  });
});
