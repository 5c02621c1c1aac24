import { readWithHyparquet } from "../lib/parquet/testing/readers.mts";
import type { Report } from "../lib/report";
import { expect, open, test } from "./fixtures";
import { addFiles, build, download, stored } from "./steps";

const text = (path: string, content: string | Uint8Array) => ({ path, blob: new Blob([content as string]) });
const impressions = (content: string) => ({ role: "impressions" as const, file: text("impressions.json", content) });
const clicks = (content: string, path = "clicks.csv") => ({ role: "clicks" as const, file: text(path, content) });

const ONE_IMPRESSION =
  '[{"dt":"2024-05-15","ranking_id":"r1","customer_id":9007199254740993,"impressions":[{"item_id":900,"is_order":true}]}]';
const CLICKS = `dt,customer_id,item_id,click_time
2024-05-14,9007199254740993,111,2024-05-14 13:00:00
2024-05-15,9007199254740993,222,2024-05-15 00:00:00
`;

test("two clicks from opening the page to a finished dataset", async ({ page }) => {
  await open(page);
  await page.getByRole("button", { name: "Try sample data" }).click();
  await build.run(page);
  const table = page.getByRole("table", { name: "Sample sequences" });
  await expect(table.getByRole("row").nth(1)).toBeVisible();
  await page.getByRole("tab", { name: "Distributions" }).click();
  await expect(page.getByRole("table", { name: "Action types" })).toBeVisible();
  const { name, bytes } = await download(page, "Download Parquet");
  expect(name).toMatch(/\.parquet$/);
  const report: Report = JSON.parse(new TextDecoder().decode((await download(page, "Download report")).bytes));
  expect(report.audit.violations).toBe(0);
  expect(report.emptyImpressions).toBeGreaterThan(0);
  expect(report.emptyHistories).toBeGreaterThan(0);
  expect(report.truncatedHistories).toBeGreaterThan(0);
  const rows = await readWithHyparquet(bytes);
  expect(rows).toHaveLength(report.rows);
  expect(new Set(rows.map((row) => (row.actions as unknown[]).length))).toEqual(new Set([1000]));
});

test("the action at the cutoff stays out, and ids of 64 bits stay exact on the page", async ({ page }) => {
  await open(page);
  await addFiles(page, [impressions(ONE_IMPRESSION), clicks(CLICKS)]);
  await build.run(page);
  const row = page.getByRole("table", { name: "Sample sequences" }).getByRole("row").nth(1);
  await expect(row).toContainText("9007199254740993");
  const [only] = await readWithHyparquet((await download(page, "Download Parquet")).bytes);
  const actions = (only?.actions ?? []) as bigint[];
  expect(actions.filter((id) => id !== 0n)).toEqual([111n]);
});

test("files that are chosen while the page's code is still on its way are taken when it is there", async ({ page }) => {
  let release: () => void = () => undefined;
  const held = new Promise<void>((resolve) => {
    release = resolve;
  });
  await page.route("**/*.js", async (route) => {
    await held;
    await route.continue();
  });
  await page.goto("/", { waitUntil: "commit" });
  const buffer = Buffer.from(CLICKS);
  await page.getByLabel("Add files").setInputFiles({ name: "clicks.csv", mimeType: "text/csv", buffer });
  release();
  await expect(page.getByLabel("Role of clicks.csv")).toHaveValue("clicks");
});

test("settings on the page change the dataset", async ({ page }) => {
  await open(page);
  await addFiles(page, [impressions(ONE_IMPRESSION), clicks(CLICKS)]);
  await page.getByLabel("Actions kept").fill("3");
  await build.run(page);
  const [only] = await readWithHyparquet((await download(page, "Download Parquet")).bytes);
  expect(only?.actions).toEqual([111n, 0n, 0n]);
});

test("a build can be cancelled within a second, and built again", async ({ page }) => {
  await open(page);
  const line = (n: number) => `2024-05-14,${n % 1000},${n},2024-05-14 13:00:00\n`;
  const many = `dt,customer_id,item_id,click_time\n${Array.from({ length: 300_000 }, (_, n) => line(n)).join("")}`;
  await addFiles(page, [impressions(ONE_IMPRESSION), clicks(many)]);
  await page.getByRole("button", { name: "Build dataset" }).click();
  await page.getByRole("button", { name: "Cancel" }).click();
  await expect(page.getByRole("button", { name: "Build dataset" })).toBeEnabled({ timeout: 1000 });
  await expect.poll(() => stored(page)).toEqual([]);
  await expect(page.getByText("The build was cancelled. Files and settings are still in place")).toBeVisible();
  await build.run(page);
  expect(await stored(page)).toEqual(["lookback"]);
  await page.getByRole("button", { name: "Build dataset" }).click();
  await page.getByRole("button", { name: "Cancel" }).click();
  await expect(page.getByText("The build was cancelled, and the page no longer has the dataset before it.")).toBeVisible();
});

