import type { Page, Worker } from "@playwright/test";
import { readWithHyparquet } from "../lib/parquet/testing/readers.mts";
import type { Report } from "../lib/report";
import { expect, open, test } from "./fixtures";
import { addFiles, build, download, stored } from "./steps";

const IMPRESSIONS = `dt,ranking_id,customer_id,item_id,is_order\n${lines(20_000, (n) => `2024-05-${15 + (n % 5)},r${n},${n % 500},${1 + (n % 900)},false`)}`;
const CLICKS = `dt,customer_id,item_id,click_time\n${lines(60_000, (n) => `2024-05-14,${n % 500},${1 + ((n * 7919) % 9973)},2024-05-14 13:00:00`)}`;

function lines(count: number, line: (n: number) => string): string {
  return Array.from({ length: count }, (_, n) => `${line(n)}\n`).join("");
}

async function addLogs(page: Page): Promise<void> {
  const file = (path: string, text: string) => ({ path, blob: new Blob([text]) });
  await addFiles(page, [
    { role: "impressions", file: file("impressions.csv", IMPRESSIONS) },
    { role: "clicks", file: file("clicks.csv", CLICKS) },
  ]);
}

/** The picker cannot be driven, so files are picked from the origin's private file system, which has the same interface. */
async function pickFrom(page: Page, pick: "mine" | "nothing" | "gone"): Promise<void> {
  await page.addInitScript((what) => {
    const showSaveFilePicker = async ({ suggestedName }: { suggestedName: string }) => {
      if (what === "nothing") throw new DOMException("The user aborted a request.", "AbortError");
      const root = await navigator.storage.getDirectory();
      const folder = what === "gone" ? await root.getDirectoryHandle("gone", { create: true }) : root;
      const handle = await folder.getFileHandle(`${what}-${suggestedName}`, { create: true });
      // The folder goes after the page has seen the file.
      if (what === "gone") setTimeout(() => root.removeEntry("gone", { recursive: true }), 0);
      return handle;
    };
    Object.assign(window, { showSaveFilePicker });
  }, pick);
}

const writeTo = (page: Page) => page.getByLabel("Write to");

async function bytesOf(page: Page, name: string): Promise<Uint8Array> {
  const bytes = await page.evaluate(async (file) => {
    const handle = await (await navigator.storage.getDirectory()).getFileHandle(file);
    return [...new Uint8Array(await (await handle.getFile()).arrayBuffer())];
  }, name);
  return Uint8Array.from(bytes);
}

async function sha256(bytes: Uint8Array): Promise<string> {
  return Buffer.from(await crypto.subtle.digest("SHA-256", bytes as Uint8Array<ArrayBuffer>)).toString("hex");
}

async function reportOf(page: Page): Promise<Report> {
  return JSON.parse(new TextDecoder().decode((await download(page, "Download report")).bytes));
}

/** Presses Cancel as soon as a stage has come so far. */
async function cancelAt(page: Page, stage: string, fraction: number): Promise<void> {
  const press = ([name, least]: [string, number]) => {
    const bar = document.querySelector<HTMLProgressElement>(`progress[aria-label="${name}"]`);
    const cancel = [...document.querySelectorAll("button")].find(({ textContent }) => textContent === "Cancel");
    if (!bar || bar.value < least || (least > 0 && !cancel)) return false;
    cancel?.click();
    return true;
  };
  await page.waitForFunction(press, [stage, fraction] as [string, number], { polling: 5 });
}

test("the dataset goes straight into a file that the user chooses, with the bytes of the download", async ({ page }) => {
  await pickFrom(page, "mine");
  await open(page);
  await addLogs(page);
  await build.run(page);
  const downloaded = await download(page, "Download Parquet");
  expect(await stored(page)).toEqual(["lookback"]);

  await writeTo(page).selectOption("file");
  await page.getByRole("button", { name: "Build dataset" }).click();
  await expect(page.getByText("Written into mine-dataset.parquet")).toBeVisible();
  await build.done(page);
  await expect(page.getByRole("button", { name: "Download Parquet" })).toHaveCount(0);
  const { output, audit } = await reportOf(page);
  expect(audit.violations).toBe(0);
  expect(await sha256(await bytesOf(page, "mine-dataset.parquet"))).toBe(output[0]?.sha256);
  expect(await sha256(downloaded.bytes)).toBe(output[0]?.sha256);
  await expect(page.getByRole("table", { name: "Sample sequences" }).getByRole("row").nth(1)).toBeVisible();
});

test("days that are files of their own go into the chosen file as one archive", async ({ page }) => {
  await pickFrom(page, "mine");
  await open(page);
  await addLogs(page);
  await page.getByLabel("Files", { exact: true }).selectOption("dt");
  await writeTo(page).selectOption("file");
  await build.run(page);
  await expect(page.getByText("Written into mine-dataset.zip")).toBeVisible();
  const archive = new TextDecoder("latin1").decode(await bytesOf(page, "mine-dataset.zip"));
  for (const name of ["dt=2024-05-15/part-0.parquet", "dt=2024-05-19/part-0.parquet", "manifest.json"]) {
    expect(archive).toContain(name);
  }
});

