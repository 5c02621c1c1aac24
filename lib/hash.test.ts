import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { sha256OfDataset, sha256OfFile } from "./hash";

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
      problem: { code: "unreadable-file", file: "a.csv" },
    });
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
