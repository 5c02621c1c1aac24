import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import type { Locator, Page } from "@playwright/test";
import { violations } from "./axe";
import { expect, open, test } from "./fixtures";
import { addFiles, build } from "./steps";

const SHOWN = [
  { dt: "2024-05-15", ranking_id: "r1", customer_id: 1, impressions: [shown(10, true), shown(11, false), shown(12, null)] },
  { dt: "2024-05-15", ranking_id: "r2", customer_id: 2, impressions: [shown(10, false)] },
  { dt: "2024-05-16", ranking_id: "r3", customer_id: 1, impressions: [shown(13, false)] },
  { dt: "2024-05-16", ranking_id: "r4", customer_id: 21, impressions: [shown(14, false)] },
];
const CLICKS = `dt,customer_id,item_id,click_time
2024-05-13,1,500,2024-05-13 10:00:00
2024-05-14,1,501,2024-05-14 10:00:00
2024-05-15,1,502,2024-05-15 10:00:00
2024-05-14,2,500,2024-05-14 23:00:00
`;
const CARTS = `dt,customer_id,config_id,simple_id,occurred_at
2024-05-14,1,503,9,2024-05-14 11:00:00
`;

function shown(item_id: number, is_order: boolean | null) {
  return { item_id, is_order };
}

async function openBuilt(page: Page): Promise<Locator> {
  await open(page);
  await addFiles(page, [
    { role: "impressions", file: { path: "impressions.json", blob: new Blob([JSON.stringify(SHOWN)]) } },
    { role: "clicks", file: { path: "clicks.csv", blob: new Blob([CLICKS]) } },
    { role: "add_to_carts", file: { path: "add_to_carts.csv", blob: new Blob([CARTS]) } },
  ]);
  await build.run(page);
  return page.getByRole("table", { name: "Sample sequences" });
}

/** The texts of one column, from the top. */
async function column(table: Locator, name: string): Promise<string[]> {
  const headers = await table.getByRole("columnheader").allInnerTexts();
  const index = headers.findIndex((header) => header.startsWith(name));
  const rows = await table.locator("tbody tr").all();
  const cells = await Promise.all(rows.map((row) => row.getByRole("cell").allInnerTexts()));
  return cells.map((texts) => texts[index] ?? "");
}

const items = (table: Locator) => expect.poll(() => column(table, "Item"));

test("rows are sorted by a column, the other way round, and no longer", async ({ page }) => {
  const table = await openBuilt(page);
  await items(table).toEqual(["10", "11", "12", "10", "13", "14"]);
  await table.getByRole("button", { name: "Item" }).click();
  await items(table).toEqual(["10", "10", "11", "12", "13", "14"]);
  await expect(table.getByRole("columnheader", { name: "Item" })).toHaveAttribute("aria-sort", "ascending");
  await table.getByRole("button", { name: /^Newest/ }).click();
  await table.getByRole("button", { name: /^Newest/ }).click();
  await items(table).toEqual(["13", "10", "10", "11", "12", "14"]);
  expect(await column(table, "Newest")).toEqual([
    "2024-05-15 10:00:00",
    "2024-05-14 23:00:00",
    ...Array(3).fill("2024-05-14 11:00:00"),
    "–",
  ]);
  await table.getByRole("button", { name: /^Newest/ }).click();
  await items(table).toEqual(["10", "11", "12", "10", "13", "14"]);
});

test("rows are searched by a part of an id and by the whole of it", async ({ page }) => {
  const table = await openBuilt(page);
  await page.getByRole("searchbox").fill("1");
  await items(table).toEqual(["10", "11", "12", "13", "14"]);
  await page.getByLabel("Search by").selectOption("Customer is");
  await items(table).toEqual(["10", "11", "12", "13"]);
  await expect(page.getByText("4 of 6 rows match")).toBeVisible();
  await page.getByLabel("Search by").selectOption("Item in history is");
  await page.getByRole("searchbox").fill("500");
  await items(table).toEqual(["10", "11", "12", "10", "13"]);
  await page.getByRole("searchbox").fill("nothing");
  await expect(page.getByText("No row matches.")).toBeVisible();
  await page.getByRole("button", { name: "Clear filters" }).click();
  await items(table).toHaveLength(6);
  await expect(page.getByRole("searchbox")).toHaveValue("");
});

