import { existsSync } from "node:fs";
import { mkdir, rename, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { hashSources } from "./sources.mjs";
import { ensureInstalled, ROOT, runMain } from "./steps.mjs";

/** `npm run build-dataset`: the command line, as one file a thread. Translated file by file, it would start a second later, and each thread too. */
const PROGRAMS = path.join(ROOT, "node_modules/.cache/build-dataset");
const ENTRIES = ["scripts/build-dataset.ts", "scripts/build-dataset/lane-worker.ts", "scripts/build-dataset/hash-worker.mjs"];
const SOURCES = ["lib", "workers", "scripts/build-dataset", "scripts/build-dataset.ts", "package-lock.json", "tsconfig.json"];

await runMain(async () => {
  await ensureInstalled();
  const folder = path.join(PROGRAMS, await hashSources(SOURCES));
  if (!existsSync(folder)) await bundleInto(folder);
  await import(pathToFileURL(path.join(folder, "build-dataset.mjs")).href);
});

/**
 * Puts a folder there as a whole, so that another process that starts meanwhile finds nothing half done.
 * @param {string} folder
 */
async function bundleInto(folder) {
  const { build } = await import("esbuild");
  const { outputFiles } = await build({
    entryPoints: ENTRIES.map((entry) => path.join(ROOT, entry)),
    ...{ bundle: true, splitting: true, platform: "node", target: "node20", format: "esm" },
    // It finds its wasm beside itself.
    external: ["@duckdb/duckdb-wasm"],
    ...{ write: false, outdir: folder, entryNames: "[name]", outExtension: { ".js": ".mjs" } },
  });
  const unfinished = `${folder}.${process.pid}`;
  await mkdir(unfinished, { recursive: true });
  for (const { path: file, contents } of outputFiles) await writeFile(path.join(unfinished, path.basename(file)), contents);
  await rename(unfinished, folder).catch(() => rm(unfinished, { recursive: true, force: true }));
}
