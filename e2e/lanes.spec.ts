import type { Page } from "@playwright/test";
import type { Report } from "../lib/report";
import { buildInMemory } from "../lib/testing/builds.mts";
import type { InputFile } from "../lib/testing/input-files.mts";
import { expect, open, test } from "./fixtures";
import { addFiles, download } from "./steps";

/** So much input that the page works in as many threads as there are cores, up to 3. */
const ROWS = 700_000;
const CUSTOMERS = 5000;
const DAY_MILLISECONDS = 86_400_000;
const START = Date.UTC(2024, 3, 1);

const day = (n: number) => new Date(START + (n % 45) * DAY_MILLISECONDS).toISOString().slice(0, 10);

function impressions(): InputFile {
  const lines = Array.from({ length: CUSTOMERS }, (_, c) => `${day(c * 7)},r${c},${1_000_000 + c},${500 + (c % 90)},false`);
  const text = `dt,ranking_id,customer_id,item_id,is_order\n${lines.join("\n")}\n`;
  return { role: "impressions", file: { path: "impressions.csv", blob: new Blob([text]) } };
}

/** Some rows are not plain, and some have no customer that matters. */
function clicks(): InputFile {
  const lines = Array.from({ length: ROWS }, (_, n) => {
    const customer = 1_000_000 + ((n * 7919) % (CUSTOMERS + 500));
    const at = new Date(START + ((n * 104_729) % (45 * DAY_MILLISECONDS))).toISOString();
    return n % 5000 === 0 ? `${at.slice(0, 10)},${customer},,${at}` : `${at.slice(0, 10)},${customer},${1 + (n % 9973)},${at}`;
  });
  const text = `dt,customer_id,item_id,click_time\n${lines.join("\n")}\n`;
  return { role: "clicks", file: { path: "clicks.csv", blob: new Blob([text]) } };
}

/** Gives the report of a build in the browser, which tells on the way how much of all is done. */
async function reportOf(page: Page, files: InputFile[]): Promise<Report> {
  await open(page);
  await addFiles(page, files);
  await page.getByRole("button", { name: "Build dataset" }).click();
  const stages = page.getByRole("region", { name: "Build in progress" });
  await expect(stages).toContainText(/34 MB · [\d,]+ (?:of ≈ 706\.1K )?rows/);
  await expect(page.getByRole("status")).toHaveText(/Dataset ready$/, { timeout: 120_000 });
  return JSON.parse(new TextDecoder().decode((await download(page, "Download report")).bytes));
}

test("a browser with little memory keeps the actions on disk, writes the same bytes, and shows them", async ({ page }) => {
  test.setTimeout(180_000);
  await page.addInitScript(() => Object.defineProperty(navigator, "deviceMemory", { value: 1 / 128 }));
  const files = [impressions(), clicks()];
  const report = await reportOf(page, files);
  const onDisk = await page.evaluate(async () => {
    const root = await navigator.storage.getDirectory();
    const folder = await root.getDirectoryHandle("lookback");
    let bytes = 0;
    for await (const name of folder.keys()) {
      const scratch = await (await folder.getDirectoryHandle(name)).getFileHandle("scratch");
      bytes += (await scratch.getFile()).size;
    }
    return bytes;
  });
  // All are written once as they come, and once as they are ranked: 21 and 25 bytes each, but for 1 MB each time.
  expect(onDisk).toBeGreaterThan(20_000_000);
  const { report: expected } = await buildInMemory(files);
  expect({ ...report, milliseconds: {} }).toEqual({ ...expected, milliseconds: {} });
  await page.getByRole("tab", { name: "Distributions" }).click();
  await expect(page.getByRole("heading", { name: "History lengths" })).toBeVisible();
});

test("many threads in the browser write the same bytes as one in Node", async ({ page }) => {
  test.setTimeout(180_000);
  const files = [impressions(), clicks()];
  const report = await reportOf(page, files);
  const { report: expected } = await buildInMemory(files);
  expect(expected.sources[1]?.rejected).toEqual({ "missing-item-id": ROWS / 5000 });
  expect(report.audit).toEqual({ histories: CUSTOMERS, violations: 0 });
  expect({ ...report, milliseconds: {} }).toEqual({ ...expected, milliseconds: {} });
});

test("the check of large files says how much of them it read", async ({ page }) => {
  await open(page);
  await addFiles(page, [impressions(), clicks()]);
  await expect(page.getByText(/^Shares, ids and days are those of a sample, \d+(?:\.\d)? MB of 34 MB\.$/)).toBeVisible();
});