test("a bar leads to the rows that it counts", async ({ page }) => {
  const table = await openBuilt(page);
  await page.getByRole("tab", { name: "Distributions" }).click();
  await page.getByRole("img", { name: "Rows by day" }).hover({ position: { x: 250, y: 150 } });
  await expect(page.getByRole("img", { name: "Rows by day" })).toContainText("2 rows of 2 customers");
  await page.getByRole("img", { name: "Rows by day" }).click({ position: { x: 250, y: 150 } });
  await items(table).toEqual(["13", "14"]);
  await page.getByRole("button", { name: "Remove filter: Day 2024-05-16" }).click();
  await items(table).toHaveLength(6);
});

test("the figures of the plots agree with the rows that they lead to", async ({ page }) => {
  const table = await openBuilt(page);
  const show = async (name: string, row: RegExp, button: string) => {
    await page.getByRole("tab", { name: "Distributions" }).click();
    const line = page.getByRole("table", { name, exact: true }).getByRole("row", { name: row });
    const cells = await line.locator("th, td").allInnerTexts();
    await line.getByRole("button", { name: button, exact: true }).click();
    return cells.map((cell) => cell.trim());
  };
  expect(await show("Types in histories", /add-to-cart/, "add-to-cart")).toEqual("add-to-cart 2 25.0% 0.50 2 50.0%".split(" "));
  await items(table).toEqual(["10", "11", "12", "13"]);
  expect(await show("Histories by length", /^3–4/, "3–4")).toEqual("3–4 2 50.0% 0 33.3%".split(" "));
  await items(table).toEqual(["10", "11", "12", "13"]);
  expect(await show("Types by position", /^2–3/, "3")).toEqual("2–3 3 0 0".split(" "));
  await items(table).toEqual(["10", "11", "12", "13"]);
  expect(await show("Days", /2024-05-15/, "2024-05-15")).toEqual("2024-05-15 4 2 0.0% 33.3%".split(" "));
  await items(table).toEqual(["10", "11", "12", "10"]);
  expect(await show("Top items", /^10/, "2")).toEqual("10 2 0".split(" "));
  await items(table).toEqual(["10", "10"]);
});

test("conditions add up, and a random sample is drawn from what they leave", async ({ page }) => {
  const table = await openBuilt(page);
  await page.getByRole("button", { name: "Filters" }).click();
  await page.getByLabel("Label", { exact: true }).selectOption("0");
  await page.getByLabel("Day from").fill("2024-05-16");
  await page.keyboard.press("Escape");
  await items(table).toEqual(["13", "14"]);
  await page.getByRole("button", { name: "Remove filter: Day from 2024-05-16" }).click();
  await items(table).toEqual(["11", "10", "13", "14"]);
  await page.getByRole("button", { name: "Random sample" }).click();
  await page.getByLabel("Rows", { exact: true }).fill("2");
  await page.getByLabel("Seed", { exact: true }).fill("7");
  await page.getByRole("button", { name: "Draw" }).click();
  await expect(page.getByText("2 drawn of 4 rows")).toBeVisible();
  const drawn = await column(table, "Item");
  expect(drawn).toHaveLength(2);
  await page.getByRole("button", { name: "All rows" }).click();
  await items(table).toHaveLength(4);
  await page.getByRole("button", { name: "Draw" }).click();
  await items(table).toEqual(drawn);
});

