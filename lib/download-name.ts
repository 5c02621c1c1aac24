import type { Config } from "./config";

/** The file that a user saves: the dataset's one file, or the archive of its days. */
export function downloadName({ output }: Config): "dataset.parquet" | "dataset.zip" {
  return output.partitionBy === "none" ? "dataset.parquet" : "dataset.zip";
}
