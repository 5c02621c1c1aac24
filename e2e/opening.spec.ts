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

test("the engine is started when the first view is there and the page is idle, and not before", async ({ page }) => {
  const started = new Map<string, number>();
  page.context().on("requestfinished", (request) => {
    started.set(new URL(request.url()).pathname, request.timing().startTime);
  });
  await open(page);
  await page.waitForFunction(() => performance.getEntriesByName("engine-ready").length > 0, null, { timeout: 30_000 });
  const painted = await page.evaluate(() => {
    const paint = performance.getEntriesByName("first-contentful-paint")[0];
    return performance.timeOrigin + (paint?.startTime ?? Number.POSITIVE_INFINITY);
  });
  const engine = [...started].filter(([path]) => /wasm|duckdb|worker/.test(path));
  expect(engine.map(([path]) => path)).toContainEqual(expect.stringMatching(/duckdb.*\.wasm$/));
  expect(engine.filter(([, at]) => at <= painted)).toEqual([]);
  await expect(page.getByRole("heading", { name: "Inputs" })).toBeVisible();
});
