import type { Locator, Page } from "@playwright/test";
import type { Report } from "../lib/report";
import { violations } from "./axe";
import { expect, open, test } from "./fixtures";
import { addFiles, build, download } from "./steps";

const file = (path: string, content: string) => ({ path, blob: new Blob([content]) });
const shown = (dt: string, customer: number) =>
  `{"dt":"${dt}","ranking_id":"r","customer_id":${customer},"impressions":[{"item_id":900,"is_order":true}]}`;
const IMPRESSIONS = `[${shown("2024-05-14", 8)},${shown("2024-05-14", 77)},${shown("2024-05-15", 77)}]`;
const CLICKS = `dt,customer_id,item_id,click_time
2024-05-13,77,200,2024-05-13 12:00:00
2024-05-14,77,9007199254740993,2024-05-14 09:00:00
2024-05-15,77,400,2024-05-15 00:00:00
`;

async function built(page: Page): Promise<void> {
  await open(page);
  await addFiles(page, [
    { role: "impressions", file: file("impressions.json", IMPRESSIONS) },
    { role: "clicks", file: file("clicks.csv", CLICKS) },
  ]);
  await build.run(page);
}

async function openFirstRow(page: Page): Promise<void> {
  await page.getByRole("table", { name: "Sample sequences" }).getByRole("row").nth(1).click();
  await expect(page.getByRole("application")).toBeFocused();
}

test("find a customer, step the days, and see why an action of the same day is out", async ({ page }) => {
  await built(page);
  await openFirstRow(page);
  await page.getByRole("combobox", { name: "Find a customer" }).fill("7");
  await page.getByRole("option", { name: /^77/ }).click();
  const timeline = page.getByRole("application", { name: "Timeline of customer 77 for 2024-05-15" });
  await expect(timeline).toBeFocused();
  await page.keyboard.press("ArrowUp");
  await expect(page.getByRole("application", { name: "Timeline of customer 77 for 2024-05-14" })).toBeFocused();
  const sameDay = page.getByRole("row", { name: /9007199254740993/ });
  await expect(sameDay).toContainText("at or after the cutoff");

  await page.keyboard.press("Home");
  await expect(page.getByText("In: 12 h before the cutoff.")).toBeVisible();
  await page.keyboard.press("ArrowRight");
  await expect(page.getByText("Out: 9 h after the cutoff.")).toBeVisible();
  await page.keyboard.press("ArrowDown");
  await expect(page.getByText("In: 15 h before the cutoff.")).toBeVisible();
  await expect(sameDay).toContainText("in the sequence");
  await page.keyboard.press("ArrowRight");
  await expect(page.getByText("Out: exactly at the cutoff, and only what is strictly before it counts.")).toBeVisible();
});

test("the cells of the tensor and the marks point at each other, and the lists are copied as Python", async ({
  page,
  context,
}) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await built(page);
  await page.getByRole("table", { name: "Sample sequences" }).getByRole("row").nth(3).click();
  const strip = page.getByRole("img", { name: /^2 actions: 2 clicks; 998 padding$/ }).last();
  await strip.hover({ position: { x: 3, y: 5 } });
  await expect(page.getByText("actions[0]", { exact: true })).toBeVisible();
  await expect(page.getByText("In: 15 h before the cutoff.")).toBeVisible();
  await page.getByRole("button", { name: "Copy lists" }).click();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(
    "actions = [9007199254740993, 200] + [0] * 998\naction_types = [1, 1] + [0] * 998",
  );
});

test("the audit tells how close it was, and opens the timeline that shows it", async ({ page }) => {
  await built(page);
  await page.getByRole("tab", { name: "Audit" }).click();
  await expect(page.getByRole("heading", { name: "3 histories checked, 0 leaks" })).toBeVisible();
  await expect(page.getByText("12 h before", { exact: true })).toBeVisible();
  const link = page.getByRole("button", { name: "77 on 2024-05-14" });
  await link.click();
  await expect(page.getByRole("application", { name: "Timeline of customer 77 for 2024-05-14" })).toBeFocused();
  await page.keyboard.press("ArrowRight");
  await expect(page.getByText("In: 12 h before the cutoff.")).toBeVisible();
  await page.keyboard.press("Escape");
  await page.keyboard.press("Escape");
  await expect(page.getByRole("application")).toHaveCount(0);
  await expect(link).toBeFocused();
});

