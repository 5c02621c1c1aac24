import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { initParquet } from "../sources/parquet";

/** Makes Parquet readable in this process. */
export async function initParquetInNode(): Promise<void> {
  await initParquet(await readFile(createRequire(import.meta.url).resolve("parquet-wasm/esm/parquet_wasm_bg.wasm")));
}
