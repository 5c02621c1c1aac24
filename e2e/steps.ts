import { readFile } from "node:fs/promises";
import type { Page } from "@playwright/test";
import type { InputFile } from "../lib/testing/input-files.mts";
import { expect } from "./fixtures";

/** Adds files all at once, and gives each the role that it was made for. */
export async function addFiles(page: Page, files: readonly InputFile[]): Promise<void> {
  const payloads = await Promise.all(
    files.map(async ({ file }) => ({
      name: file.path,
      mimeType: "application/octet-stream",
      buffer: Buffer.from(await file.blob.arrayBuffer()),
    })),
  );
  await page.getByLabel("Add files").setInputFiles(payloads);
  for (const { file, role } of files) await page.getByLabel(`Role of ${file.path}`).selectOption(role);
}

export const build = {
  /** Presses the button and waits for the dataset. */
  async run(page: Page): Promise<void> {
    await page.getByRole("button", { name: "Build dataset" }).click();
    await build.done(page);
  },
  async done(page: Page): Promise<void> {
    await expect(page.getByRole("status")).toHaveText(/Dataset ready$/, { timeout: 30_000 });
  },
};

/** Presses a download button and gives what was saved. */
export async function download(page: Page, button: string): Promise<{ name: string; bytes: Uint8Array }> {
  const saving = page.waitForEvent("download");
  await page.getByRole("button", { name: button }).first().click();
  const saved = await saving;
  return { name: saved.suggestedFilename(), bytes: new Uint8Array(await readFile(await saved.path())) };
}

/** What stands in the origin's private file system, by name. */
export async function stored(page: Page): Promise<string[]> {
  return page.evaluate(async () => {
    const names: string[] = [];
    for await (const name of (await navigator.storage.getDirectory()).keys()) names.push(name);
    return names.sort();
  });
}
