import { spawn } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { chromium, type Page } from "@playwright/test";
import type { Report } from "../../lib/report";
import { CHROMIUM_FLAGS, ensureChromium } from "../chromium.mjs";
import { ensureSite } from "../site.mjs";
import type { Dataset } from "./data";
import { processWith, watchMemory } from "./memory";
import { inputFlags, nativeDuckDb, polars, pySpark } from "./peers";
import type { Contender, Contest, Outcome } from "./result";
import { ROOT, runNode } from "./run-node";
import { watchBuild } from "./watched-build";

export const CONTESTS: Record<Contender, Contest> = {
  "native DuckDB": nativeDuckDb,
  Polars: polars,
  PySpark: pySpark,
  "command line": {
    prepare: () => runNode("scripts/build-dataset.mjs", ["--help"]).then(() => null),
    run: (dataset, out) => runCommandLine(dataset, out),
  },
  browser: { prepare: () => ensureSite().then(() => null), run: (dataset, out) => runBrowser(dataset, out, "One a core") },
  "browser, one thread": {
    prepare: () => ensureSite().then(() => null),
    run: (dataset, out) => runBrowser(dataset, out, "1"),
  },
};

const BUILD_TIMEOUT_MILLISECONDS = 30 * 60_000;

/** @param threads by default as many as the command line takes by itself */
export async function runCommandLine(dataset: Dataset, out: string, threads?: number): Promise<Outcome> {
  const reportFile = `${out}.report.json`;
  const { seconds, peakMegabytes } = await runNode("scripts/build-dataset.mjs", [
    ...inputFlags(dataset),
    ...["--out", out],
    ...["--report", reportFile],
    ...(threads === undefined ? [] : ["--threads", String(threads)]),
  ]);
  const report = JSON.parse(await readFile(reportFile, "utf8")) as Report;
  return { seconds, peakMegabytes, rendererMegabytes: null, ...figuresOf(report) };
}

/**
 * The page of the production build, from the click on Build dataset to the line that says that it is ready. The browser has a
 * profile, as users have: a private window would keep the files of the build in memory.
 */
async function runBrowser(dataset: Dataset, out: string, threads: "One a core" | "1"): Promise<Outcome> {
  const server = await startServer();
  const profile = await mkdtemp(path.join(tmpdir(), "lookback-profile-"));
  const options = { executablePath: await ensureChromium(), args: CHROMIUM_FLAGS };
  const browser = await chromium.launchPersistentContext(profile, options);
  try {
    const page = await browser.newPage();
    await page.goto(server.address);
    await page.getByRole("button", { name: "Config" }).click();
    await page.getByRole("menuitemradio", { name: threads, exact: true }).click();
    await page.keyboard.press("Escape");
    const files = [dataset.impressions, dataset.clicks, dataset.addToCarts, dataset.previousOrders];
    await page.getByLabel("Add files").setInputFiles(files);
    for (const file of files) await page.getByLabel(`Role of ${path.basename(file)}`).waitFor();
    const stopWatching = watchMemory(processWith(`--user-data-dir=${profile}`));
    const endWatch = await watchBuild(page);
    await page.getByRole("button", { name: "Build dataset" }).click();
    const ready = page.getByRole("status").filter({ hasText: /Dataset ready\s*$/ });
    const alert = page.getByRole("alert").filter({ hasText: /\S/ });
    await ready.or(alert).first().waitFor({ timeout: BUILD_TIMEOUT_MILLISECONDS });
    const peaks = stopWatching();
    if (!(await ready.isVisible())) throw new Error(`the page says: ${await alert.first().textContent()}`);
    const { seconds, timeLeft } = await endWatch();
    for (const line of timeLeft) console.error(`  ${line}`);
    await download(page, "Download Parquet", out);
    await download(page, "Download report", `${out}.report.json`);
    const report = JSON.parse(await readFile(`${out}.report.json`, "utf8")) as Report;
    return { seconds, peakMegabytes: peaks.total, rendererMegabytes: peaks.renderer, ...figuresOf(report) };
  } finally {
    await browser.close();
    await rm(profile, { recursive: true, force: true });
    server.stop();
  }
}

function figuresOf(report: Report): Pick<Outcome, "stages" | "bytes" | "sha256"> {
  const stages = Object.entries(report.milliseconds).map(([stage, milliseconds]) => [stage, milliseconds / 1000] as const);
  return {
    stages: Object.fromEntries(stages),
    bytes: report.output.reduce((sum, { bytes }) => sum + bytes, 0),
    sha256: report.output[0]?.sha256 ?? null,
  };
}

async function download(page: Page, button: string, file: string): Promise<void> {
  const started = page.waitForEvent("download");
  await page.getByRole("button", { name: button }).click();
  await (await started).saveAs(file);
}

async function startServer(): Promise<{ address: string; stop(): void }> {
  const child = spawn(process.execPath, ["scripts/serve.mjs"], {
    cwd: ROOT,
    stdio: ["ignore", "pipe", "inherit"],
    env: { ...process.env, PORT: "0" },
  });
  for await (const text of child.stdout.setEncoding("utf8")) {
    const address = /http:\S+/.exec(text)?.[0];
    if (address) return { address, stop: () => child.kill() };
  }
  throw new Error("the server did not start");
}
