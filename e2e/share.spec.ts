import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import type { Page } from "@playwright/test";
import { parseConfig } from "../lib/config";
import { configOf, linkOf } from "../lib/link";
import { buildInMemory } from "../lib/testing/builds.mts";
import type { InputFile } from "../lib/testing/input-files.mts";
import { violations } from "./axe";
import { expect, open, test } from "./fixtures";
import { addFiles, build, download } from "./steps";

const file = (role: InputFile["role"], path: string, content: string): InputFile => ({
  role,
  file: { path, blob: new Blob([content]) },
});
const FILES = [
  file(
    "impressions",
    "shown.json",
    '[{"dt":"2024-05-15","ranking_id":"r1","customer_id":1,"impressions":[{"item_id":900,"is_order":true}]}]',
  ),
  file(
    "clicks",
    "taps.csv",
    "dt,customer_id,sku,click_time\n2024-05-14,1,111,2024-05-14 13:00:00\n2024-05-13,1,222,2024-05-13 13:00:00\n",
  ),
];
const CONFIG = parseConfig({
  standardize: { columns: { clicks: { item_id: "sku" } } },
  filter: { lookbackDays: 90 },
  rank: { maxActions: 5 },
});

const opened = (page: Page) => page.getByRole("table", { name: "Settings that differ from the defaults" });
/** Each setting that differs: its path, what it is set to, its default. */
async function differences(page: Page): Promise<string[][]> {
  const rows = await opened(page).locator("tbody tr").all();
  return Promise.all(rows.map((row) => row.locator("th, td").allInnerTexts()));
}
const sha256 = (bytes: Uint8Array) => createHash("sha256").update(bytes).digest("hex");

/** Adds files without a word on their roles. */
async function drop(page: Page, ...files: { name: string; content: string | Uint8Array }[]): Promise<void> {
  const payloads = files.map(({ name, content }) => ({
    name,
    mimeType: "application/octet-stream",
    buffer: Buffer.from(content),
  }));
  await page.getByLabel("Add files").setInputFiles(payloads);
}
async function dropInputs(page: Page): Promise<void> {
  const contents = await Promise.all(FILES.map(async (each) => ({ name: each.file.path, content: await each.file.blob.text() })));
  await drop(page, ...contents);
}
async function buildWithConfig(page: Page): Promise<Uint8Array> {
  await open(page, `#${await linkOf(CONFIG)}`);
  await dropInputs(page);
  await build.run(page);
  return (await download(page, "Download Parquet")).bytes;
}

test("a link that is copied opens elsewhere, says what it sets, maps the files, and gives the same bytes", async ({
  browser,
  context,
  page,
  baseURL,
}) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await open(page);
  await page.getByLabel("Actions kept").fill("5");
  await page.getByLabel("Lookback").fill("90");
  await addFiles(page, FILES);
  await page.getByRole("button", { name: "Copy share link" }).click();
  await expect(page.getByRole("button", { name: "Link copied" })).toBeVisible();
  await expect(page.getByRole("button", { name: "Copy share link" }), "says again what it does").toBeVisible();
  const link = await page.evaluate(() => navigator.clipboard.readText());
  expect(link).toBe(page.url());
  expect((await configOf(link)).rank.maxActions).toBe(5);

  const sums: string[] = [];
  for (const own of [await browser.newContext(), await browser.newContext()]) {
    const other = await own.newPage();
    await other.goto(`${baseURL}/#${await linkOf(CONFIG)}`);
    expect.soft(await other.getByRole("status").textContent()).toBeTruthy();
    await expect(other.getByRole("heading", { name: "Opened from a link" })).toBeVisible();
    expect(await differences(other)).toEqual([
      ["standardize.columns.clicks.item_id", "sku", "item_id"],
      ["filter.lookbackDays", "90", "none"],
      ["rank.maxActions", "5", "1,000"],
    ]);
    await expect(other.getByText("Add the files to build from; nothing runs by itself.")).toBeVisible();
    await dropInputs(other);
    await expect(other.getByLabel("Role of taps.csv")).toHaveValue("clicks");
    await expect(other.getByRole("status")).toHaveText("Opened from a link. 2 files added");
    await build.run(other);
    await expect(opened(other), "makes room for the result").toBeHidden();
    await other.getByText("3 settings differ from the defaults").click();
    await expect(opened(other)).toBeVisible();
    const { bytes } = await download(other, "Download Parquet");
    await other.getByRole("tab", { name: "Output" }).click();
    await expect(other.getByText("SHA-256 of the dataset").locator("..")).toContainText(sha256(bytes));
    sums.push(sha256(bytes));
    await own.close();
  }
  // And the command line's engine, from the same files, gives the same.
  sums.push((await buildInMemory(FILES, CONFIG)).report.sha256);
  expect(new Set(sums).size).toBe(1);
});

