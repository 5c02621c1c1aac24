import { writeFile } from "node:fs/promises";
import { gzipSync } from "node:zlib";
import type { Page } from "@playwright/test";
import { readWithHyparquet } from "../lib/parquet/testing/readers.mts";
import { expect, open, test } from "./fixtures";
import { addFiles, build, download } from "./steps";

const named = (path: string, content: string | Uint8Array) => ({ path, blob: new Blob([content as string]) });
const impressions = (content: string | Uint8Array, path = "impressions.json") => ({
  role: "impressions" as const,
  file: named(path, content),
});
const clicks = (content: string | Uint8Array, path = "clicks.csv") => ({ role: "clicks" as const, file: named(path, content) });

const SHOWN = '[{"dt":"2024-05-15","ranking_id":"r1","customer_id":"Zoë","impressions":[{"item_id":900,"is_order":true}]}]';
const HEADER = "dt,customer_id,item_id,click_time\n";
const CLICKS = `${HEADER}2024-05-14,Zoë,111,2024-05-14 13:00:00\n2024-05-13,Zoë,222,2024-05-13 13:00:00\n`;

/** The items of the one row's history, newest first, in the downloaded dataset. */
async function history(page: Page): Promise<unknown[]> {
  const rows = await readWithHyparquet((await download(page, "Download Parquet")).bytes);
  expect(rows).toHaveLength(1);
  return ((rows[0]?.actions ?? []) as unknown[]).filter((item) => item !== 0n);
}

/** File, row, reason and text of each rejected row on the page. */
async function rejectedRows(page: Page): Promise<string[][]> {
  await page.getByRole("tab", { name: /Rejected rows/ }).click();
  const rows = await page.getByRole("table", { name: "Rejected rows" }).getByRole("row").all();
  return Promise.all(rows.slice(1).map((row) => row.getByRole("cell").allInnerTexts()));
}

test("a file with only a header has no rows, and is no error", async ({ page }) => {
  await open(page);
  await addFiles(page, [impressions(SHOWN), clicks(HEADER)]);
  await build.run(page);
  expect(await history(page)).toEqual([]);
  await addFiles(page, [clicks(CLICKS, "more.csv")]);
  await build.run(page);
  expect(await history(page)).toEqual([111n, 222n]);
});

test("rows with too few or too many fields are set aside with their number and their text", async ({ page }) => {
  await open(page);
  const uneven = `${CLICKS}2024-05-14,Zoë,333\n2024-05-12,Zoë,444,2024-05-12 13:00:00\n2024-05-14,Zoë,555,2024-05-14 13:00:00,x\n`;
  await addFiles(page, [impressions(SHOWN), clicks(uneven)]);
  await build.run(page);
  expect(await rejectedRows(page)).toEqual([
    ["clicks.csv", "3", "malformed-row", "2024-05-14,Zoë,333"],
    ["clicks.csv", "5", "malformed-row", "2024-05-14,Zoë,555,2024-05-14 13:00:00,x"],
  ]);
  expect(await history(page)).toEqual([111n, 222n, 444n]);
  const saved = new TextDecoder().decode((await download(page, "Download rejected rows")).bytes);
  expect(saved.split("\r\n")).toHaveLength(4);
});

test("a quote that is not closed costs its line, and not the file", async ({ page }) => {
  await open(page);
  const unclosed = `${HEADER}2024-05-14,"Zoë,333,2024-05-14 13:00:00\n${CLICKS.slice(HEADER.length)}`;
  await addFiles(page, [impressions(SHOWN), clicks(unclosed)]);
  await build.run(page);
  expect(await rejectedRows(page)).toEqual([["clicks.csv", "1", "malformed-row", '2024-05-14,"Zoë,333,2024-05-14 13:00:00']]);
  expect(await history(page)).toEqual([111n, 222n]);
});

