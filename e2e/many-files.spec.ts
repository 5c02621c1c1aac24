import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Report } from "../lib/report";
import { expect, open, test } from "./fixtures";
import { build, download } from "./steps";

const FILES = 1000;
const DAY_MILLISECONDS = 86_400_000;

test("a thousand files of one role are one card, are checked, and each is in the build", async ({ page }) => {
  test.setTimeout(120_000);
  const folder = await mkdtemp(join(tmpdir(), "lookback-many-"));
  for (let n = 0; n < FILES; n += 1) {
    const day = new Date(Date.UTC(2021, 0, 1) + n * DAY_MILLISECONDS).toISOString().slice(0, 10);
    const part = join(folder, "clicks", `dt=${day}`);
    await mkdir(part, { recursive: true });
    await writeFile(join(part, "part-0.csv"), `customer_id,item_id,click_time\n${n % 10},${100 + (n % 10)},${day}T10:00:00Z\n`);
  }
  const shown = Array.from({ length: 10 }, (_, customer) => `2024-05-15,r${customer},${customer},${100 + customer},false`);
  await open(page);
  await page.getByLabel("Add files").setInputFiles({
    name: "impressions.csv",
    mimeType: "text/csv",
    buffer: Buffer.from(`dt,ranking_id,customer_id,item_id,is_order\n${shown.join("\n")}\n`),
  });
  await page.getByLabel("Add folder").setInputFiles(folder);
  await expect(page.getByLabel("Role of all 1,000 files")).toHaveValue("clicks", { timeout: 60_000 });
  await expect(page.getByRole("heading", { name: /^1,000 files in/ })).toBeVisible();
  await expect(page.getByRole("region", { name: "Check" }).getByText(/% of .* rows can be used/)).toBeVisible({
    timeout: 60_000,
  });
  await build.run(page);
  const report: Report = JSON.parse(new TextDecoder().decode((await download(page, "Download report")).bytes));
  expect(report.sources).toHaveLength(FILES + 1);
  expect(report).toMatchObject({ actions: FILES, histories: 10, emptyHistories: 0, partitionDateMismatches: 0 });
  expect(report.actionTypes).toEqual({ "1": FILES, "2": 0, "3": 0 });
  await rm(folder, { recursive: true });
});