for (const colorScheme of ["light", "dark"] as const) {
  test(`what a link sets, the recipe of a dataset and the programs break no rule of axe, ${colorScheme}`, async ({ page }) => {
    await page.emulateMedia({ colorScheme });
    await page.setViewportSize({ width: 390, height: 900 });
    await open(page, `#${await linkOf(CONFIG)}`);
    await expect(opened(page)).toBeVisible();
    expect(await violations(page)).toEqual([]);
    await dropInputs(page);
    await build.run(page);
    const { bytes } = await download(page, "Download Parquet");
    await page.getByRole("tab", { name: "Output" }).click();
    for (const [engine, first] of [
      ["PyTorch", /Training sequences as PyTorch tensors/],
      ["Spark", /on Spark 3\.5 or 4/],
      ["DuckDB", /for DuckDB 1\.4 or newer/],
    ] as const) {
      await page.getByRole("tab", { name: engine }).click();
      await expect(page.getByRole("tabpanel").getByText(first)).toBeVisible();
      expect(await violations(page)).toEqual([]);
    }
    await drop(page, { name: "dataset.parquet", content: bytes });
    await expect(page.getByText("All 2 input files are the same.")).toBeVisible();
    expect(await violations(page)).toEqual([]);
  });
}

test("undo returns to what was there before a link, also when it came while the page was open", async ({ page }) => {
  await open(page);
  const kept = page.getByLabel("Actions kept");
  await kept.fill("7");
  await page.evaluate(
    (hash) => {
      location.hash = hash;
    },
    await linkOf(CONFIG),
  );
  await expect(kept).toHaveValue("5");
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(kept).toHaveValue("7");
  await expect(page.getByLabel("Lookback")).toHaveValue("");
  await expect(opened(page)).toBeHidden();
  expect(new URL(page.url()).hash).toBe("");
  await page.reload();
  await expect(kept).toHaveValue("7");
});

test("a link that is opened replaces nothing for good until it is kept", async ({ page }) => {
  await open(page);
  const kept = page.getByLabel("Actions kept");
  await kept.fill("7");
  await open(page, `#${await linkOf(CONFIG)}`);
  await page.reload();
  await expect(kept).toHaveValue("5");
  await page.goto("about:blank");
  await open(page);
  await expect(kept).toHaveValue("7");
  await page.goto("about:blank");
  await open(page, `#${await linkOf(CONFIG)}`);
  await page.getByRole("button", { name: "Keep these settings" }).click();
  await expect(opened(page)).toBeHidden();
  await page.goto("about:blank");
  await open(page);
  await expect(kept).toHaveValue("5");
});

const REFUSED: [string, string, RegExp][] = [
  ["damaged", "v1.j1C4Oh2LOwqAMBAF7", /it is damaged.*copy it whole/],
  ["of a newer version", "v2.AAAA", /newer version.*Reload/],
  ["too long", `v1.${"A".repeat(9000)}`, /longer than 8 KB.*as a file/],
  ["no link at all", "section-3", /does not begin with v1/],
];
for (const [what, hash, message] of REFUSED) {
  test(`a link that is ${what} is refused in a sentence, settings stay, and the page works on`, async ({ page }) => {
    await open(page);
    await page.getByLabel("Actions kept").fill("7");
    await page.goto("about:blank");
    await open(page, `#${hash}`);
    await expect(page.getByRole("alert")).toHaveText(message);
    await expect(page.getByLabel("Actions kept")).toHaveValue("7");
    await page.evaluate(
      (good) => {
        location.hash = good;
      },
      await linkOf(CONFIG),
    );
    await expect(page.getByRole("alert")).toBeHidden();
    await expect(page.getByLabel("Actions kept")).toHaveValue("5");
  });
}

