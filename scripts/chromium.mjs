import { existsSync } from "node:fs";
import { run, runPackage, StepError, say } from "./steps.mjs";

/** Browsers of the system, tried in this order. */
const SYSTEM_BROWSERS = [
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
];

/** For a browser that runs without a display, asks nobody anything and stays off the network. */
export const CHROMIUM_FLAGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/**
 * The program of a Chromium: CHROMIUM_PATH, else the one that Playwright manages, else the system's.
 * @returns {Promise<string | null>}
 */
export async function findChromium() {
  const wanted = process.env.CHROMIUM_PATH;
  if (wanted) {
    if (!existsSync(wanted)) throw new StepError(`CHROMIUM_PATH is ${wanted}, and there is no such file.`);
    return wanted;
  }
  const { chromium } = await import("@playwright/test");
  return [chromium.executablePath(), ...SYSTEM_BROWSERS].find((file) => file && existsSync(file)) ?? null;
}

/** Finds a Chromium, or installs one. */
export async function ensureChromium() {
  const found = await findChromium();
  if (found) return found;
  say("no Chromium found: installing the one of Playwright …");
  // Packages of the system need root; without it Playwright would ask for a password.
  const isRoot = process.getuid?.() === 0;
  await runPackage("playwright", ["install", ...(isRoot ? ["--with-deps"] : []), "chromium"]);
  const installed = await findChromium();
  if (installed) return installed;
  if (isRoot && existsSync("/usr/bin/apt-get")) {
    say("that failed: installing the Chromium of the system …");
    await run("apt-get", ["update"]);
    await run("apt-get", ["install", "-y", "--no-install-recommends", "chromium"], { DEBIAN_FRONTEND: "noninteractive" });
  }
  const last = await findChromium();
  if (last) return last;
  throw new StepError(
    "the end-to-end tests need a Chromium, and none could be installed. Install one, or set CHROMIUM_PATH to its program.",
  );
}