for (const [encoding, bytes] of [
  ["UTF-16", Buffer.from(`\ufeff${CLICKS}`, "utf16le")],
  ["Latin-1", Buffer.from(CLICKS, "latin1")],
] as const) {
  test(`a file in ${encoding} is read as what it is`, async ({ page }) => {
    await open(page);
    await addFiles(page, [impressions(SHOWN), clicks(bytes)]);
    await build.run(page);
    expect(await history(page)).toEqual([111n, 222n]);
  });
}

test("two files of a role may have their columns in different places, but a file of other columns is named", async ({ page }) => {
  await open(page);
  const turned = "extra,click_time,item_id,customer_id\nx,2024-05-12T13:00:00Z,333,Zoë\n";
  await addFiles(page, [impressions(SHOWN), clicks(CLICKS), clicks(turned, "turned.csv"), clicks("a,b\n1,2\n", "other.csv")]);
  await page.getByRole("button", { name: "Build dataset" }).click();
  await expect(page.getByRole("alert").first()).toContainText(/other\.csv has no column customer_id.*a, b/s);
  await page.getByRole("button", { name: "Remove other.csv" }).click();
  await build.run(page);
  expect(await history(page)).toEqual([111n, 222n, 333n]);
});

test("a file that was changed on disk is added again, and takes the place of the one that can no longer be read", async ({
  page,
}, testInfo) => {
  const path = testInfo.outputPath("clicks.csv");
  await writeFile(path, CLICKS);
  await open(page);
  await page.getByLabel("Add files").setInputFiles(path);
  await page.getByLabel("Role of clicks.csv").selectOption("clicks");
  await addFiles(page, [impressions(SHOWN)]);
  await writeFile(path, `${CLICKS}2024-05-12,Zoë,333,2024-05-12 13:00:00\n`);
  await page.getByRole("button", { name: "Build dataset" }).click();
  await expect(page.getByRole("alert").first()).toContainText("clicks.csv was changed on disk after it was added.");
  await page.getByLabel("Add files").setInputFiles(path);
  await expect(page.getByText("changed on disk")).toHaveCount(0);
  await expect(page.getByLabel(/^Role of/)).toHaveCount(2);
  await expect(page.getByRole("status")).toHaveText("2 files added");
  await build.run(page);
  expect(await history(page)).toEqual([111n, 222n, 333n]);
});

test("the error of a build goes with what caused it, and all files that cannot be read are named", async ({ page }) => {
  await open(page);
  await addFiles(page, [clicks(""), clicks("%PDF-1.7\n", "other.csv")]);
  const findings = page.getByRole("list", { name: "Findings" });
  await expect(findings).toContainText(/clicks\.csv is empty.*other\.csv cannot be read.*There are no impressions/s);
  await page.getByRole("button", { name: "Build dataset" }).click();
  const refusal = page.getByRole("alert").filter({ hasText: "2 files cannot be read: clicks.csv, other.csv." });
  await expect(refusal).toBeVisible();
  await findings.getByRole("button", { name: "Show the file" }).last().click();
  await expect(page.getByLabel("Role of other.csv")).toBeFocused();
  await page.getByRole("button", { name: "Remove other.csv" }).click();
  await expect(refusal).toBeHidden();
  await expect(page.getByRole("status")).toHaveText("1 file added");
});

test("a file that could not be read for want of the network is read again by the next build", async ({
  page,
  context,
  noise,
}) => {
  let isOffline = true;
  await context.route("**/parquet_wasm_bg.wasm", (route) => (isOffline ? route.abort() : route.continue()));
  await open(page);
  await addFiles(page, [impressions(SHOWN), clicks(CLICKS)]);
  await page.getByRole("button", { name: "Build dataset" }).click();
  await expect(
    page.getByRole("alert").filter({ hasText: "2 files cannot be read: impressions.json, clicks.csv." }),
  ).toBeVisible();
  isOffline = false;
  noise.length = 0;
  await build.run(page);
  expect(await history(page)).toEqual([111n, 222n]);
});

