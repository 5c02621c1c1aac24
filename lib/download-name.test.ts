import { expect, it } from "vitest";
import { parseConfig } from "./config";
import { besideDownload, downloadName } from "./download-name";

const VOCABULARY = { file: "vocabulary.parquet" };

it("one file is saved as it is, and what stands beside it is not in it", () => {
  expect(downloadName(parseConfig({}))).toBe("dataset.parquet");
  expect(besideDownload([{ file: "dataset.parquet" }], "dataset.parquet")).toEqual([]);
  expect(besideDownload([{ file: "dataset.parquet" }, VOCABULARY], "dataset.parquet")).toEqual([VOCABULARY]);
});

it("the archive of days holds all", () => {
  expect(downloadName(parseConfig({ output: { partitionBy: "dt" } }))).toBe("dataset.zip");
  expect(besideDownload([{ file: "dt=2024-05-15/part-0.parquet" }, VOCABULARY], "dataset.zip")).toEqual([]);
});
