import { createHash } from "node:crypto";
import { copyFile, mkdir, readFile } from "node:fs/promises";
import path from "node:path";
import { ROOT, StepError, say } from "./steps.mjs";

/** The wasm that the page loads from its own origin. A new version of a package means a new pin here. */
const ASSETS = [
  {
    from: "node_modules/@duckdb/duckdb-wasm/dist/duckdb-eh.wasm",
    to: "public/duckdb/duckdb-eh.wasm",
    sha256: "4c221bfa59c11f24dbd750e70c90b9252eca6eec5633936e6a2ec766e55fd879",
  },
  {
    from: "node_modules/@duckdb/duckdb-wasm/dist/duckdb-browser-eh.worker.js",
    to: "public/duckdb/duckdb-browser-eh.worker.js",
    sha256: "f8ab72b6b90b3ad83077d47426d4a99d5d9a4c7e07cba1a2be37d655adc7c1ab",
  },
  {
    from: "node_modules/parquet-wasm/esm/parquet_wasm_bg.wasm",
    to: "public/parquet/parquet_wasm_bg.wasm",
    sha256: "7636a31df453d8c73aacbed5ae9fd262a71136258f420fa0d97016b8da9e8aa1",
  },
];

/** Copies the pinned files into public/. Those that are there already, byte for byte, stay as they are. */
export async function ensureAssets() {
  for (const { from, to, sha256 } of ASSETS) {
    if ((await sha256Of(to)) === sha256) continue;
    const found = await sha256Of(from);
    if (found !== sha256) {
      throw new StepError(
        `${from} is not the file that was pinned (SHA-256 ${found ?? "of no file"}, expected ${sha256}). ` +
          "Delete node_modules and start again; after an upgrade, review the file and update the pin in scripts/assets.mjs.",
      );
    }
    await mkdir(path.dirname(path.join(ROOT, to)), { recursive: true });
    await copyFile(path.join(ROOT, from), path.join(ROOT, to));
    say(`copied ${to}`);
  }
}

/**
 * @param {string} file
 * @returns {Promise<string | null>} `null` when there is no such file
 */
async function sha256Of(file) {
  try {
    return createHash("sha256")
      .update(await readFile(path.join(ROOT, file)))
      .digest("hex");
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return null;
    throw error;
  }
}
