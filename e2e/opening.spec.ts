import { gzipSync } from "node:zlib";
import type { Page } from "@playwright/test";
import { toIpc } from "../lib/sources/ipc";
import { expect, open, test } from "./fixtures";

const MOST_KILOBYTES = 250;

test("the first view needs at most 250 KB of JavaScript, compressed", async ({ request }) => {
  const html = await (await request.get("/")).text();
  const scripts = [...html.matchAll(/<script[^>]*\ssrc="([^"]+)"[^>]*>/g)].filter(([tag]) => !/nomodule/i.test(tag));
  expect(scripts.length).toBeGreaterThan(0);
  const sizes = await Promise.all(scripts.map(async ([, src = ""]) => gzipSync(await (await request.get(src)).body()).length));
  expect(sizes.reduce((sum, size) => sum + size, 0) / 1000).toBeLessThan(MOST_KILOBYTES);
});

/** The paths that the page asks for, and when, in milliseconds since 1970. */
function requestsOf(page: Page): Map<string, number> {
  const started = new Map<string, number>();
  page.context().on("requestfinished", (request) => {
    started.set(new URL(request.url()).pathname, request.timing().startTime);
  });
  return started;
}

const ENGINE = /duckdb.*\.wasm$/;

test("the worker is made ready when the first view is there and the page is idle, and not before", async ({ page }) => {
  const started = requestsOf(page);
  await open(page);
  await page.waitForFunction(() => performance.getEntriesByName("worker-ready").length > 0, null, { timeout: 30_000 });
  const painted = await page.evaluate(() => {
    const paint = performance.getEntriesByName("first-contentful-paint")[0];
    return performance.timeOrigin + (paint?.startTime ?? Number.POSITIVE_INFINITY);
  });
  const worker = [...started].filter(([path]) => /wasm|duckdb|worker/.test(path));
  expect(worker.map(([path]) => path)).toContainEqual(expect.stringMatching(/parquet.*\.wasm$/));
  expect(worker.filter(([, at]) => at <= painted)).toEqual([]);
  await expect(page.getByRole("heading", { name: "Inputs" })).toBeVisible();
});

test("the engine is fetched when a file needs it, and not for files of plain rows", async ({ page }) => {
  const started = requestsOf(page);
  const engines = () => [...started.keys()].filter((path) => ENGINE.test(path));
  const shown = 'dt,ranking_id,customer_id,impressions\n2024-05-15,r1,42,"[{""item_id"":7}]"\n';
  const clicks = "dt,customer_id,item_id,click_time\n2024-05-14,42,5,2024-05-14 13:00:00\n";
  const file = (name: string, text: string) => ({ name, mimeType: "text/plain", buffer: Buffer.from(text) });
  await open(page);
  await page.getByLabel("Add files").setInputFiles([file("impressions.csv", shown), file("clicks.csv", clicks)]);
  await page.getByLabel("Role of clicks.csv").waitFor();
  await page.getByRole("button", { name: "Build dataset" }).click();
  await expect(
    page
      .getByRole("status")
      .filter({ hasText: /Dataset ready\s*$/ })
      .first(),
  ).toBeVisible();
  expect(engines()).toEqual([]);
  const arrow = Buffer.from(
    toIpc({ customer_id: BigInt64Array.of(42n), item_id: BigInt64Array.of(6n), click_time: ["2024-05-14"] }),
  );
  await page.getByLabel("Add files").setInputFiles([{ name: "more.arrow", mimeType: "application/octet-stream", buffer: arrow }]);
  await expect.poll(engines).toHaveLength(1);
});
