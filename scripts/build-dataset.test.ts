import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { parseConfig } from "../lib/config";
import { linkOf } from "../lib/link";
import { readWithHyparquet } from "../lib/parquet/testing/readers.mts";
import type { Report } from "../lib/report";

const ROOT = fileURLToPath(new URL("..", import.meta.url));
const SAMPLE = ["impressions.json", "clicks.csv", "add_to_carts.csv", "previous_orders.csv"].map((name) =>
  join(ROOT, "public", "sample", name),
);

const FILES = {
  "impressions.json": `[{"dt":"2024-05-15","ranking_id":"r1","customer_id":1,"impressions":[{"item_id":900,"is_order":true}]},
    {"dt":"2024-05-16","ranking_id":"r2","customer_id":1,"impressions":[{"item_id":901,"is_order":false}]}]`,
  "one-day.csv": "dt,customer_id,item_id,is_order\n2024-05-15,1,900,1\n",
  "clicks.csv": "dt,customer_id,item_id,click_time\n2024-05-14,1,500,2024-05-14 10:00:00\n2024-05-15,1,501,2024-05-15 00:00:00\n",
  "more-clicks.csv": 'dt,customer_id,item_id,click_time\n2024-05-13,1,499,2024-05-13 10:00:00\n2024-05-13,1,499,"last, Monday"\n',
  "undated.csv": "customer_id,item_id,click_time\n1,498,2024-05-13 09:00:00\n",
  "no-item.csv": "dt,customer_id,sku,click_time\n2024-05-14,1,500,2024-05-14 10:00:00\n",
  "config.json": '{"rank":{"maxActions":3}}',
  "partition-date.json": '{"filter":{"cutoff":"partition_date"}}',
  "bad-config.json": '{"rank":{"maxActions":0}}',
  "not-json.json": "rank: 3",
  "days.json": '{"output":{"partitionBy":"dt"}}',
  "vocabulary.json": '{"rank":{"maxActions":3},"output":{"partitionBy":"dt","itemIds":"vocabulary"}}',
};

interface Ended {
  code: number;
  stdout: string;
  stderr: string;
}

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "lookback-cli-"));
  for (const [name, text] of Object.entries(FILES)) await writeFile(join(folder, name), text);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** Runs the command in the folder of {@link FILES}. */
function run(...args: string[]): Promise<Ended> {
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      [join(ROOT, "scripts", "build-dataset.mjs"), ...args],
      { cwd: folder },
      (error, stdout, stderr) => {
        resolve({ code: error ? Number(error.code) : 0, stdout, stderr });
      },
    );
  });
}

const inFolder = (name: string) => join(folder, name);
const sha256Of = async (name: string) =>
  createHash("sha256")
    .update(await readFile(inFolder(name)))
    .digest("hex");
const rowsOf = async (name: string) => readWithHyparquet(new Uint8Array(await readFile(inFolder(name))));
const reportOf = async (name: string): Promise<Report> => JSON.parse(await readFile(inFolder(name), "utf8"));

const IMPRESSIONS = ["--impressions", "impressions.json"];
const CLICKS = ["--clicks", "clicks.csv", "--clicks", "more-clicks.csv"];

