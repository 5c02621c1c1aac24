import type { Locator, Page } from "@playwright/test";
import type { Report } from "../lib/report";
import { violations } from "./axe";
import { expect, open, test } from "./fixtures";
import { build, download } from "./steps";

const file = (name: string, text: string, encoding: BufferEncoding) => ({
  name,
  mimeType: "application/octet-stream",
  buffer: Buffer.from(text, encoding),
});

const SHOWN = `dt,ranking_id,customer_id,item_id,is_order
2024-05-15,r1,José,100,true
2024-05-15,r2,Zoë,101,false
`;
const CLICKED = `customer_id,item_id,click_time
José,100,2024-05-14T10:00:00Z
José,101,2024-05-13T10:00:00Z
Zoë,101,2024-05-12T10:00:00Z
`;

const cardOf = (page: Page, name: string): Locator =>
  page.getByRole("listitem").filter({ has: page.getByRole("heading", { name }) });

async function addFiles(page: Page): Promise<void> {
  await open(page);
  const files = [file("impressions.csv", SHOWN, "utf8"), file("clicks.csv", CLICKED, "latin1")];
  await page.getByLabel("Add files").setInputFiles(files);
}

async function builtReport(page: Page): Promise<Report> {
  await build.run(page);
  return JSON.parse(new TextDecoder().decode((await download(page, "Download report")).bytes));
}

test("an encoding that is told wrongly is seen on the card, and set right there", async ({ page }) => {
  await addFiles(page);
  const card = cardOf(page, "clicks.csv");
  const reading = card.getByText(/^CSV · comma · header · /);
  await expect(reading).toContainText("Windows-1252");
  await card.getByText(/columns used$/).click();
  const columns = page.getByRole("list", { name: "Columns of clicks.csv" });
  await expect(columns).toContainText("José");

  await reading.click();
  await page.getByLabel("Encoding of clicks.csv").selectOption("utf-8");
  await expect(card).toContainText("It is read as UTF-8, but its bytes are Windows-1252.");
  await expect(reading).toContainText("UTF-8");
  await expect(columns).toContainText("Jos\ufffd");
  await expect(page.getByRole("list", { name: "Findings" })).toContainText("clicks.csv cannot be read", { timeout: 30_000 });
  expect(await violations(page)).toEqual([]);

  await page.getByLabel("Encoding of clicks.csv").selectOption("windows-1252");
  await expect(card).not.toContainText("but its bytes are");
  await expect(columns).toContainText("José");
  const { actions, histories, emptyHistories, config } = await builtReport(page);
  expect({ actions, histories, emptyHistories }).toEqual({ actions: 3, histories: 2, emptyHistories: 0 });
  expect(config.standardize.read).toEqual({ clicks: { encoding: "windows-1252" } });
});

test("values that another encoding spoils are seen on the card, and one press takes it back", async ({ page }) => {
  await addFiles(page);
  const card = cardOf(page, "impressions.csv");
  await card.getByText(/columns used$/).click();
  await card.getByText(/^CSV · comma · header · UTF-8/).click();
  await page.getByLabel("Encoding of impressions.csv").selectOption("windows-1252");
  const columns = page.getByRole("list", { name: "Columns of impressions.csv" });
  await expect(columns).toContainText("JosÃ©");
  await expect(card).toContainText("It is read as Windows-1252, but its bytes are UTF-8.");
  await card.getByRole("button", { name: "Read as UTF-8" }).click();
  await expect(card).not.toContainText("but its bytes are");
  await expect(columns).toContainText("José");
  const { emptyHistories, config } = await builtReport(page);
  expect(emptyHistories).toBe(0);
  expect(config.standardize.read).toEqual({});
});
