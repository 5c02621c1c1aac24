import { mkdir, mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type { Locator, Page } from "@playwright/test";
import type { Report } from "../lib/report";
import { violations } from "./axe";
import { expect, open, test } from "./fixtures";
import { build, download } from "./steps";

const file = (name: string, text: string) => ({ name, mimeType: "application/octet-stream", buffer: Buffer.from(text) });

/** One row an item: customers 1 and 2 on two days. */
const SHOWN = file(
  "impressions.csv",
  `dt,ranking_id,customer_id,item_id,is_order
2024-05-15,r1,1,100,true
2024-05-15,r1,1,101,false
2024-05-16,r2,2,100,false
`,
);

const add = (page: Page, ...files: ReturnType<typeof file>[]) => page.getByLabel("Add files").setInputFiles(files);
const findings = (page: Page): Locator => page.getByRole("list", { name: "Findings" });
const column = (page: Page, canonical: string, name: string) => page.getByLabel(`Column for ${canonical} in ${name}`);
const reportOf = async (page: Page): Promise<Report> =>
  JSON.parse(new TextDecoder().decode((await download(page, "Download report")).bytes));

test("a log without a header is mapped by hand, its values in view", async ({ page }) => {
  await open(page);
  await add(page, SHOWN, file("clicks.csv", "1,100,2024-05-14 10:00:00\n1,101,2024-05-13 10:00:00\n2,555,2024-05-12 10:00:00\n"));
  await expect(findings(page)).toContainText("clicks.csv has no column that is customer_id, item_id or click_time");
  await expect(page.getByRole("list", { name: "Other columns of clicks.csv" })).toContainText("2024-05-14 10:00:00");
  await findings(page).getByRole("button", { name: "Choose customer_id" }).click();
  await expect(column(page, "customer_id", "clicks.csv")).toBeFocused();
  await column(page, "customer_id", "clicks.csv").selectOption("column_1");
  await column(page, "item_id", "clicks.csv").selectOption("column_2");
  await column(page, "click_time", "clicks.csv").selectOption("column_3");
  await expect(page.getByRole("list", { name: "Columns of clicks.csv" })).toContainText(
    "2024-05-14 10:00:00 → 2024-05-14 10:00:00 UTC",
  );
  await build.run(page);
  expect((await reportOf(page)).actionTypes).toEqual({ "1": 3, "2": 0, "3": 0 });
});

test("an event log is understood, and what its types are is proposed and not assumed", async ({ page }) => {
  await open(page);
  const types = ["view", "addtocart", "transaction", "scroll"];
  const rows = types.map((type, n) => `${Date.UTC(2024, 4, 10 + n)},1,${type},${100 + n}\n`);
  await add(page, SHOWN, file("events.csv", `timestamp,visitorid,event,itemid\n${rows.join("")}`));
  const mapping = page.getByRole("list", { name: "Columns of events.csv" });
  await expect(column(page, "customer_id", "events.csv").locator(":checked")).toHaveText("visitorid");
  await expect(mapping).toContainText(/likely · by name/);
  await expect(mapping).toContainText("epoch milliseconds");
  await expect(findings(page)).toContainText("rejected as unknown-action-type");
  expect(await violations(page)).toEqual([]);
  await page.getByRole("button", { name: "Use these" }).click();
  await page.getByLabel("Action for scroll in events.csv").selectOption("ignored");
  await expect(page.getByLabel("Action for transaction in events.csv")).toHaveValue("order");
  await build.run(page);
  expect((await reportOf(page)).actionTypes).toEqual({ "1": 1, "2": 1, "3": 1 });
});

test("an event type that the first rows do not show can be told, and rows without a type are counted", async ({ page }) => {
  await open(page);
  const row = (type: string, n: number) => `${Date.UTC(2024, 4, 10)},1,${type},${1 + (n % 500)}\n`;
  const rows = Array.from({ length: 5000 }, (_, n) => row(n % 10 === 0 ? "" : "click", n));
  await add(page, SHOWN, file("events.csv", `occurred_at,customer_id,action_type,item_id\n${rows.join("")}${row("refund", 1)}`));
  await page.locator("details").filter({ hasText: "columns used" }).last().locator("summary").first().click();
  await expect(page.getByText("10.0% of these rows have no type: they are rejected.")).toBeVisible();
  await page.getByRole("textbox", { name: "Another event type of events.csv" }).fill(" refund ");
  await page.getByLabel("Action for another event type of events.csv").selectOption("ignored");
  await expect(page.getByLabel("Action for refund in events.csv")).toHaveValue("ignored");
  await expect(page.getByRole("textbox", { name: "Another event type of events.csv" })).toHaveValue("");
  expect(await violations(page)).toEqual([]);
  await build.run(page);
  const [, events] = (await reportOf(page)).sources;
  expect(events).toMatchObject({ rowsKept: 4500, ignored: 1, rejected: { "unknown-action-type": 500 } });
});

test("a guess can be undone", async ({ page }) => {
  await open(page);
  await add(page, file("clicks.csv", "visitorid,sku,ts\n1,100,2024-05-14T10:00:00Z\n"));
  await expect(column(page, "item_id", "clicks.csv").locator(":checked")).toHaveText("sku");
  await page.getByRole("button", { name: "Undo item_id" }).click();
  await expect(page.getByText("No column is item_id")).toBeVisible();
});

test("a wrong column is found out before the build, and mended from where it is said", async ({ page }) => {
  await open(page);
  const rows = Array.from({ length: 30 }, (_, n) => `${9000 + n},${1 + (n % 2)},100,2024-05-1${n % 5}T10:00:00Z\n`);
  await add(page, SHOWN, file("clicks.csv", `customer_id,member,item_id,click_time\n${rows.join("")}`));
  const said = findings(page).getByText("No customer in clicks.csv has impressions. That is almost always a wrong column.");
  await expect(said).toBeVisible({ timeout: 30_000 });
  await said.getByRole("button", { name: "See customer_id" }).click();
  await expect(column(page, "customer_id", "clicks.csv")).toBeFocused();
  await column(page, "customer_id", "clicks.csv").selectOption("member");
  await expect(said).toBeHidden();
  await expect(page.getByText("100% of all 33 rows can be used")).toBeVisible({ timeout: 30_000 });
  await build.run(page);
  expect((await reportOf(page)).actions).toBe(30);
});

test("a folder of parts is one card, and what is no data in it is said to be skipped", async ({ page }) => {
  const folder = await mkdtemp(join(tmpdir(), "lookback-parts-"));
  const days = Array.from({ length: 12 }, (_, n) => `2024-05-${String(n + 1).padStart(2, "0")}`);
  const parts = days.map((day) => [`dt=${day}/part-0.csv`, `customer_id,item_id,click_time\n1,100,${day}T10:00:00Z\n`]);
  for (const [path = "", text = ""] of [...parts, ["_SUCCESS", ""]]) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), text);
  }
  await open(page);
  await add(page, SHOWN);
  await page.getByLabel("Add folder").setInputFiles(folder);
  await expect(page.getByRole("heading", { name: /^12 files in/ })).toBeVisible();
  await page.getByLabel("Role of all 12 files").selectOption("clicks");
  await expect(page.getByText(/^Skipped .*_SUCCESS/)).toBeVisible();
  await build.run(page);
  const report = await reportOf(page);
  expect([report.actions, report.partitionDateMismatches]).toEqual([12, 0]);
});