test("what if agrees with the dataset that is built with its settings", async ({ page }) => {
  await open(page);
  await page.getByRole("button", { name: "Try sample data" }).click();
  await build.run(page);
  await page.getByRole("tab", { name: "What if" }).click();
  const tried = page.getByRole("region", { name: "What if" });
  await tried.getByLabel("Actions kept").fill("60");
  await tried.getByLabel("Lookback, days").fill("9");
  await tried.getByLabel("An action counts by").selectOption("partition_date");
  const figure = (name: string, column: number) => page.getByRole("row", { name }).getByRole("cell").nth(column);
  await expect(figure("Histories that change", 1)).not.toHaveText("0");
  await expect(figure("Actions lost", 1)).not.toHaveText("0");
  await expect(figure("Actions added", 1)).not.toHaveText("0");
  const expected = await Promise.all(
    ["Actions in histories", "Empty histories", "Truncated histories"].map((name) => figure(name, 1).textContent()),
  );
  await tried.getByRole("button", { name: "Use in the recipe" }).click();
  await expect(page.getByText("Built with earlier files or settings")).toBeVisible();
  await build.run(page);
  const report: Report = JSON.parse(new TextDecoder().decode((await download(page, "Download report")).bytes));
  const whole = (text: string | null) => Number(text?.replace(/ .*|,/g, ""));
  const tokens = Object.values(report.actionTypes).reduce((sum, count) => sum + count, 0);
  expect([tokens, report.emptyHistories, report.truncatedHistories]).toEqual(expected.map(whole));
});

for (const colorScheme of ["light", "dark"] as const) {
  test(`the timeline, the audit and what if are accessible, ${colorScheme}`, async ({ page }) => {
    await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
    await built(page);
    await page.getByRole("tab", { name: "Audit" }).click();
    await expect(page.getByText("12 h before", { exact: true })).toBeVisible();
    expect(await violations(page)).toEqual([]);
    await page.getByRole("tab", { name: "What if" }).click();
    await expect(page.getByRole("table", { name: "What if" })).toBeVisible();
    expect(await violations(page)).toEqual([]);
    await page.getByRole("tab", { name: "Sequences" }).click();
    await openFirstRow(page);
    expect(await violations(page)).toEqual([]);
    await page.getByRole("combobox", { name: "Find a customer" }).fill("77");
    await page.getByRole("option", { name: /^77/ }).click();
    await page.keyboard.press("ArrowRight");
    await expect(page.getByText(/^In: /)).toBeVisible();
    expect(await violations(page)).toEqual([]);
  });
}

/** Whether the row of a table lies within what of the table is scrolled into view, below its header. */
async function isScrolledIn(row: Locator, scroller: Locator): Promise<boolean> {
  const [inner, outer] = await Promise.all([row.boundingBox(), scroller.boundingBox()]);
  return inner !== null && outer !== null && inner.y >= outer.y + 31 && inner.y + inner.height <= outer.y + outer.height + 1;
}

test("a cell leads to its row among more rows than the scrollbar has pixels for", async ({ page }) => {
  const rows = 600_000;
  const clicks = Array.from({ length: rows }, (_, n) => {
    const at = new Date(Date.UTC(2024, 4, 14, 23, 59, 59) - n * 10_000).toISOString();
    return `${at.slice(0, 10)},8,${n + 1},${at.slice(0, 19)}\n`;
  });
  await open(page);
  await addFiles(page, [
    { role: "impressions", file: file("impressions.json", `[${shown("2024-05-15", 8)}]`) },
    { role: "clicks", file: file("clicks.csv", `dt,customer_id,item_id,click_time\n${clicks.join("")}`) },
  ]);
  await build.run(page);
  await openFirstRow(page);
  await page.keyboard.press("Home");
  const actions = page.getByRole("region", { name: "All actions" });
  const selected = actions.getByRole("row").filter({ has: page.locator("[aria-pressed=true]") });
  await expect(selected).toHaveAttribute("aria-rowindex", String(rows + 1));
  await expect.poll(() => isScrolledIn(selected, actions)).toBe(true);
  await page.keyboard.press("ArrowRight");
  await expect(selected).toHaveAttribute("aria-rowindex", String(rows));
  await actions.evaluate((element) => element.scrollTo({ top: 15_000_000 }));
  await page
    .getByRole("region", { name: "Cells of the tensor" })
    .getByRole("img")
    .click({ position: { x: 2, y: 25 } });
  await expect(selected).toContainText("in the sequence");
  await expect.poll(() => isScrolledIn(selected, actions)).toBe(true);
});
