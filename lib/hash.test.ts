import { createHash } from "node:crypto";
import { afterEach, describe, expect, it, vi } from "vitest";
import { hasherHere, MOST_WHOLE_BYTES, ReadingHash, sha256OfDataset, sha256OfFile } from "./hash";

const sha256 = (data: string | Uint8Array) => createHash("sha256").update(data).digest("hex");

describe("the SHA-256 of a file", () => {
  it.each([0, 1, (4 << 20) - 1, 4 << 20, (8 << 20) + 5])("of %i bytes is that of all its bytes", async (length) => {
    const bytes = Uint8Array.from({ length }, (_, at) => at % 251);
    const file = { path: "a", blob: new Blob([bytes]) };
    expect(await sha256OfFile(file)).toBe(sha256(bytes));
    expect(await sha256OfFile(file, -1), "step by step").toBe(sha256(bytes));
  });

  it("fails by name where the file was changed", async () => {
    const blob = { size: 3, slice: () => ({ arrayBuffer: () => Promise.reject(new DOMException("", "NotReadableError")) }) };
    await expect(sha256OfFile({ path: "a.csv", blob: blob as unknown as Blob })).rejects.toMatchObject({
      problem: { code: "file-changed", file: "a.csv", how: "changed" },
    });
  });
});

describe("the SHA-256 of bytes that come piece by piece", () => {
  afterEach(() => vi.unstubAllGlobals());

  const hashOfPieces = async (size: number) => {
    const hash = hasherHere().begin(size);
    const pieces = ["ab", "xcd", "e"].map((text) => new TextEncoder().encode(text));
    for (const [place, piece] of pieces.entries()) expect(await hash.add(piece, place === 1 ? 1 : 0)).toBe(piece);
    return hash.hex();
  };

  it.each([
    [5, 1],
    [MOST_WHOLE_BYTES, 1],
    [MOST_WHOLE_BYTES + 1, 0],
    [2 ** 40, 0],
  ])("is that of all of them; of %i bytes that were told, the platform is asked %i times", async (size, asked) => {
    const digest = vi.spyOn(crypto.subtle, "digest");
    expect(await hashOfPieces(size)).toBe(sha256("abcde"));
    expect(digest).toHaveBeenCalledTimes(asked);
    digest.mockRestore();
  });

  it("is worked out piece by piece beyond what may be held", async () => {
    const digest = vi.spyOn(crypto.subtle, "digest");
    const hash = hasherHere(3).begin(4);
    await hash.add(new TextEncoder().encode("abcd"), 0);
    expect(await hash.hex()).toBe(sha256("abcd"));
    expect(digest).not.toHaveBeenCalled();
    digest.mockRestore();
  });

  it("needs no room for all of them", async () => {
    const noRoom = vi.fn(() => {
      throw new RangeError("Array buffer allocation failed");
    });
    vi.stubGlobal(
      "Uint8Array",
      new Proxy(Uint8Array, { construct: (type, args) => (args[0] === 5 ? noRoom() : Reflect.construct(type, args)) }),
    );
    expect(await hashOfPieces(5)).toBe(sha256("abcde"));
    expect(noRoom).toHaveBeenCalledOnce();
  });

  it("is worked out where the page may not ask the platform for it", async () => {
    vi.stubGlobal("crypto", {});
    expect(await hashOfPieces(5)).toBe(sha256("abcde"));
  });
});

describe("the SHA-256 of a file as it is read", () => {
  const text = "0123456789";
  const begin = () => new ReadingHash({ path: "a.csv", blob: new Blob([text]) }, hasherHere().begin(text.length));
  const bytes = (from: number, to: number) => new TextEncoder().encode(text.slice(from, to));

  it("counts each byte once, whatever is read again", async () => {
    const hash = begin();
    await hash.copy(0, bytes(0, 4));
    await hash.copy(2, bytes(2, 4));
    expect(await hash.pass(1, bytes(1, 6))).toEqual(bytes(1, 6));
    expect(await hash.pass(0, bytes(0, 3))).toEqual(bytes(0, 3));
    await hash.copy(6, bytes(6, 10));
    expect(await hash.hex()).toBe(sha256(text));
  });

  it("takes copies, so that what is done to the bytes later does not matter", async () => {
    const hash = begin();
    const read = bytes(0, 10);
    const copied = hash.copy(0, read);
    read.fill(0);
    await copied;
    expect(await hash.hex()).toBe(sha256(text));
  });

  it("takes no more bytes once it is dropped, and gives up those that it has", async () => {
    const drop = vi.fn();
    const hasher = hasherHere();
    const made = { ...hasher.begin(text.length), drop };
    const add = vi.spyOn(made, "add");
    const hash = new ReadingHash({ path: "a.csv", blob: new Blob([text]) }, made);
    await hash.copy(0, bytes(0, 4));
    const late = hash.pass(4, bytes(4, 6));
    hash.drop();
    expect(await late).toEqual(bytes(4, 6));
    await hash.copy(6, bytes(6, 8));
    expect(await hash.pass(8, bytes(8, 10))).toEqual(bytes(8, 10));
    hash.drop();
    expect(drop).toHaveBeenCalledOnce();
    expect(add).toHaveBeenCalledOnce();
  });

  it("is not dropped once all bytes are there", async () => {
    const hash = begin();
    await hash.pass(0, bytes(0, 10));
    hash.drop();
    expect(await hash.hex()).toBe(sha256(text));
  });

  it("is refused where bytes were left out", async () => {
    const hash = begin();
    await hash.copy(0, bytes(0, 4));
    await expect(hash.pass(5, bytes(5, 6))).rejects.toThrow("a.csv: 1 bytes were left out");
    await expect(hash.hex()).rejects.toThrow("a.csv: 4 of 10 bytes were read");
  });
});

describe("the SHA-256 of a dataset", () => {
  it("is that of its one file", async () => {
    expect(await sha256OfDataset([{ file: "dataset.parquet", sha256: sha256("a") }])).toBe(sha256("a"));
  });

  it("of several files is that of the list that sha256sum prints, sorted by name", async () => {
    const files = [
      { file: "vocabulary.parquet", sha256: sha256("v") },
      { file: "dt=2024-05-16/part-0.parquet", sha256: sha256("b") },
      { file: "dt=2024-05-15/part-0.parquet", sha256: sha256("a") },
    ];
    const list = `${sha256("a")}  dt=2024-05-15/part-0.parquet
${sha256("b")}  dt=2024-05-16/part-0.parquet
${sha256("v")}  vocabulary.parquet
`;
    expect(await sha256OfDataset(files)).toBe(sha256(list));
    expect(await sha256OfDataset([...files].reverse())).toBe(sha256(list));
  });
});
