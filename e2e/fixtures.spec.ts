import type { Page } from "@playwright/test";
import { expect, open, policyReports, test } from "./fixtures";

/** Takes the noise out once there is some, so that the test that made it on purpose passes. */
async function takeNoise(page: Page, noise: string[], text: string): Promise<void> {
  await expect.poll(() => noise.join("\n")).toContain(text);
  // One cause makes several noises: the others follow at once.
  await page.waitForTimeout(200);
  await policyReports(page.request);
  noise.length = 0;
}

test("an error on the console is noise", async ({ page, noise }) => {
  await open(page);
  expect(noise).toEqual([]);
  await page.evaluate(() => console.error("on purpose"));
  await takeNoise(page, noise, "console error: on purpose");
});

test("an exception that nobody catches is noise", async ({ page, noise }) => {
  await open(page);
  await page.evaluate(() => {
    setTimeout(() => {
      throw new Error("on purpose");
    });
  });
  await takeNoise(page, noise, "uncaught: Error: on purpose");
});

test("a request to another origin is noise, and the policy stops it", async ({ page, noise }) => {
  await open(page);
  await page.evaluate(() => fetch("http://localhost:9/").catch(() => undefined));
  await takeNoise(page, noise, "policy violation: connect-src http://localhost:9/");
  // A link is not under the policy's control, but it is under this fixture's.
  await page.evaluate(() => {
    location.href = "http://localhost:9/";
  });
  await takeNoise(page, noise, "request to another origin: http://localhost:9/");
});

test("an inline style is noise, for the policy forbids it", async ({ page, noise }) => {
  await open(page);
  await page.evaluate(() => document.head.append(document.createElement("style")));
  await page.evaluate(() => document.body.setAttribute("style", "color: red"));
  await takeNoise(page, noise, "policy violation: style-src-attr inline");
});

test("what a worker must not do is reported too", async ({ page, context, baseURL }) => {
  await open(page);
  const headers = { "content-security-policy": (await page.request.get("/")).headers()["content-security-policy"] ?? "" };
  const body = 'fetch("http://localhost:9/from-a-worker").catch(() => undefined)';
  await context.route(`${baseURL}/rogue.js`, (route) => route.fulfill({ body, contentType: "text/javascript", headers }));
  await page.evaluate(() => void new Worker("/rogue.js"));
  await expect.poll(async () => (await policyReports(context.request)).join("\n")).toContain("localhost:9/from-a-worker");
});
