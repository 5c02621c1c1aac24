import { gzipSync } from "node:zlib";
import { expect, open, test } from "./fixtures";

const MOST_KILOBYTES = 250;

test("the first view needs at most 250 KB of JavaScript, compressed", async ({ request }) => {
  const html = await (await request.get("/")).text();
  const scripts = [...html.matchAll(/<script[^>]*\ssrc="([^"]+)"[^>]*>/g)].filter(([tag]) => !/nomodule/i.test(tag));
  expect(scripts.length).toBeGreaterThan(0);
  const sizes = await Promise.all(scripts.map(async ([, src = ""]) => gzipSync(await (await request.get(src)).body()).length));
  expect(sizes.reduce((sum, size) => sum + size, 0) / 1000).toBeLessThan(MOST_KILOBYTES);
});

test("no engine is fetched before there are files", async ({ page }) => {
  const asked: string[] = [];
  page.on("request", (request) => asked.push(new URL(request.url()).pathname));
  await open(page);
  await page.getByRole("button", { name: "Config" }).click();
  await expect(page.getByRole("menuitem").first()).toBeVisible();
  await page.waitForLoadState("networkidle");
  expect(asked.filter((path) => /wasm|duckdb|worker/.test(path))).toEqual([]);
});