describe("the command", () => {
  it("builds the sample data", async () => {
    const [impressions = "", clicks = "", carts = "", orders = ""] = SAMPLE;
    const inputs = ["--impressions", impressions, "--clicks", clicks, "--add-to-carts", carts, "--previous-orders", orders];
    const ended = await run(...inputs, "--out", "sample/dataset.parquet", "--report", "sample.json", "--rejected", "sample.csv");
    expect(ended).toEqual({
      code: 0,
      stderr: expect.stringMatching(/^\d+ rows were rejected: (\d+ [a-z-]+(, )?)+\.\n$/),
      stdout: expect.stringMatching(/^\d+ rows, \d+ histories checked, 0 leaks\..*\nSHA-256 [0-9a-f]{64}\n$/),
    });
    const report = await reportOf("sample.json");
    expect(report.audit).toEqual({ histories: report.histories, violations: 0 });
    expect(report.sources.map(({ role }) => role)).toEqual(["impressions", "clicks", "add_to_carts", "previous_orders"]);
    const [output] = report.output;
    expect((await readFile(inFolder("sample/dataset.parquet"))).length).toBe(output?.bytes);
    const rejected = report.sources.reduce((sum, { rowsRead, rowsKept }) => sum + rowsRead - rowsKept, 0);
    expect((await readFile(inFolder("sample.csv"), "utf8")).split("\r\n").length).toBeGreaterThanOrEqual(rejected + 2);
  });

  it("takes a config from a file, several files a role, and keeps rejected rows aside", async () => {
    const ended = await run(
      ...IMPRESSIONS,
      ...CLICKS,
      ...["--config", "config.json", "--out", "file.parquet", "--report", "file.json", "--rejected", "file.csv"],
    );
    const { sha256 } = await reportOf("file.json");
    const stdout = `2 rows, 2 histories checked, 0 leaks. file.parquet\nSHA-256 ${sha256}\n`;
    expect(ended).toEqual({ code: 0, stderr: "1 row was rejected: 1 bad-time.\n", stdout });
    expect((await rowsOf("file.parquet")).map(({ actions }) => actions)).toEqual([
      [500n, 499n, 0n],
      [501n, 500n, 499n],
    ]);
    expect(await readFile(inFolder("file.csv"), "utf8")).toBe(
      'file,row,reason,text\r\nmore-clicks.csv,2,bad-time,"2024-05-13,1,499,""last, Monday"""\r\n',
    );
    expect((await reportOf("file.json")).config).toEqual(parseConfig({ rank: { maxActions: 3 } }));
  });

  it("warns of a column that only some files of a role have, and goes on", async () => {
    const args = [
      "--impressions",
      "impressions.json",
      "--clicks",
      "clicks.csv",
      "--clicks",
      "undated.csv",
      "--out",
      "uneven.parquet",
    ];
    expect(await run(...args)).toMatchObject({ code: 0, stderr: "" });
    expect(await run(...args, "--config", "partition-date.json")).toMatchObject({
      code: 0,
      stderr: "Warning: undated.csv has no dt, which others have: their actions are judged by their time alone.\n",
    });
  });

  it("takes a config from a share link", async () => {
    const link = `https://example.com/#${await linkOf(parseConfig({ rank: { maxActions: 2 } }))}`;
    const ended = await run(...IMPRESSIONS, ...CLICKS, "--config", link, "--out", "link.parquet", "--quiet");
    expect(ended).toMatchObject({ code: 0, stderr: "1 row was rejected: 1 bad-time. --rejected FILE keeps them.\n" });
    expect((await rowsOf("link.parquet")).map(({ actions }) => actions)).toEqual([
      [500n, 499n],
      [501n, 500n],
    ]);
  });

  it("writes a folder where days are files, with the vocabulary beside them", async () => {
    const ended = await run(...IMPRESSIONS, ...CLICKS, "--config", "vocabulary.json", "--out", "days");
    expect(ended.code).toBe(0);
    const names = (await readdir(inFolder("days"), { recursive: true })).filter((name) => name.endsWith(".parquet"));
    expect(names.sort()).toEqual(["dt=2024-05-15/part-0.parquet", "dt=2024-05-16/part-0.parquet", "vocabulary.parquet"]);
    expect((await rowsOf("days/dt=2024-05-16/part-0.parquet")).map(({ actions }) => actions)).toEqual([[3, 2, 1]]);
    expect((await rowsOf("days/vocabulary.parquet"))[0]).toEqual({ id: 1, item_id: 499n });
    const manifest: Report = JSON.parse(await readFile(inFolder("days/manifest.json"), "utf8"));
    const list = [...manifest.output].sort((a, b) => (a.file < b.file ? -1 : 1)).map((each) => `${each.sha256}  ${each.file}\n`);
    expect(manifest.sha256).toBe(createHash("sha256").update(list.join("")).digest("hex"));
    for (const { file, sha256 } of manifest.output) expect(await sha256Of(`days/${file}`)).toBe(sha256);
    for (const { file, sha256 } of manifest.sources) expect(await sha256Of(file)).toBe(sha256);
  });

  it("leaves nothing of the dataset that stood in the folder before", { timeout: 60_000 }, async () => {
    await run(...IMPRESSIONS, "--config", "vocabulary.json", "--out", "again");
    await writeFile(inFolder("again/notes.txt"), "mine");
    const ended = await run("--impressions", "one-day.csv", "--config", "days.json", "--out", "again");
    expect(ended).toMatchObject({ code: 0, stderr: "" });
    const names = await readdir(inFolder("again"), { recursive: true });
    expect(names.sort()).toEqual(["dt=2024-05-15", "dt=2024-05-15/part-0.parquet", "manifest.json", "notes.txt"]);
    const { output } = await reportOf("again/manifest.json");
    expect(output.map(({ file }) => file)).toEqual(["dt=2024-05-15/part-0.parquet"]);
    expect(await sha256Of("again/dt=2024-05-15/part-0.parquet")).toBe(output[0]?.sha256);
  });

  it("leaves the dataset that stood in the folder as it was where the build fails", { timeout: 60_000 }, async () => {
    await run(...IMPRESSIONS, "--config", "days.json", "--out", "kept");
    const { output } = await reportOf("kept/manifest.json");
    // Its second day cannot be begun.
    await mkdir(inFolder("kept/dt=2024-05-16/part-0.parquet.part"));
    const ended = await run(...IMPRESSIONS, ...CLICKS, "--config", "days.json", "--out", "kept");
    expect(ended).toMatchObject({ code: 1, stdout: "", stderr: expect.stringContaining("cannot be written") });
    for (const { file, sha256 } of output) expect(await sha256Of(`kept/${file}`)).toBe(sha256);
    expect((await readdir(inFolder("kept/dt=2024-05-15"))).sort()).toEqual(["part-0.parquet"]);
  });

  it.each([
    ["no manifest names", "theirs", "dt=2024-05-01/data.parquet"],
    ["was changed since", "changed", "dt=2024-05-16/part-0.parquet"],
  ])("refuses a folder with a day that %s, and leaves it alone", { timeout: 60_000 }, async (_, out, name) => {
    await run(...IMPRESSIONS, "--config", "days.json", "--out", out);
    const manifest = await readFile(inFolder(`${out}/manifest.json`), "utf8");
    await mkdir(inFolder(dirname(`${out}/${name}`)), { recursive: true });
    await writeFile(inFolder(`${out}/${name}`), "theirs");
    const ended = await run("--impressions", "one-day.csv", "--config", "days.json", "--out", out);
    expect(ended).toMatchObject({ code: 1, stdout: "" });
    expect(ended.stderr).toContain(`${out} holds ${name}, `);
    expect(await readFile(inFolder(`${out}/${name}`), "utf8")).toBe("theirs");
    expect(await readFile(inFolder(`${out}/manifest.json`), "utf8")).toBe(manifest);
  });

  it("builds again, byte for byte, from the recipe in a dataset or its manifest", { timeout: 90_000 }, async () => {
    await run(...IMPRESSIONS, ...CLICKS, "--config", "vocabulary.json", "--out", "first");
    const { sha256 } = await reportOf("first/manifest.json");
    for (const recipe of ["first/dt=2024-05-15/part-0.parquet", "first/manifest.json"]) {
      const inputs = ["--clicks", "more-clicks.csv", "--clicks", "clicks.csv", ...IMPRESSIONS];
      const ended = await run(...inputs, "--config", recipe, "--out", "second", "--quiet");
      expect(ended.stdout, recipe).toContain(`SHA-256 ${sha256}`);
    }
  });

  it("lists its options", async () => {
    const ended = await run("--help");
    expect(ended).toMatchObject({ code: 0, stderr: "", stdout: expect.stringContaining("--previous-orders FILE") });
  });
});