test("sessions with a list of events in JSON Lines are taken apart", async ({ page }) => {
  await open(page);
  const clicks = [13, 14].map((day) => ({ aid: 100, ts: Date.UTC(2024, 4, day), type: "clicks" }));
  const carts = [{ aid: 101, ts: Date.UTC(2024, 4, 14), type: "carts" }];
  const sessions = [clicks, carts].map((events, n) => `${JSON.stringify({ session: n + 1, events })}\n`);
  await add(page, SHOWN, file("log.jsonl", sessions.join("")));
  await expect(column(page, "item_id", "log.jsonl").locator(":checked")).toHaveText("events.aid");
  await page.getByRole("button", { name: "Use these" }).click();
  await build.run(page);
  expect((await reportOf(page)).actionTypes).toEqual({ "1": 2, "2": 1, "3": 0 });
});

test("whether the day or the month stands first is asked, where the dates do not tell", async ({ page }) => {
  await open(page);
  await add(page, SHOWN, file("orders.csv", "order_date,customer_id,config_id\n03/04/2024,1,100\n05/04/2024,2,100\n"));
  const question = page.getByRole("region", { name: "Order of dates" });
  await expect(question).toContainText("03/04/2024");
  await question.getByRole("button", { name: "4 March 2024" }).click();
  await expect(page.getByRole("cell", { name: "2024-03-04 to 2024-05-04" })).toBeVisible({ timeout: 30_000 });
  await question.getByRole("button", { name: "3 April 2024" }).click();
  await expect(page.getByRole("cell", { name: "2024-04-03 to 2024-04-05" })).toBeVisible({ timeout: 30_000 });
  await build.run(page);
  expect((await reportOf(page)).actions).toBe(2);
});

