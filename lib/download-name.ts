import type { Config } from "./config";

/** The file that a user saves: the dataset's one file, or the archive of its days. */
export function downloadName({ output }: Config): "dataset.parquet" | "dataset.zip" {
  return output.partitionBy === "none" ? "dataset.parquet" : "dataset.zip";
}

/** The files of a dataset that have to be saved by themselves: with one file, its vocabulary. An archive holds all. */
export function besideDownload<F extends { file: string }>(files: readonly F[], name: string): F[] {
  return name === "dataset.zip" ? [] : files.filter(({ file }) => file !== name);
}
