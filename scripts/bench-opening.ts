import { parseArgs } from "node:util";
import { chromium, type Page } from "@playwright/test";
import { CHROMIUM_FLAGS, ensureChromium } from "./chromium.mjs";
import { serve } from "./serve.mjs";
import { ensureSite } from "./site.mjs";

const USAGE = "npm run bench:opening -- [--runs N]";
const PORT = Number(process.env.PORT || 4190);
const CLICKS = {
  name: "clicks.csv",
  mimeType: "text/csv",
  buffer: Buffer.from("customer_id,item_id,click_time\n1,2,2024-05-14\n"),
};

/** Milliseconds from the start of the navigation. */
interface Opening {
  firstPaint: number;
  workerReady: number;
  fileRead: number;
}

/** Does something with a page of a browser that has no cache yet. */
async function visit<T>(work: (page: Page) => Promise<T>): Promise<T> {
  const browser = await chromium.launch({ executablePath: await ensureChromium(), args: CHROMIUM_FLAGS });
  try {
    const page = await browser.newPage();
    await page.goto(`http://127.0.0.1:${PORT}/`, { waitUntil: "commit" });
    return await work(page);
  } finally {
    await browser.close();
  }
}

/** Nothing is done with the page until its worker is ready. */
function alone(page: Page): Promise<Omit<Opening, "fileRead">> {
  const entries = page.waitForFunction(() => {
    const firstPaint = performance.getEntriesByName("first-contentful-paint")[0]?.startTime;
    const workerReady = performance.getEntriesByName("worker-ready")[0]?.startTime;
    return firstPaint && workerReady ? { firstPaint, workerReady } : null;
  });
  return entries.then(async (handle) => (await handle.jsonValue()) ?? Promise.reject(new Error("the worker is not ready")));
}

/** A file is chosen as soon as the page has the control for it, and is read when its role and columns are shown. */
async function withFile(page: Page): Promise<number> {
  await page.getByLabel("Add files").setInputFiles(CLICKS);
  const read = await page.waitForFunction(() => {
    const role = [...document.querySelectorAll("select")].find((select) => select.value === "clicks");
    return role ? performance.now() : null;
  });
  return (await read.jsonValue()) ?? Number.NaN;
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { runs: { type: "string", default: "5" } } });
  const runs = Number(values.runs);
  if (!(runs >= 1)) throw new Error(USAGE);
  await ensureSite();
  await serve({ port: PORT, strict: true });
  const openings: Opening[] = [];
  for (let run = 0; run < runs; run++) openings.push({ ...(await visit(alone)), fileRead: await visit(withFile) });
  console.log("| from the start of the navigation | median, ms | all runs |\n| --- | --- | --- |");
  const row = (name: string, of: (opening: Opening) => number) => {
    const times = openings.map(of);
    console.log(`| ${name} | ${Math.round(median(times))} | ${times.map(Math.round).join(", ")} |`);
  };
  row("first contentful paint", ({ firstPaint }) => firstPaint);
  row("a file that is chosen at once is read and shown", ({ fileRead }) => fileRead);
  row("the worker is ready, with no file chosen", ({ workerReady }) => workerReady);
  process.exit(0);
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
});