test("without impressions there is nothing to build, and the page says so", async ({ page }) => {
  await open(page);
  await addFiles(page, [clicks(CLICKS)]);
  await page.getByRole("button", { name: "Build dataset" }).click();
  await expect(page.getByRole("alert").first()).toContainText("There are no impressions");
  await addFiles(page, [impressions(SHOWN)]);
  await build.run(page);
  expect(await history(page)).toEqual([111n, 222n]);
});

test("the same file twice counts twice, and the page says so", async ({ page }) => {
  await open(page);
  await addFiles(page, [impressions(SHOWN), clicks(CLICKS)]);
  await page.getByLabel("Add files").setInputFiles({ name: "clicks.csv", mimeType: "text/csv", buffer: Buffer.from(CLICKS) });
  await expect(page.getByText("Same name and size as another clicks.csv above; both count.")).toBeVisible();
  await expect(page.getByLabel("Role of clicks.csv").nth(1)).toHaveValue("clicks");
  await build.run(page);
  expect(await history(page)).toEqual([111n, 111n, 222n, 222n]);
});

test("a damaged gzip is named, wherever the damage is", async ({ page }) => {
  await open(page);
  const packed = gzipSync(CLICKS);
  const flipped = Buffer.from(packed);
  flipped[flipped.length - 6] = (flipped[flipped.length - 6] ?? 0) ^ 1;
  await addFiles(page, [impressions(SHOWN)]);
  for (const [name, bytes] of [
    ["cut.csv.gz", packed.subarray(0, packed.length - 9)],
    ["flipped.csv.gz", flipped],
  ] as const) {
    await addFiles(page, [clicks(bytes, name)]);
    await page.getByRole("button", { name: "Build dataset" }).click();
    await expect(
      page
        .getByRole("alert")
        .filter({ hasText: `${name} cannot be read` })
        .first(),
    ).toBeVisible();
    await page.getByRole("button", { name: `Remove ${name}` }).click();
  }
  await addFiles(page, [clicks(packed, "whole.csv.gz")]);
  await build.run(page);
  expect(await history(page)).toEqual([111n, 222n]);
});

test("a dataset of customers that match no others is said to be empty, beside the verdict", async ({ page }) => {
  await open(page);
  await addFiles(page, [impressions(SHOWN.replace("Zoë", "1")), clicks(CLICKS.replaceAll("Zoë", "000001"))]);
  await build.run(page);
  const overview = page.getByRole("region", { name: "Overview" });
  await expect(overview.getByRole("listitem").filter({ hasText: "Warning" })).toHaveText([
    /The only history is empty/,
    /No customer in clicks.csv has impressions, so none of its 2 rows is in a history/,
  ]);
  await expect(overview.getByRole("listitem").filter({ hasText: "Note" })).toHaveText(
    /Customer ids are text because of “000001” in clicks.csv, though nearly all with impressions are integers/,
  );
  await expect(page.getByRole("status")).toHaveText("1 history checked, 0 leaks, 100.0% empty. Dataset ready");
  await overview.getByRole("button", { name: "See customer_id" }).click();
  await expect(page.getByLabel(/customer_id/).and(page.locator(":focus"))).toBeVisible();
});

test("a part of the app that cannot be fetched is named, and is fetched once the network is back", async ({
  page,
  context,
  noise,
}) => {
  await open(page);
  await page.waitForLoadState("networkidle");
  await context.setOffline(true);
  await addFiles(page, [impressions(SHOWN), clicks(`${CLICKS}2024-05-14,Zoë,333,yesterday\n`)]);
  await page.getByRole("button", { name: "Build dataset" }).click();
  await expect(page.getByRole("alert").filter({ hasText: "A part of the app could not be loaded" })).toBeVisible();
  expect(noise.every((each) => each.startsWith("console error"))).toBe(true);
  noise.length = 0;
  await context.setOffline(false);
  await build.run(page);
  expect(await history(page)).toEqual([111n, 222n]);
});