describe("the command fails with one message, and nothing else,", () => {
  it.each<[string, string[], RegExp]>([
    ["where a file is missing", ["--impressions", "gone.json"], /^gone\.json cannot be read: there is no such file/],
    ["where there are no impressions", ["--clicks", "clicks.csv"], /no impressions/],
    ["where a config is wrong", [...IMPRESSIONS, "--config", "bad-config.json"], /^The config is wrong at rank\.maxActions: /],
    ["where a config is no JSON", [...IMPRESSIONS, "--config", "not-json.json"], /not-json\.json is not JSON/],
    ["where there is no config", [...IMPRESSIONS, "--config", "gone.json"], /^gone\.json cannot be read/],
    ["where a link is damaged", [...IMPRESSIONS, "--config", "#v1.AAAA"], /^The link cannot be opened: it is damaged/],
    ["where a column is missing", [...IMPRESSIONS, "--clicks", "no-item.csv"], /^no-item\.csv has no column item_id.*sku/],
    ["where threads are no number", [...IMPRESSIONS, "--threads", "two"], /^--threads must be a whole number from 1 to 64/],
    ["where an option is unknown", [...IMPRESSIONS, "--output", "x.parquet"], /^Unknown option '--output'.*--help/],
    [
      "where the dataset cannot be written",
      [...IMPRESSIONS, "--out", "clicks.csv/x.parquet"],
      /^A file cannot be written: .*clicks\.csv/,
    ],
  ])("%s", async (_, args, message) => {
    const { code, stdout, stderr } = await run("--out", "failed.parquet", ...args);
    expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
    expect(stderr).toMatch(message);
    expect(stderr).toMatch(/^[^\n]+\n$/);
    expect(existsSync(inFolder("failed.parquet"))).toBe(false);
  });
});
