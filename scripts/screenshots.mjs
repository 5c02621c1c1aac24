import { mkdir } from "node:fs/promises";
import path from "node:path";
import { chromium } from "@playwright/test";
import { CHROMIUM_FLAGS, ensureChromium } from "./chromium.mjs";
import { serve } from "./serve.mjs";
import { ensureSite } from "./site.mjs";
import { ROOT, runMain, say } from "./steps.mjs";

const IMAGES = path.join(ROOT, "docs/images");
const PORT = Number(process.env.PORT || 4180);
const VIEWPORT = { width: 1440, height: 900 };
/** For plots to be fetched and drawn. */
const SETTLE_MILLISECONDS = 1000;

/**
 * The states of the page that have a picture, in the order in which they are reached.
 * @type {Record<string, (page: import("@playwright/test").Page) => Promise<void>>}
 */
const STATES = {
  welcome: async (page) => {
    await page.goto(`http://127.0.0.1:${PORT}/`);
  },
  built: async (page) => {
    await page.getByRole("button", { name: "Try sample data" }).click();
    await page.getByRole("button", { name: "Build dataset" }).click();
    await page.getByRole("status").getByText("Dataset ready").waitFor();
  },
  filters: async (page) => {
    await page.getByRole("button", { name: "Filters" }).click();
    await page.getByLabel("History", { exact: true }).selectOption("truncated");
  },
  timeline: async (page) => {
    await page.keyboard.press("Escape");
    await page.getByRole("table", { name: "Sample sequences" }).locator("tbody tr").first().click();
  },
  distributions: async (page) => {
    await page.keyboard.press("Escape");
    await page.getByRole("tab", { name: "Distributions" }).click();
  },
  audit: async (page) => {
    await page.getByRole("tab", { name: "Audit" }).click();
  },
  output: async (page) => {
    await page.getByRole("tab", { name: "Output" }).click();
  },
};

/** Takes the pictures of docs/images anew: each state on the sample data, in both themes. */
await runMain(async () => {
  await ensureSite();
  await serve({ port: PORT, strict: true });
  await mkdir(IMAGES, { recursive: true });
  const browser = await chromium.launch({ executablePath: await ensureChromium(), args: CHROMIUM_FLAGS });
  for (const theme of /** @type {const} */ (["light", "dark"])) {
    const page = await browser.newPage({ viewport: VIEWPORT, colorScheme: theme, reducedMotion: "reduce" });
    for (const [name, reach] of Object.entries(STATES)) {
      await reach(page);
      await page.waitForTimeout(SETTLE_MILLISECONDS);
      await page.screenshot({ path: path.join(IMAGES, `${name}-${theme}.png`) });
      say(`docs/images/${name}-${theme}.png`);
    }
    await page.close();
  }
  await browser.close();
  process.exit(0);
});
