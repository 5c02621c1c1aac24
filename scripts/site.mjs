import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { readdir, readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { ensureAssets } from "./assets.mjs";
import { FORMS, siteHeaders } from "./headers.mjs";
import { ROOT, runPackage, SITE, StepError, say } from "./steps.mjs";

/** Its name starts with a dot, so that the server does not serve it. `next build` empties the folder, and so removes it. */
const STAMP = path.join(SITE, ".sources-sha256");
const SOURCES = [
  "app",
  "components",
  "lib",
  "public",
  "workers",
  "next.config.ts",
  "package-lock.json",
  "package.json",
  "tsconfig.json",
];

/**
 * Builds the production site into out/, unless it was built from exactly these sources, with the headers that static hosts
 * are to send.
 */
export async function ensureSite() {
  await ensureAssets();
  await ensureExport();
  await writeFile(path.join(SITE, "_headers"), FORMS._headers(siteHeaders(SITE)));
}

async function ensureExport() {
  const hash = await hashSources();
  if (existsSync(STAMP) && (await readFile(STAMP, "utf8")) === hash) {
    say("the build in out/ is up to date");
    return;
  }
  say("building the site …");
  const code = await runPackage("next", ["build"], { NEXT_TELEMETRY_DISABLED: "1" });
  if (code !== 0) throw new StepError("next build failed (see above).");
  if (!existsSync(path.join(SITE, "index.html"))) throw new StepError("next build left no out/index.html.");
  await writeFile(STAMP, hash);
}

/** SHA-256 over the names and bytes of all that goes into the build; tests do not. */
async function hashSources() {
  const hash = createHash("sha256").update(process.version);
  for (const source of SOURCES) {
    for (const file of await listFiles(path.join(ROOT, source))) {
      if (/\.test\.tsx?$/.test(file)) continue;
      hash.update(`\0${path.relative(ROOT, file)}\0`).update(await readFile(file));
    }
  }
  return hash.digest("hex");
}

/**
 * @param {string} root a folder, or one file
 * @returns {Promise<string[]>} in a fixed order; empty when there is nothing of that name
 */
async function listFiles(root) {
  if (!existsSync(root)) return [];
  const entries = await readdir(root, { recursive: true, withFileTypes: true }).catch(() => null);
  if (!entries) return [root];
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath ?? entry.path, entry.name))
    .sort();
}