test("a build into a file that is cancelled at any point leaves no file", async ({ page }) => {
  await pickFrom(page, "mine");
  await open(page);
  await addLogs(page);
  await writeTo(page).selectOption("file");
  // Long sequences take longer to write.
  await page.getByLabel("Actions kept").fill("10000");
  for (const [stage, fraction] of [
    ["standardize", 0],
    ["rank", 0],
    ["pad", 0.01],
    ["pad", 0.5],
  ] as const) {
    await page.getByRole("button", { name: "Build dataset" }).click();
    await cancelAt(page, stage, fraction);
    await expect(page.getByRole("button", { name: "Build dataset" })).toBeEnabled({ timeout: 1000 });
    await expect.poll(() => stored(page), { timeout: 2000 }).toEqual([]);
  }
  await build.run(page);
  expect(await stored(page)).toEqual(["lookback", "mine-dataset.parquet"]);
});

test("who is asked for a file and chooses none builds nothing", async ({ page }) => {
  await pickFrom(page, "nothing");
  await open(page);
  await addLogs(page);
  await writeTo(page).selectOption("file");
  await page.getByRole("button", { name: "Build dataset" }).click();
  await expect(page.getByRole("status")).toHaveText("2 files added");
  await expect(page.getByRole("button", { name: "Build dataset" })).toBeEnabled();
  await expect(page.getByRole("alert").filter({ hasText: /\S/ })).toHaveCount(0);
});

test("a chosen file that cannot be written is told by name, and the dataset can be downloaded instead", async ({ page }) => {
  await pickFrom(page, "gone");
  await open(page);
  await addLogs(page);
  await writeTo(page).selectOption("file");
  await page.getByRole("button", { name: "Build dataset" }).click();
  await expect(
    page.getByRole("alert").filter({ hasText: "gone-dataset.parquet: it, or its folder, is no longer there" }),
  ).toBeVisible();
  await expect.poll(() => stored(page)).toEqual([]);
  await writeTo(page).selectOption("browser");
  await build.run(page);
});

test("a browser that cannot write into files does not offer it", async ({ page }) => {
  await page.addInitScript(() => Reflect.deleteProperty(window, "showSaveFilePicker"));
  await open(page);
  await addLogs(page);
  await expect(page.getByLabel("Compression")).toBeVisible();
  await expect(writeTo(page)).toHaveCount(0);
  await build.run(page);
  expect((await download(page, "Download Parquet")).name).toBe("dataset.parquet");
});

test("without the origin's private file system the build works in memory", async ({ page, context }) => {
  const refuse = `StorageManager.prototype.getDirectory = () => Promise.reject(new DOMException("private", "SecurityError"));\n`;
  // Workers take their code from the same address as the page, and a script of the test does not reach them.
  await context.route("**/*.js", async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, body: refuse + (await response.text()) });
  });
  await open(page);
  await addLogs(page);
  await build.run(page);
  // That of DuckDB stores nothing.
  const workers = page.workers().filter((worker) => !worker.url().includes("/duckdb/"));
  const canStore = (worker: Worker) =>
    worker.evaluate(() =>
      navigator.storage.getDirectory().then(
        () => true,
        () => false,
      ),
    );
  expect(await Promise.all(workers.map(canStore))).toEqual(workers.map(() => false));
  const { bytes } = await download(page, "Download Parquet");
  expect(await sha256(bytes)).toBe((await reportOf(page)).output[0]?.sha256);
  expect((await readWithHyparquet(bytes)).length).toBe(20_000);
});

test("too little room is told before the build", async ({ page }) => {
  await page.addInitScript(() => {
    StorageManager.prototype.estimate = async () => ({ quota: 100_000, usage: 0 });
  });
  await open(page);
  await addLogs(page);
  const finding = page.getByRole("list", { name: "Findings" }).getByRole("listitem").filter({ hasText: "want of room" });
  await expect(finding).toContainText(/The build needs about \d+ kB, and the browser promises this page 100 kB/);
  await finding.getByRole("button", { name: "Write into a file of yours" }).click();
  await expect(writeTo(page)).toBeFocused();
  await writeTo(page).selectOption("file");
  await expect(finding).toHaveCount(0);
  await expect(page.getByText(/The build will write about \d+ kB into the file that you choose\./)).toBeVisible();
});

test("where the room runs out on the way the page says how much is missing, and nothing is left", async ({ page, baseURL }) => {
  const origin = baseURL ?? "";
  await open(page);
  await addLogs(page);
  await expect(page.getByText(/The build will write about \d+ kB/)).toBeVisible();
  const session = await page.context().newCDPSession(page);
  await session.send("Storage.overrideQuotaForOrigin", { origin, quotaSize: 100_000 });
  await page.getByRole("button", { name: "Build dataset" }).click();
  const alert = page.getByRole("alert").filter({ hasText: "does not fit into what the browser lets this page store" });
  await expect(alert).toContainText(/it takes about \d+ kB, and about \d+ kB are missing/);
  await expect(page.getByRole("button", { name: "Download Parquet" })).toHaveCount(0);
  await expect.poll(() => stored(page)).toEqual([]);
  await session.send("Storage.overrideQuotaForOrigin", { origin });
  await build.run(page);
});
