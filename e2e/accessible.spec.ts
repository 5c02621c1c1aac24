import type { Page } from "@playwright/test";
import { parseConfig } from "../lib/config";
import { linkOf } from "../lib/link";
import { violations } from "./axe";
import { expect, open, test } from "./fixtures";
import { addFiles, build } from "./steps";

const file = (path: string, content: string) => ({ path, blob: new Blob([content]) });
const IMPRESSIONS = file(
  "impressions.json",
  '[{"dt":"2024-05-15","ranking_id":"r","customer_id":1,"impressions":[{"item_id":900,"is_order":true}]}]',
);
const CLICKS = file("clicks.csv", "dt,customer_id,item_id,click_time\n2024-05-14,1,2,2024-05-14 09:00:00\n2024-05-14,1,,noon\n");
const STRANGE = file("export.csv", "a,b,c\n1,2,3\n");
/** Enough rows for a build to be seen under way. */
const MANY = file(
  "many.csv",
  `dt,customer_id,item_id,click_time\n${Array.from({ length: 300_000 }, (_, n) => `2024-05-14,1,${1 + n},2024-05-14 09:00:00\n`).join("")}`,
);

const impressions = { role: "impressions", file: IMPRESSIONS } as const;
const clicks = { role: "clicks", file: CLICKS } as const;

async function checked(page: Page): Promise<void> {
  await expect(page.getByRole("region", { name: "Check" })).toHaveAttribute("aria-busy", "false", { timeout: 30_000 });
}

/** How the page comes into each of its states that no other story looks at. */
const STATES: Record<string, (page: Page) => Promise<void>> = {
  "nothing yet": async (page) => open(page),
  "the menu of the config": async (page) => {
    await open(page);
    await page.getByRole("button", { name: "Config" }).click();
    await expect(page.getByRole("menuitem").first()).toBeVisible();
  },
  "settings from a link": async (page) => {
    await open(page, `#${await linkOf(parseConfig({ filter: { lookbackDays: 90 }, rank: { maxActions: 5 } }))}`);
    await expect(page.getByRole("table", { name: "Settings that differ from the defaults" })).toBeVisible();
  },
  "files that were checked": async (page) => {
    await open(page);
    await addFiles(page, [impressions, clicks]);
    await checked(page);
    await page.getByText("4 of 4 columns used").last().click();
  },
  "a build that failed": async (page) => {
    await open(page);
    await addFiles(page, [clicks]);
    await page
      .getByLabel("Add files")
      .setInputFiles({ name: STRANGE.path, mimeType: "text/csv", buffer: Buffer.from(await STRANGE.blob.text()) });
    await expect(page.getByText("No known schema. Choose what it holds.")).toBeVisible();
    await page.getByRole("button", { name: "Build dataset" }).click();
    await expect(page.getByRole("alert").first()).toBeVisible();
  },
  "a build under way": async (page) => {
    await open(page);
    await addFiles(page, [impressions, { role: "clicks", file: MANY }]);
    await page.getByRole("button", { name: "Build dataset" }).click();
    await expect(page.getByRole("region", { name: "Build in progress" })).toBeVisible();
  },
  "a result that is stale": async (page) => {
    await open(page);
    await addFiles(page, [impressions, clicks]);
    await build.run(page);
    await page.getByLabel("Actions kept").first().fill("5");
    await expect(page.getByText("Built with earlier files or settings")).toBeVisible();
  },
  "the output and its programs": async (page) => {
    await open(page);
    await addFiles(page, [impressions, clicks]);
    await build.run(page);
    await page.getByRole("tab", { name: "Output" }).click();
    await page.getByRole("tab", { name: "Spark" }).click();
    await expect(page.getByText("Builds the same rows on a cluster")).toBeVisible();
  },
  "rejected rows": async (page) => {
    await open(page);
    await addFiles(page, [impressions, clicks]);
    await build.run(page);
    await page.getByRole("tab", { name: "Rejected rows" }).click();
    await page.getByText("By file").click();
  },
};

for (const colorScheme of ["light", "dark"] as const) {
  for (const [state, reach] of Object.entries(STATES)) {
    test(`everybody can use ${state}: ${colorScheme}`, async ({ page }) => {
      await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
      await reach(page);
      expect(await violations(page)).toEqual([]);
    });
  }
}

test("the focus goes from the build to its Cancel and back", async ({ page }) => {
  await open(page);
  await addFiles(page, [impressions, { role: "clicks", file: MANY }]);
  const [start, cancel] = [page.getByRole("button", { name: "Build dataset" }), page.getByRole("button", { name: "Cancel" })];
  await expect(start).toBeEnabled();
  await start.focus();
  await page.keyboard.press("Enter");
  await expect(cancel).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(start).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(cancel).toBeFocused();
  await build.done(page);
  await expect(start).toBeFocused();
});

test("nothing glides where motion is to be reduced, and the cutoff does where it may", async ({ page }) => {
  await open(page);
  const day = (dt: string) => `{"dt":"${dt}","ranking_id":"r","customer_id":1,"impressions":[{"item_id":900,"is_order":true}]}`;
  await addFiles(page, [
    { role: "impressions", file: file("impressions.json", `[${day("2024-05-13")},${day("2024-05-20")}]`) },
    clicks,
  ]);
  await build.run(page);
  await page.getByRole("table", { name: "Sample sequences" }).getByRole("row").nth(1).click();
  await expect(page.getByRole("application", { name: /2024-05-13/ })).toBeFocused();
  const glides = async (key: string) => {
    await page.evaluate(() => {
      const seen = globalThis as unknown as { animations: number };
      seen.animations = 0;
      const animate = Element.prototype.animate;
      Element.prototype.animate = function (...given) {
        seen.animations += 1;
        return animate.apply(this, given);
      };
    });
    await page.keyboard.press(key);
    await expect(page.getByRole("application", { name: key === "ArrowDown" ? /2024-05-20/ : /2024-05-13/ })).toBeFocused();
    return page.evaluate(() => (globalThis as unknown as { animations: number }).animations);
  };
  expect(await glides("ArrowDown")).toBe(0);
  await page.emulateMedia({ reducedMotion: "no-preference" });
  expect(await glides("ArrowUp")).toBeGreaterThan(0);
});