test("a build that is refused leaves what was built before", async ({ page }) => {
  await open(page);
  await addFiles(page, [impressions(ONE_IMPRESSION), clicks(CLICKS)]);
  await build.run(page);
  const kept = page.getByLabel("Actions kept");
  await kept.fill("0");
  await page.getByRole("button", { name: "Build dataset" }).click();
  const refusal = page.getByRole("alert").filter({ hasText: "maxActions" });
  await expect(refusal).toBeVisible();
  await expect(page.getByText("The build did not begin. The dataset before it is still here")).toBeVisible();
  await expect(page.getByRole("table", { name: "Sample sequences" })).toBeVisible();
  await kept.fill("3");
  await expect(refusal).toBeHidden();
  await build.run(page);
});

test("what a page has built is gone from the browser once another one opens after it was closed", async ({ page, context }) => {
  const other = await context.newPage();
  await open(other);
  await addFiles(other, [impressions(ONE_IMPRESSION), clicks(CLICKS)]);
  await build.run(other);
  await open(page);
  expect(await stored(page), "what another page still shows stays").toEqual(["lookback"]);
  await other.close();
  await page.reload();
  await expect.poll(() => stored(page)).toEqual([]);
});

test("two tabs build side by side, and neither takes away what the other has built", async ({ page, context }) => {
  const other = await context.newPage();
  for (const tab of [page, other]) {
    await open(tab);
    await addFiles(tab, [impressions(ONE_IMPRESSION), clicks(CLICKS)]);
    await build.run(tab);
  }
  await other.getByLabel("Actions kept").fill("3");
  await build.run(other);
  const rowsOf = async (tab: typeof page) => (await readWithHyparquet((await download(tab, "Download Parquet")).bytes))[0];
  expect((await rowsOf(other))?.actions).toHaveLength(3);
  expect((await rowsOf(page))?.actions).toHaveLength(1000);
  await page.getByRole("tab", { name: "Distributions" }).click();
  await expect(page.getByRole("heading", { name: "History lengths" })).toBeVisible();
});

const BAD_FILES: [string, ReturnType<typeof clicks>, RegExp][] = [
  ["an empty file", clicks(""), /clicks\.csv is empty/],
  ["a missing column", clicks("dt,customer_id,item\n2024-05-14,1,2\n"), /clicks\.csv has no column .*item_id.*customer_id/s],
  [
    "a binary file named .csv",
    { role: "clicks", file: text("clicks.csv", new Uint8Array([80, 75, 3, 4, 0, 0, 1, 2])) },
    /clicks\.csv cannot be read/,
  ],
];

for (const [what, bad, message] of BAD_FILES) {
  test(`${what} is told by name, and the page works on`, async ({ page }) => {
    await open(page);
    await page.getByLabel("Add files").setInputFiles([
      { name: "impressions.json", mimeType: "application/json", buffer: Buffer.from(ONE_IMPRESSION) },
      { name: bad.file.path, mimeType: "text/csv", buffer: Buffer.from(await bad.file.blob.arrayBuffer()) },
    ]);
    await expect(page.getByLabel("Role of clicks.csv")).toBeVisible();
    const role = page.getByLabel("Role of clicks.csv");
    if (await role.isEnabled()) await role.selectOption("clicks");
    await page.getByRole("button", { name: "Build dataset" }).click();
    await expect(page.getByRole("alert").filter({ hasText: message }).first()).toBeVisible();
    await page.getByRole("button", { name: /Remove clicks\.csv/ }).click();
    await addFiles(page, [clicks(CLICKS, "clicks-2.csv")]);
    await build.run(page);
  });
}

test("the vocabulary of one file is saved beside it", async ({ page }) => {
  await open(page);
  await addFiles(page, [impressions(ONE_IMPRESSION), clicks(CLICKS)]);
  await page.getByLabel("Item ids", { exact: true }).selectOption("vocabulary");
  await build.run(page);
  expect((await download(page, "Download Parquet")).name).toBe("dataset.parquet");
  const { name, bytes } = await download(page, "Download vocabulary.parquet");
  expect(name).toBe("vocabulary.parquet");
  expect((await readWithHyparquet(bytes)).map(({ id }) => id)).toContain(1);
  await expect(page.getByText("Save both.")).toBeVisible();
});

test("days become one zip, and the vocabulary a file of its own", async ({ page }) => {
  await open(page);
  await addFiles(page, [impressions(ONE_IMPRESSION), clicks(CLICKS)]);
  await page.getByLabel("Files", { exact: true }).selectOption("dt");
  await page.getByLabel("Item ids", { exact: true }).selectOption("vocabulary");
  await build.run(page);
  const { name, bytes } = await download(page, "Download Parquet");
  expect(name).toMatch(/\.zip$/);
  const names = new TextDecoder("latin1").decode(bytes);
  expect(names).toContain("dt=2024-05-15/part-0.parquet");
  expect(names).toContain("vocabulary.parquet");
});
