import { type APIRequestContext, test as base, expect, type Page } from "@playwright/test";

export { expect };

/** Goes to the page and waits until it can be used. */
export async function open(page: Page, hash = ""): Promise<void> {
  await page.goto(`/${hash}`);
  await expect(page.getByRole("button", { name: "Build dataset" })).toBeVisible();
}

/** What the browser reported to the server of violations of the policy since the last time, in workers too. */
export async function policyReports(request: APIRequestContext): Promise<string[]> {
  const reports: string[] = await (await request.get("/policy-reports")).json();
  return reports.map((report) => `policy report: ${report}`);
}

/**
 * Playwright's `test`, in which the page must also stay quiet: an error on the console, an exception that nobody caught,
 * a violation of the Content-Security-Policy (in a worker too) or a request to another origin fails the test that caused it.
 */
export const test = base.extend<{ noise: string[] }>({
  /** What the page did that it must not do; a test that means it takes it out. */
  noise: [
    async ({ context, baseURL }, use) => {
      const noise: string[] = [];
      context.on("console", (message) => {
        if (message.type() === "error") noise.push(`console error: ${message.text()} (${message.location().url})`);
      });
      context.on("weberror", (event) => noise.push(`uncaught: ${event.error().stack ?? event.error().message}`));
      context.on("request", (request) => {
        const url = new URL(request.url());
        if (url.protocol !== "data:" && url.origin !== baseURL) noise.push(`request to another origin: ${request.url()}`);
      });
      await context.exposeBinding("reportViolation", (_source, text: string) => noise.push(`policy violation: ${text}`));
      await context.addInitScript(() => {
        document.addEventListener("securitypolicyviolation", (event) => {
          const report = (globalThis as unknown as { reportViolation(text: string): void }).reportViolation;
          report(`${event.effectiveDirective} ${event.blockedURI} at ${event.sourceFile}:${event.lineNumber}`);
        });
      });
      await use(noise);
      noise.push(...(await policyReports(context.request)));
      expect(noise, "the page must stay quiet").toEqual([]);
    },
    { auto: true },
  ],
});
