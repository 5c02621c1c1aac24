import { readFile } from "node:fs/promises";
import path from "node:path";
import type { Response } from "@playwright/test";
import { reporting } from "../scripts/policy-reports.mjs";
import { SITE } from "../scripts/steps.mjs";
import { expect, open, test } from "./fixtures";
import { build } from "./steps";

/** The header as static hosts are told it. */
async function promisedPolicy(): Promise<string> {
  const text = await readFile(path.join(SITE, "_headers"), "utf8");
  // The stories run on a server that collects reports; that is all in which it differs.
  return reporting(/^ {2}Content-Security-Policy: (.*)$/m.exec(text)?.[1] ?? "");
}

test("every response of a whole build has the policy: the page, its scripts, each worker and its files", async ({
  context,
  page,
}) => {
  const responses: Response[] = [];
  context.on("response", (response) => responses.push(response));
  await open(page);
  await page.getByRole("button", { name: "Try sample data" }).click();
  await build.run(page);
  const policy = await promisedPolicy();
  const served = responses.filter((response) => response.url().startsWith("http"));
  for (const response of served) expect(response.headers()["content-security-policy"], response.url()).toBe(policy);
  const paths = served.map((response) => new URL(response.url()).pathname).join("\n");
  for (const part of [
    /^\/$/m,
    /turbopack-worker/,
    /duckdb-browser-eh\.worker\.js$/m,
    /duckdb-eh\.wasm$/m,
    /parquet_wasm_bg\.wasm$/m,
  ]) {
    expect(paths).toMatch(part);
  }
});

test("the policy allows what the page needs, and nothing else", async ({ request }) => {
  const policy = await promisedPolicy();
  for (const name of ["/", "/index.html", "/duckdb/duckdb-browser-eh.worker.js", "/no-such-page", "/_headers"]) {
    const headers = (await request.get(name)).headers();
    expect(headers["content-security-policy"], name).toBe(policy);
    expect(headers["x-content-type-options"]).toBe("nosniff");
    expect(headers["referrer-policy"]).toBe("no-referrer");
  }
  const directives = Object.fromEntries(policy.split("; ").map((directive) => [directive.split(" ")[0], directive]));
  expect(directives).toMatchObject({
    "default-src": "default-src 'none'",
    "worker-src": "worker-src 'self'",
    "connect-src": "connect-src 'self'",
    "style-src": "style-src 'self'",
    "img-src": "img-src 'self' data: blob:",
    "font-src": "font-src 'self'",
    "base-uri": "base-uri 'none'",
    "form-action": "form-action 'none'",
    "frame-ancestors": "frame-ancestors 'none'",
  });
  expect(directives["script-src"]).toMatch(/^script-src 'self' 'wasm-unsafe-eval'( 'sha256-[A-Za-z0-9+/]{43}=')+$/);
});