test("settings that are too long for a link are refused as one, and saved as a file", async ({ page }) => {
  const types = Object.fromEntries(Array.from({ length: 400 }, (_, n) => [sha256(Uint8Array.of(n & 255, n >> 8)), "click"]));
  const config = parseConfig({ rank: { maxActions: 9 }, standardize: { columns: { events: { types } } } });
  await open(page);
  await drop(page, { name: "config.json", content: JSON.stringify(config) });
  await expect(page.getByRole("heading", { name: "Opened from config.json" })).toBeVisible();
  await page.getByRole("button", { name: "Copy share link" }).click();
  await expect(page.getByRole("alert")).toHaveText(/too long for a link: .* and a link holds 8 KB.*Save the config as a file/);
  await page.getByRole("button", { name: "Config" }).click();
  const saving = page.waitForEvent("download");
  await page.getByRole("menuitem", { name: "Save config as file" }).click();
  expect(JSON.parse(await readFile(await (await saving).path(), "utf8"))).toEqual(config);
  await page.getByRole("button", { name: "Config" }).click();
  await page.getByRole("menuitem", { name: "Reset to the defaults" }).click();
  await expect(page.getByLabel("Actions kept")).toHaveValue("1000");
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(page.getByLabel("Actions kept")).toHaveValue("9");
});

test("a dataset that is dropped brings its recipe back, and knows its input files", async ({ page, browser, baseURL }) => {
  const dataset = await buildWithConfig(page);
  const own = await browser.newContext();
  const other = await own.newPage();
  await other.goto(`${baseURL}/`);
  await drop(other, { name: "dataset.parquet", content: dataset });
  await expect(other.getByRole("heading", { name: /^Recipe of dataset\.parquet, built by Lookback/ })).toBeVisible();
  await expect(other.getByLabel("Actions kept")).toHaveValue("5");
  await expect(other.getByText("Built from 2 input files. Add them, and their bytes are compared.")).toBeVisible();
  await drop(other, { name: "other.csv", content: "dt,customer_id,sku,click_time\n2024-05-14,1,5,2024-05-14 13:00:00\n" });
  await expect(other.getByText("0 of 2 input files are here, byte for byte. Not among them: other.csv.")).toBeVisible();
  await other.getByRole("button", { name: "Remove other.csv" }).click();
  await dropInputs(other);
  await expect(other.getByText("All 2 input files are the same.")).toBeVisible();
  await build.run(other);
  await expect(other.getByText("The dataset just built has the same bytes as then.")).toBeVisible();
  await other.getByRole("button", { name: "Undo" }).click();
  await expect(other.getByLabel("Actions kept")).toHaveValue("1000");
  await own.close();
});

test("a manifest that is opened from the menu names the files that it was built from", async ({ page }) => {
  await buildWithConfig(page);
  await page.getByRole("tab", { name: "Output" }).click();
  const { name, bytes } = await download(page, "Download manifest");
  expect(name).toBe("manifest.json");
  await page.goto("about:blank");
  await open(page);
  await page.getByLabel("Config or recipe").setInputFiles({ name, mimeType: "application/json", buffer: Buffer.from(bytes) });
  const inputs = page.getByRole("table", { name: "Input files of the recipe" });
  await expect(inputs).toContainText("taps.csv");
  await expect(inputs).toContainText("shown.json");
});

test("a file that holds no recipe is not opened as one", async ({ page }) => {
  await open(page);
  const text = await FILES[1]?.file.blob.text();
  await page
    .getByLabel("Config or recipe")
    .setInputFiles({ name: "taps.csv", mimeType: "text/csv", buffer: Buffer.from(text ?? "") });
  await expect(page.getByRole("alert")).toHaveText(/taps\.csv cannot be opened as a recipe: it holds none/);
});

test("a dataset that could be an input too is asked about, and nothing is used before", async ({ page }) => {
  const columns = ["dt", "customer_id", "ranking_id", "impressions", "is_order", "actions", "action_types"];
  const config = parseConfig({
    rank: { maxActions: 3 },
    standardize: { columns: { clicks: { item_id: "sku" } } },
    output: { columns },
  });
  const { bytes } = await buildInMemory(FILES, config);
  await open(page);
  const mapping = parseConfig({ standardize: { columns: { impressions: { item_id: "impressions" } } } });
  await drop(page, { name: "mapping.json", content: JSON.stringify(mapping) });
  await page.getByRole("button", { name: "Keep these settings" }).click();
  await drop(page, { name: "dataset.parquet", content: bytes.get("dataset.parquet") ?? "" });
  await expect(page.getByRole("heading", { name: "dataset.parquet: recipe or input?" })).toBeVisible();
  await expect(page.getByLabel("Role of dataset.parquet")).toBeHidden();
  await expect(page.getByLabel("Actions kept")).toHaveValue("1000");
  await page.getByRole("button", { name: "Use as input" }).click();
  await expect(page.getByLabel("Role of dataset.parquet")).toHaveValue("impressions");
});
