import { readdir } from "node:fs/promises";

/** The names of a dataset's files in its folder, in the order of its rows. */
export async function filesOf(folder: string): Promise<string[]> {
  return (await readdir(folder)).filter((name) => name.endsWith(".parquet") && !name.startsWith(".")).toSorted();
}
