import { existsSync } from "node:fs";
import { readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { ensureAssets } from "./assets.mjs";
import { FORMS, siteHeaders } from "./headers.mjs";
import { hashSources } from "./sources.mjs";
import { runPackage, SITE, StepError, say } from "./steps.mjs";

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
  const hash = await hashSources(SOURCES);
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
