import { existsSync } from "node:fs";
import { mkdir, readdir, rename, rm, stat, writeFile } from "node:fs/promises";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { hashSources } from "./sources.mjs";
import { ensureInstalled, ROOT, runMain, StepError } from "./steps.mjs";

/** `npm run build-dataset`: the command line, as one file a thread. Translated file by file, it would start a second later, and each thread too. */
const PROGRAMS = path.join(ROOT, "node_modules/.cache/build-dataset");
const ENTRIES = ["scripts/build-dataset.ts", "scripts/build-dataset/lane-worker.ts", "scripts/build-dataset/hash-worker.mjs"];
/** What goes into a bundle; packages by their versions. */
const SOURCES = [
  ...["lib", "workers", "scripts/build-dataset", "scripts/build-dataset.ts", "scripts/build-dataset.mjs"],
  ...["package-lock.json", "tsconfig.json", "scripts/tsconfig.json"],
];
const KEPT_MILLISECONDS = 7 * 24 * 60 * 60 * 1000;

await runMain(async () => {
  await ensureInstalled();
  const folder = path.join(PROGRAMS, await hashSources(SOURCES));
  const program = path.join(folder, "build-dataset.mjs");
  if (!existsSync(program)) {
    const files = await bundle();
    await put(files, folder).catch((error) => {
      throw new StepError(`the program cannot be written into ${PROGRAMS}: ${error.message}`);
    });
    await removeOthers(folder).catch(() => undefined);
  }
  await import(pathToFileURL(program).href);
});

async function bundle() {
  const { build } = await import("esbuild");
  const options = /** @type {const} */ ({ bundle: true, splitting: true, platform: "node", target: "node20", format: "esm" });
  const { outputFiles } = await build({
    ...options,
    ...{ absWorkingDir: ROOT, entryPoints: ENTRIES, entryNames: "[name]", outdir: "out", outExtension: { ".js": ".mjs" } },
    // It finds its wasm beside itself.
    external: ["@duckdb/duckdb-wasm"],
    write: false,
    logLevel: "silent",
  }).catch((error) => {
    throw new StepError(`the program cannot be put together: ${error.message}`);
  });
  return outputFiles;
}

/**
 * Puts a folder there as a whole, so that another process that starts meanwhile finds nothing half done.
 * @param {readonly import("esbuild").OutputFile[]} files
 * @param {string} folder
 */
async function put(files, folder) {
  const unfinished = `${folder}.${process.pid}`;
  try {
    await mkdir(unfinished, { recursive: true });
    for (const { path: file, contents } of files) await writeFile(path.join(unfinished, path.basename(file)), contents);
    await rename(unfinished, folder);
  } catch (error) {
    await rm(unfinished, { recursive: true, force: true });
    // Another process was faster.
    if (!existsSync(folder)) throw error;
  }
}

/**
 * Takes away the programs of older sources, unless they may still run.
 * @param {string} folder
 */
async function removeOthers(folder) {
  for (const name of await readdir(PROGRAMS)) {
    const other = path.join(PROGRAMS, name);
    const { mtimeMs } = await stat(other);
    if (other !== folder && Date.now() - mtimeMs > KEPT_MILLISECONDS) await rm(other, { recursive: true, force: true });
  }
}
