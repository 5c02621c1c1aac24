import type { Page } from "@playwright/test";
import { expect, open, test } from "./fixtures";
import { build } from "./steps";

/** Web Vitals calls up to 0.1 good; here nothing that matters may move. */
const STILL = 0.02;

/** Notes what moves by itself, and not because of a press in the half second before. */
async function watchShifts(page: Page): Promise<() => Promise<number>> {
  await page.addInitScript(() => {
    const seen = globalThis as unknown as { shifts: number };
    seen.shifts = 0;
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries() as (PerformanceEntry & { value: number; hadRecentInput: boolean })[])
        if (!entry.hadRecentInput) seen.shifts += entry.value;
    }).observe({ type: "layout-shift", buffered: true });
  });
  return () => page.evaluate(() => (globalThis as unknown as { shifts: number }).shifts);
}

for (const width of [1440, 390]) {
  test(`nothing moves while files are read, counts arrive and the dataset is built: ${width} px`, async ({ page }) => {
    await page.setViewportSize({ width, height: 844 });
    const shifts = await watchShifts(page);
    await open(page);
    await page.getByRole("button", { name: "Try sample data" }).click();
    await expect(page.getByText(/rows can be used/)).toBeVisible();
    await build.run(page);
    await expect(page.getByRole("table", { name: "Sample sequences" }).getByRole("row").nth(1)).toContainText("2024");
    expect(await shifts()).toBeLessThan(STILL);
  });
}

for (const width of [360, 768, 1024, 1440, 2560, 3840]) {
  test(`every state fits into ${width} px`, async ({ page }) => {
    await page.setViewportSize({ width, height: 900 });
    const fits = async () => {
      const wide = await page.evaluate(() => document.documentElement.scrollWidth);
      expect(wide).toBeLessThanOrEqual(width);
    };
    await open(page);
    await fits();
    await page.getByRole("button", { name: "Try sample data" }).click();
    await expect(page.getByText(/rows can be used/)).toBeVisible();
    await fits();
    await build.run(page);
    await fits();
    for (const tab of ["Distributions", "Audit", "What if", "Rejected rows", "Output", "Sequences"]) {
      await page.getByRole("tab", { name: tab }).click();
      await fits();
    }
    await page.getByRole("table", { name: "Sample sequences" }).getByRole("row").nth(1).click();
    await expect(page.getByRole("application")).toBeVisible();
    await fits();
    const dialog = page.getByRole("dialog").locator("> *").last();
    expect(await dialog.evaluate((body) => body.scrollWidth - body.clientWidth)).toBe(0);
  });
}
