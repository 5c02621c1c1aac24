import type { Page } from "@playwright/test";
import { expect, open, test } from "./fixtures";
import { build } from "./steps";

/** Web Vitals calls up to 0.1 good; here nothing that matters may move. */
const STILL = 0.02;

/** Notes what moves by itself, and gives how much it was since it was asked last. */
async function watchShifts(page: Page): Promise<() => Promise<number>> {
  await page.addInitScript(() => {
    const seen = globalThis as unknown as { shifts: number };
    seen.shifts = 0;
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries() as (PerformanceEntry & { value: number; hadRecentInput: boolean })[])
        if (!entry.hadRecentInput) seen.shifts += entry.value;
    }).observe({ type: "layout-shift", buffered: true });
  });
  return () =>
    page.evaluate(() => {
      const seen = globalThis as unknown as { shifts: number };
      const { shifts } = seen;
      seen.shifts = 0;
      return shifts;
    });
}

for (const width of [1440, 390]) {
  test(`nothing moves while the page opens, files are read, counts arrive and the dataset is built: ${width} px`, async ({
    page,
  }) => {
    await page.setViewportSize({ width, height: 844 });
    const shifts = await watchShifts(page);
    await open(page);
    await page.evaluate(() => document.fonts.ready);
    expect(await shifts()).toBeLessThan(STILL);

    await page.getByRole("button", { name: "Try sample data" }).click();
    await expect(page.getByRole("heading", { name: "previous_orders.csv" })).toBeVisible();
    // What the press itself brought, which may take its time on a busy machine.
    await shifts();
    await expect(page.getByRole("region", { name: "Check" })).toHaveAttribute("aria-busy", "false", { timeout: 30_000 });
    expect(await shifts()).toBeLessThan(STILL);

    await page.getByRole("button", { name: "Build dataset" }).click();
    await expect(page.getByRole("progressbar").first()).toBeVisible();
    await shifts();
    await build.done(page);
    await expect(page.getByRole("table", { name: "Sample sequences" }).getByRole("row").nth(1)).toContainText("2024");
    expect(await shifts()).toBeLessThan(STILL);
  });
}

const WIDTHS = [360, 768, 1024, 1440, 2560, 3840];

test("every state fits into a phone and into a wall", async ({ page }) => {
  test.setTimeout(120_000);
  const fits = async (state: string, width: (page: Page) => Promise<number> = wider) => {
    for (const px of WIDTHS) {
      await page.setViewportSize({ width: px, height: 900 });
      expect(await width(page), `${state} at ${px} px`).toBeLessThanOrEqual(0);
    }
  };
  await open(page);
  await fits("empty");
  await addSample(page);
  await fits("added");
  await build.run(page);
  for (const tab of ["Sequences", "Distributions", "Audit", "What if", "Rejected rows", "Output"]) {
    await page.getByRole("tab", { name: tab }).click();
    await fits(tab);
  }
  await page.getByRole("tab", { name: "Sequences" }).click();
  await page.getByRole("table", { name: "Sample sequences" }).getByRole("row").nth(1).click();
  await expect(page.getByRole("application")).toBeVisible();
  await fits("timeline", () =>
    page
      .getByRole("dialog")
      .locator("> *")
      .last()
      .evaluate((body) => body.scrollWidth - body.clientWidth),
  );
});

/** By how many pixels the page is wider than the window. */
async function wider(page: Page): Promise<number> {
  return page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
}

async function addSample(page: Page): Promise<void> {
  await page.getByRole("button", { name: "Try sample data" }).click();
  for (const role of ["impressions", "clicks", "add_to_carts", "previous_orders"])
    await expect(page.getByLabel(`Role of ${role}.`)).toHaveValue(role);
}