test("rejected rows are filtered by their reason, and each shows its whole text", async ({ page }) => {
  await open(page);
  const rows = ["1,100,2024-05-14", "1,,2024-05-14", "1,101,yesterday", "2,100,tomorrow"];
  await add(page, SHOWN, file("clicks.csv", `customer_id,item_id,click_time\n${rows.join("\n")}\n`));
  await build.run(page);
  await page.getByRole("tab", { name: /Rejected rows/ }).click();
  const table = page.getByRole("table", { name: "Rejected rows" });
  await expect(table.getByRole("row")).toHaveCount(4);
  await page.getByRole("radio", { name: "bad-time 2" }).check();
  await expect(table.getByRole("row")).toHaveCount(3);
  await table.getByText("2,100,tomorrow").click();
  await expect(page.getByRole("region", { name: "Chosen row" })).toContainText("clicks.csv, row 4: bad-time");
  expect(await violations(page)).toEqual([]);
});

test("impressions with an item a row are carousels by customer and day, in the order that they say", async ({ page }) => {
  await open(page);
  const rows = ["2024-05-15T08:00:00Z,1,100,0,2", "2024-05-15T08:00:00Z,1,101,1,1", "2024-05-16T23:59:59Z,2,102,0,1"];
  await add(
    page,
    file("shown.csv", `date,user_id,product_id,purchased,position\n${rows.join("\n")}\n`),
    file("clicks.csv", "customer_id,item_id,click_time\n1,101,2024-05-14 10:00:00\n"),
  );
  await expect(page.getByLabel("Role of shown.csv")).toHaveValue("impressions");
  await page.getByRole("button", { name: /^Use all \d/ }).click();
  await expect(page.getByRole("list", { name: "Columns of shown.csv" })).toContainText("2024-05-15T08:00:00Z → 2024-05-15");
  await expect(column(page, "slot", "shown.csv").locator(":checked")).toHaveText("position");
  await build.run(page);
  const report = await reportOf(page);
  expect([report.impressions, report.rows, report.histories, report.emptyHistories]).toEqual([2, 3, 2, 1]);
  const first = page.getByRole("table", { name: "Sample sequences" }).getByRole("row").nth(1);
  await expect(first.getByText("101", { exact: true })).toBeVisible();
});

test("the item of a carousel is a field of any name, which is asked for where none is known", async ({ page }) => {
  await open(page);
  const carousel = (thing: number) => `"[{""thing"":${thing},""bought"":true}]"`;
  await add(
    page,
    file("impressions.csv", `dt,customer_id,impressions\n2024-05-15,1,${carousel(100)}\n2024-05-16,1,${carousel(101)}\n`),
    file("clicks.csv", "customer_id,item_id,click_time\n1,101,2024-05-14 10:00:00\n"),
  );
  const field = (canonical: string) => page.getByLabel(`Field for ${canonical} in impressions.csv`);
  const said = findings(page).getByText("all 2 rows will be rejected as missing-item-id");
  await said.getByRole("button", { name: "See item_id" }).click();
  await expect(field("item_id")).toBeFocused();
  await expect(field("is_order").locator(":checked")).toHaveText("bought");
  await field("item_id").selectOption("thing");
  await expect(said).toBeHidden();
  await build.run(page);
  expect((await reportOf(page)).rows).toBe(2);
});

