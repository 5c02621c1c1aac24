import { gzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { problemOf } from "../errors";
import { sniff } from "./sniff";
import { fileOf } from "./testing";

const bytes = (...values: number[]) => Uint8Array.from(values);

async function problem(path: string, ...parts: (string | Uint8Array)[]) {
  return sniff(fileOf(path, ...parts)).then(
    () => null,
    (error) => problemOf(error),
  );
}

describe("sniffing", () => {
  test("says what a CSV file is", async () => {
    expect(await sniff(fileOf("clicks.csv", "customer_id;item_id\n1;2\n;3\n"))).toMatchObject({
      format: "csv",
      compression: "none",
      encoding: "utf-8",
      dialect: { delimiter: ";", quote: '"', header: true },
      columns: [
        { name: "customer_id", kind: "text" },
        { name: "item_id", kind: "text" },
      ],
      sample: [
        ["1", "2"],
        [null, "3"],
      ],
      rows: { count: 2, isExact: true },
      bytes: 27,
    });
  });

  test("goes by the content, not by the name", async () => {
    expect(await sniff(fileOf("a.csv", '[{"a":1}]'))).toMatchObject({ format: "json" });
    expect(await sniff(fileOf("a.json", '{"a":1}\n{"b":[1.50]}'))).toMatchObject({
      format: "jsonl",
      columns: [{ name: "a" }, { name: "b" }],
      sample: [
        ["1", null],
        [null, "[1.50]"],
      ],
    });
    expect(await sniff(fileOf("a.csv", gzipSync("a,b\n1,2\n")))).toMatchObject({ format: "csv", compression: "gzip" });
    expect(await sniff(fileOf("a.csv.gz", "a,b\n1,2\n"))).toMatchObject({ format: "csv", compression: "none" });
    expect(await sniff(fileOf("a.csv", "[a],b\n1,2\n"))).toMatchObject({ format: "csv" });
  });

  test.each([
    ["UTF-8 with a mark", "utf-8", Buffer.from("\ufeffname\nMüller\n")],
    ["UTF-16 LE with a mark", "utf-16le", Buffer.from("\ufeffname\nMüller\n", "utf16le")],
    ["UTF-16 LE without one", "utf-16le", Buffer.from("name\nMüller\n", "utf16le")],
    ["UTF-16 BE with a mark", "utf-16be", Buffer.from("\ufeffname\nMüller\n", "utf16le").swap16()],
    ["UTF-16 BE without one", "utf-16be", Buffer.from("name\nMüller\n", "utf16le").swap16()],
    ["windows-1252", "windows-1252", Buffer.from("name\nM\xfcller\n", "latin1")],
  ])("finds out that a file is %s", async (_, encoding, content) => {
    const source = await sniff(fileOf("a.csv", content));
    expect(source).toMatchObject({ encoding, columns: [{ name: "name" }], sample: [["Müller"]] });
  });

  test("does not take a character that the sample cuts for another encoding", async () => {
    const text = `a,b\n${"x".repeat((256 << 10) - 5)}ü,1\n`;
    expect(await sniff(fileOf("a.csv", text))).toMatchObject({ encoding: "utf-8" });
  });

  test("names the columns of a file without a header by their place", async () => {
    for (const reading of [{}, { header: false }]) {
      expect(await sniff(fileOf("a.csv", "1,x\n2,y\n"), reading)).toMatchObject({
        dialect: { header: false },
        columns: [{ name: "column_1" }, { name: "column_2" }],
        sample: [
          ["1", "x"],
          ["2", "y"],
        ],
      });
    }
    expect(await sniff(fileOf("a.csv", "1,x\n2,y\n"), { header: true })).toMatchObject({
      columns: [{ name: "1" }, { name: "x" }],
      rows: { count: 1, isExact: true },
    });
  });

  test("finds single quotes where a whole column stands in them, and leaves apostrophes alone", async () => {
    const quoted = "a,b\n1,'x, y'\n2,'it''s'\n";
    expect(await sniff(fileOf("a.csv", quoted))).toMatchObject({
      dialect: { quote: "'" },
      sample: [
        ["1", "x, y"],
        ["2", "it's"],
      ],
    });
    expect(await sniff(fileOf("a.csv", "a,b\n1,'00012\n2,'t is\n"))).toMatchObject({ dialect: { quote: '"' } });
  });

  test("goes by what it is told", async () => {
    const text = 'a^"b"\n1^2\n';
    expect(await sniff(fileOf("a.csv", text), { delimiter: "^" })).toMatchObject({
      dialect: { delimiter: "^", quote: '"', header: true },
      columns: [{ name: "a" }, { name: "b" }],
    });
    expect(await sniff(fileOf("a.csv", text), { delimiter: "^", quote: "" })).toMatchObject({
      dialect: { delimiter: "^", quote: "", header: true },
      columns: [{ name: "a" }, { name: '"b"' }],
    });
    const latin = Buffer.from("a\nM\xc3\xbc\n", "latin1");
    expect(await sniff(fileOf("a.csv", latin))).toMatchObject({ encoding: "utf-8", sample: [["M\u00fc"]] });
    expect(await sniff(fileOf("a.csv", latin), { encoding: "windows-1252" })).toMatchObject({ sample: [["M\u00c3\u00bc"]] });
    expect(await sniff(fileOf("a.json", '{"a":1},2\n'), { format: "csv", header: false })).toMatchObject({
      format: "csv",
      sample: [['{"a":1}', "2"]],
    });
    await expect(sniff(fileOf("a.csv", "a,b\n"), { format: "jsonl" })).rejects.toMatchObject({
      problem: { message: "its format is said to be jsonl, but is neither an array of objects nor one object a line" },
    });
  });

  test.each([
    ["UTF-8", "windows-1252", "utf-8", Buffer.from("name\nMüller\n"), "MÃ¼ller"],
    ["windows-1252", "utf-8", "windows-1252", Buffer.from("name\nM\xfcller\n", "latin1"), "M\ufffdller"],
    ["UTF-16", "utf-8", "utf-16le", Buffer.from("name\nMuller", "utf16le"), "\0M\0u\0l\0l\0e\0r\0"],
  ] as const)("says that a file seems to be %s where it is told to be %s", async (_, encoding, seemsEncoding, content, value) => {
    const source = await sniff(fileOf("a.csv", content), { encoding });
    expect(source).toMatchObject({ encoding, seemsEncoding, sample: [[value]] });
    expect(await sniff(fileOf("a.csv", content), { encoding: seemsEncoding })).not.toHaveProperty("seemsEncoding");
  });

  test("believes an encoding in which the bytes mean the same", async () => {
    for (const encoding of ["utf-8", "windows-1252"] as const) {
      expect(await sniff(fileOf("a.csv", "name\nMuller\n"), { encoding })).not.toHaveProperty("seemsEncoding");
    }
  });

  test("counts the rows of a file that is all in sight, and estimates those of a longer one", async () => {
    expect((await sniff(fileOf("a.csv", 'a,b\n1,2\n\n3\n"x"y,5\n'))).rows).toEqual({ count: 3, isExact: true });
    expect((await sniff(fileOf("a.json", '[{"a":1},{"a":2}'))).rows).toEqual({ count: 3, isExact: true });
    const lines = Array.from({ length: 100_000 }, (_, k) => `${k % 97},${(k * 7919) % 100_003}`);
    for (const content of [`a,b\n${lines.join("\n")}`, gzipSync(`a,b\n${lines.join("\n")}`)]) {
      const { rows } = await sniff(fileOf("a.csv", content));
      expect(rows.isExact).toBe(false);
      expect(Math.abs(rows.count - 100_000)).toBeLessThan(10_000);
    }
  });

  test("refuses more columns, and a longer first record, than the limits allow", async () => {
    const limits = { recordBytes: 1 << 20, columns: 2000, expansion: 250 };
    const wide = Array.from({ length: 2345 }, (_, k) => `c${k}`).join(",");
    await expect(sniff(fileOf("a.csv", wide))).rejects.toMatchObject({
      problem: { code: "over-limit", limit: "columns", allowed: 2000, found: "2,345 columns" },
    });
    expect((await sniff(fileOf("a.csv", wide), {}, { ...limits, columns: 3000 })).columns).toHaveLength(2345);
    const long = "x".repeat(2 << 20);
    for (const text of [long, `["${long}"]`, `{"a":"${long}"}\n`, `[{"a":"${long}"}]`]) {
      await expect(sniff(fileOf("a.csv", text))).rejects.toMatchObject({
        problem: { code: "over-limit", limit: "recordBytes", found: "a first record of more than 1,048,576 bytes" },
      });
    }
    expect((await sniff(fileOf("a.csv", long), {}, { ...limits, recordBytes: 4 << 20 })).columns).toHaveLength(1);
  });

  test("calls files without content empty", async () => {
    for (const content of ["", " \n\r\n\t", "\ufeff", "[]", " [ ] "]) {
      expect(await problem("a.csv", content)).toEqual({ code: "empty-file", file: "a.csv" });
    }
    expect(await problem("a.csv.gz", gzipSync(""))).toEqual({ code: "empty-file", file: "a.csv.gz" });
  });

  test.each([
    ["a.csv", bytes(0x50, 0x4b, 3, 4, 0, 0), "it is a ZIP archive"],
    ["a.xlsx", Buffer.from("PK\x03\x04....xl/workbook.xml"), "it is an Excel workbook; save the sheet as CSV"],
    ["a.pdf", Buffer.from("%PDF-1.7"), "it is a PDF document"],
    ["a.csv", bytes(97, 44, 0, 98, 10), "it holds binary data and no text"],
    ["a.csv", Buffer.from("\x08\x02\x03\x04\x05abc"), "it holds binary data and no text"],
    ["a.csv", Buffer.from("<!DOCTYPE html><html>"), "it is a web page; perhaps a download that failed"],
    ["a.parquet", Buffer.from("a,b\n"), "it is named as Parquet, but does not begin as a Parquet file"],
    ["a.json", Buffer.from("a,b\n"), "it is named as JSON, but begins neither as an array of objects nor as an object"],
    ["a.json", Buffer.from('{\n "a": 1\n}'), "it begins as JSON, but is neither an array of objects nor one object a line"],
    ["a.gz", gzipSync(gzipSync("a")), "it is a gzip file packed with gzip; unpack it first"],
    ["a.gz", bytes(0x1f, 0x8b, 8, 0, 1), "its gzip data is damaged, cut off, or followed by something else"],
    ["a.parquet", Buffer.from("PAR1abcdefgh"), "it has no Parquet footer, so it is cut off"],
    ["a.arrow", Buffer.from("ARROW1\0\0abcdefgh"), "its Arrow data is damaged or cut off (it has no footer)"],
  ])("refuses %s that cannot be read, and says why", async (path, content, message) => {
    expect(await problem(path, content)).toEqual({ code: "unreadable-file", file: path, message });
  });
});
