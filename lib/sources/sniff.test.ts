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
    expect(await sniff(fileOf("clicks.csv", "customer_id;item_id\n1;2\n;3\n"))).toEqual({
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
    ["a.csv", Buffer.from("\x01\x02\x03\x04\x05abc"), "it holds binary data and no text"],
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
