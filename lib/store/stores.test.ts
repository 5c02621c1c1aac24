import { mkdirSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { describe, expect, it } from "vitest";
import { type Problem, problemOf } from "../errors";
import { createChosenFileStore } from "./chosen-file";
import { createMemoryStore } from "./memory";
import { createMeteredStore } from "./metered";
import { createFileStore } from "./node";
import type { Store } from "./store";

const bytes = (text: string) => new TextEncoder().encode(text);

async function problemIn(work: Promise<unknown>): Promise<Problem> {
  const thrown = await work.then(
    () => new Error("it went well"),
    (error: unknown) => error,
  );
  return problemOf(thrown);
}

async function writeInto(store: Store, name: string, ...parts: string[]): Promise<Blob> {
  const file = await store.create(name);
  for (const part of parts) await file.write(bytes(part));
  return file.close();
}

/** A file that the user chose, as the browser keeps it: what is written shows when the stream is closed. */
class ChosenFile {
  readonly name = "shop.parquet";
  content = "as it was";
  aborted = 0;
  constructor(private readonly failing: { at: "createWritable" | "write" | "close"; name: string } | null = null) {}

  get handle(): FileSystemFileHandle {
    return this as unknown as FileSystemFileHandle;
  }

  async createWritable() {
    this.fail("createWritable");
    let text = "";
    return {
      write: async (part: Uint8Array) => {
        this.fail("write");
        text += new TextDecoder().decode(part);
      },
      close: async () => {
        this.fail("close");
        this.content = text;
      },
      abort: async () => {
        this.aborted += 1;
      },
    };
  }

  async getFile() {
    return new Blob([this.content]);
  }

  private fail(at: string): void {
    if (this.failing?.at === at) throw new DOMException("the browser's own words", this.failing.name);
  }
}

describe("a file that the user chose", () => {
  it("gets the file of that name, and stays as it was until that is whole; all others go elsewhere", async () => {
    const chosen = new ChosenFile();
    const store = createChosenFileStore(chosen.handle, "dataset.parquet", createMemoryStore());
    const file = await store.create("dataset.parquet");
    await file.write(bytes("new "));
    await file.write(bytes("rows"));
    expect(chosen.content).toBe("as it was");
    expect(await (await file.close()).text()).toBe("new rows");
    expect(chosen.content).toBe("new rows");
    expect(await (await writeInto(store, "vocabulary.parquet", "ids")).text()).toBe("ids");
    expect(chosen.content).toBe("new rows");
  });

  it("stays as it was where the build fails on the way", async () => {
    const chosen = new ChosenFile();
    const store = createChosenFileStore(chosen.handle, "dataset.parquet", createMemoryStore());
    await (await store.create("dataset.parquet")).write(bytes("half"));
    await store.discard();
    expect(chosen).toMatchObject({ content: "as it was", aborted: 1 });
  });

  it.each([
    ["createWritable", "NotAllowedError", "no longer has the permission"],
    ["write", "NotFoundError", "no longer there"],
    ["write", "NoModificationAllowedError", "another tab or program"],
    ["close", "AbortError", "refused"],
    ["close", "InvalidStateError", "the browser's own words"],
  ] as const)("is named where %s fails with %s", async (at, name, words) => {
    const store = createChosenFileStore(new ChosenFile({ at, name }).handle, "dataset.parquet", createMemoryStore());
    const problem = await problemIn(writeInto(store, "dataset.parquet", "rows"));
    expect(problem).toEqual({ code: "unwritable-file", file: "shop.parquet", message: expect.stringContaining(words) });
  });

  it("is on a disk that can be full", async () => {
    const chosen = new ChosenFile({ at: "write", name: "QuotaExceededError" });
    const store = createChosenFileStore(chosen.handle, "dataset.parquet", createMemoryStore());
    expect(await problemIn(writeInto(store, "dataset.parquet", "rows"))).toMatchObject({ code: "storage-full", where: "disk" });
  });
});

describe("a metered store", () => {
  it("knows what was written into it, and not what did not fit", async () => {
    const chosen = new ChosenFile({ at: "close", name: "QuotaExceededError" });
    const { store, written } = createMeteredStore(createChosenFileStore(chosen.handle, "a", createMemoryStore()));
    await expect(writeInto(store, "a", "four")).rejects.toThrow();
    expect(written()).toBe(4);
    await expect(writeInto(createMeteredStore(failing(store)).store, "b", "more")).rejects.toThrow("no");
    expect(written()).toBe(4);
  });
});

/** The same store, in which nothing can be written. */
function failing(store: Store): Store {
  return { ...store, create: async () => ({ write: () => Promise.reject(new Error("no")), close: async () => new Blob() }) };
}

describe("files on a disk", () => {
  it("are taken away by a build that failed, and the old file stays", async () => {
    const folder = mkdtempSync(join(tmpdir(), "store-"));
    writeFileSync(join(folder, "dataset.parquet"), "as it was");
    const store = createFileStore((name) => join(folder, name));
    await (await store.create("dataset.parquet")).write(bytes("half"));
    await store.discard();
    expect(readdirSync(folder)).toEqual(["dataset.parquet"]);
    expect(readFileSync(join(folder, "dataset.parquet"), "utf8")).toBe("as it was");
  });

  it("replace none of the old ones before all are whole", async () => {
    const folder = mkdtempSync(join(tmpdir(), "store-"));
    const names = ["dt=2024-05-13", "dt=2024-05-14"].map((day) => `${day}/part-0.parquet`);
    const contents = () => names.map((name) => readFileSync(join(folder, name), "utf8"));
    for (const name of names) {
      mkdirSync(join(folder, dirname(name)));
      writeFileSync(join(folder, name), "as it was");
    }
    const failed = createFileStore((name) => join(folder, name));
    expect(await (await writeInto(failed, names[0] ?? "", "new")).text()).toBe("new");
    await (await failed.create(names[1] ?? "")).write(bytes("half"));
    await failed.discard();
    expect(contents()).toEqual(["as it was", "as it was"]);
    const store = createFileStore((name) => join(folder, name));
    for (const name of names) await writeInto(store, name, "new");
    expect(contents()).toEqual(["as it was", "as it was"]);
    await store.publish();
    expect(contents()).toEqual(["new", "new"]);
    await store.discard();
    expect(readdirSync(folder, { recursive: true }).sort()).toEqual([...names, "dt=2024-05-13", "dt=2024-05-14"].sort());
  });
});