test("what was found out of a file is changed where it stands, and the mapping and the build follow", async ({ page }) => {
  await open(page);
  await add(page, SHOWN, file("clicks.csv", "1^100^2024-05-14 10:00:00\n2^101^2024-05-13 10:00:00\n"));
  await expect(findings(page)).toContainText("clicks.csv has no column that is customer_id, item_id or click_time");
  await page.getByText(/^CSV · comma · header · UTF-8 · 1 column/).click();
  await page.getByLabel("Delimiter of clicks.csv").selectOption("^");
  await expect(page.getByText(/^CSV · caret · no header · UTF-8 · 3 columns/)).toBeVisible();
  await column(page, "customer_id", "clicks.csv").selectOption("column_1");
  await column(page, "item_id", "clicks.csv").selectOption("column_2");
  await column(page, "click_time", "clicks.csv").selectOption("column_3");
  await build.run(page);
  expect((await reportOf(page)).actions).toBe(2);
  await page.getByLabel("First row of clicks.csv").selectOption("header");
  await expect(findings(page)).toContainText("clicks.csv has no column that is customer_id, item_id or click_time");
  await page.getByLabel("First row of clicks.csv").selectOption("data");
  await expect(findings(page)).toBeHidden();
  await build.run(page);
  expect((await reportOf(page)).actions).toBe(2);
});

test("what was told wrongly of a file can be taken back, though the file cannot be read then", async ({ page }) => {
  await open(page);
  await add(page, SHOWN, file("clicks.csv", "customer_id,item_id,click_time\n1,100,2024-05-14 10:00:00\n"));
  const card = page.getByRole("listitem").filter({ has: page.getByRole("heading", { name: "clicks.csv" }) });
  await card.getByText(/^CSV · comma · header/).click();
  await page.getByLabel("Format of clicks.csv").selectOption("jsonl");
  await expect(card.getByRole("alert")).toContainText("its format is said to be jsonl");
  await card.getByRole("button", { name: "Find out again" }).click();
  await expect(card.getByRole("alert")).toBeHidden();
  await expect(card.getByText(/^CSV · comma · header/)).toBeVisible();
});

test("a limit is raised on the card of the file that passes it", async ({ page }) => {
  await open(page);
  const names = Array.from({ length: 2001 }, (_, n) => `c${n}`);
  await add(page, file("clicks.csv", `${names.join()}\n`));
  await page.getByRole("button", { name: "Allow 20,000 columns" }).click();
  await expect(page.getByText(/^CSV · comma · header · UTF-8 · 2,001 columns/)).toBeVisible();
});

test("names of columns are shown as text, whatever they hold", async ({ page }) => {
  await open(page);
  const names = [
    "customer_id",
    "",
    "x",
    "x",
    '"a ""quoted"" one"',
    "x'; DROP TABLE actions; --",
    "<img src=x onerror=alert(1)>",
    "🛒",
  ];
  await add(page, SHOWN, file("clicks.csv", `${names.join()},click_time\n1,2,3,4,5,6,7,100,2024-05-14 10:00:00\n`));
  const options = column(page, "item_id", "clicks.csv").locator("option");
  await expect(options).toHaveText([
    "None",
    ...["customer_id", "column_2", "x (1)", "x (2)", 'a "quoted" one', names[5] ?? "", names[6] ?? "", "🛒", "click_time"],
  ]);
  await column(page, "item_id", "clicks.csv").selectOption("🛒");
  await expect(page.locator("img[src=x]")).toHaveCount(0);
  await build.run(page);
  expect((await reportOf(page)).actions).toBe(1);
});
