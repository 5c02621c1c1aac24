import { open, test } from "./fixtures";

test.describe("a test fails when its page", () => {
  test.fail();

  test("writes an error to the console", async ({ page }) => {
    await open(page);
    await page.evaluate(() => console.error("on purpose"));
  });

  test("throws what nobody catches", async ({ page }) => {
    await open(page);
    await page.evaluate(() => {
      setTimeout(() => {
        throw new Error("on purpose");
      });
    });
    await page.waitForTimeout(100);
  });

  test("asks another origin", async ({ page }) => {
    await open(page);
    await page.evaluate(() => fetch("http://localhost:9/").catch(() => undefined));
  });

  test("violates its policy", async ({ page }) => {
    await open(page);
    await page.evaluate(() => {
      const style = document.createElement("style");
      style.textContent = "body { color: red }";
      document.head.append(style);
    });
    await page.waitForTimeout(100);
  });
});
