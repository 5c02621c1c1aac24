import { expect, open, test } from "./fixtures";

test("the page opens and says what it is for", async ({ page }) => {
  await open(page);
  await expect(page).toHaveTitle(/Lookback/);
  await expect(page.getByRole("status")).toHaveCount(1);
});