test("the keyboard alone sorts, walks, opens, filters and clears", async ({ page }) => {
  const table = await openBuilt(page);
  const focused = page.locator(":focus");
  await table.getByRole("button", { name: "Oldest" }).focus();
  await page.keyboard.press("Tab");
  await expect(focused).toHaveText("2024-05-15");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("ArrowDown");
  await expect(table.locator("tbody tr", { has: focused })).toContainText("r2");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("dialog")).toContainText("Customer");
  await page.keyboard.press("Escape");
  await expect(page.getByRole("dialog")).toBeHidden();
  await page.keyboard.press("End");
  await expect(table.locator("tbody tr", { has: focused })).toContainText("r4");

  await page.getByRole("tab", { name: "Sequences" }).focus();
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("Enter");
  await page.getByRole("table", { name: "Days" }).getByRole("button", { name: "2024-05-16" }).focus();
  await page.keyboard.press("Enter");
  await items(table).toEqual(["13", "14"]);
  await expect(page.getByRole("tab", { name: "Sequences" })).toBeFocused();
  await page.getByRole("button", { name: "Clear filters" }).press("Enter");
  await items(table).toHaveLength(6);
});

test("rows are sorted and a timeline opens while the dataset is saved", async ({ page }) => {
  await open(page);
  const items = Array.from({ length: 4000 }, (_, slot) => shown(slot + 1, false));
  const carousel = { dt: "2024-05-15", ranking_id: "r", customer_id: 1, impressions: items };
  const line = (n: number) => `2024-05-14,1,${n},2024-05-14 00:00:${String(n % 60).padStart(2, "0")}\n`;
  const clicks = `dt,customer_id,item_id,click_time\n${Array.from({ length: 1000 }, (_, n) => line(n + 1)).join("")}`;
  await addFiles(page, [
    { role: "impressions", file: { path: "impressions.json", blob: new Blob([JSON.stringify([carousel])]) } },
    { role: "clicks", file: { path: "clicks.csv", blob: new Blob([clicks]) } },
  ]);
  await page.getByLabel("Compression").selectOption("none");
  await build.run(page);
  const saving = page.waitForEvent("download");
  await page.getByRole("button", { name: "Download Parquet" }).click();
  const saved = await saving;
  const table = page.getByRole("table", { name: "Sample sequences" });
  await table.getByRole("button", { name: "Slot" }).click();
  await table.getByRole("button", { name: "Slot" }).click();
  await expect(table.getByRole("row").nth(1)).toContainText("4000");
  await table.getByRole("row").nth(1).click();
  await expect(page.getByText("1,000 of 1,000 actions in the sequence.")).toBeVisible();
  await page.keyboard.press("Escape");
  const bytes = await readFile(await saved.path());
  expect(bytes.length).toBeGreaterThan(2_000_000);
  await page.getByRole("tab", { name: "Output" }).click();
  const sha256 = createHash("sha256").update(bytes).digest("hex");
  await expect(page.getByRole("row", { name: /dataset\.parquet/ })).toContainText(sha256);
});

for (const theme of ["Light", "Dark"]) {
  test(`everybody can use the sequences and the distributions: ${theme.toLowerCase()}`, async ({ page }) => {
    const table = await openBuilt(page);
    await page
      .getByText(`${theme} theme`)
      .or(page.getByLabel(`${theme} theme`))
      .first()
      .check({ force: true });
    expect(await violations(page)).toEqual([]);
    await page.getByRole("button", { name: "Filters" }).click();
    await page.getByLabel("History", { exact: true }).selectOption({ index: 1 });
    expect(await violations(page)).toEqual([]);
    await page.keyboard.press("Escape");
    await page.getByRole("button", { name: "Random sample" }).click();
    expect(await violations(page)).toEqual([]);
    await page.keyboard.press("Escape");
    await items(table).toEqual(["14"]);
    expect(await violations(page)).toEqual([]);
    await page.getByRole("tab", { name: "Distributions" }).click();
    await expect(page.getByRole("img", { name: "Rows by day" })).toBeVisible();
    expect(await violations(page)).toEqual([]);
  });
}
