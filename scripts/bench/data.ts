import { existsSync } from "node:fs";
import { copyFile, mkdir, rename, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { DuckDBInstance } from "@duckdb/node-api";
import { Random } from "../random";
import { CsvFile } from "./csv-file";
import { asParquet, asWideCsv, fileOf, type Input, LOGS } from "./logs";

const CACHE = fileURLToPath(new URL("../../bench/data/", import.meta.url));
/** Part of the cache's names: raise it when the data of a seed changes. */
const GENERATION = 1;

export const SIZES = ["small", "large", "huge", "giant"] as const;
export type Size = (typeof SIZES)[number];

export interface Dataset {
  folder: string;
  input: Input;
  impressions: string;
  clicks: string;
  addToCarts: string;
  previousOrders: string;
}

interface Shape {
  actions: number;
  /** Rows of the impression log, ten items each. */
  impressions: number;
  /** Customers with impressions; there are a quarter as many more without. */
  customers: number;
}

const SHAPES: Record<Exclude<Size, "giant">, Shape> = {
  small: { actions: 1_000_000, impressions: 10_000, customers: 2_500 },
  large: { actions: 10_000_000, impressions: 50_000, customers: 25_000 },
  huge: { actions: 100_000_000, impressions: 500_000, customers: 250_000 },
};
const CAROUSEL_ITEMS = 10;
const CATALOGUE_ITEMS = 50_000;
const FIRST_DAY = Date.UTC(2024, 1, 15);
const DAYS = 90;
/** The last days of the log are those of the impressions. */
const IMPRESSION_DAYS = 14;
const DAY_MILLISECONDS = 86_400_000;
const SHARE_OF_CLICKS = 0.8;
const SHARE_OF_CARTS = 0.15;
/** With skew, one customer has this share of all actions: a million of ten. */
const GIANT_SHARE = 0.1;

/** Makes the input of a size, or finds it in the cache. With `skew`, few customers have most of the actions. */
export async function makeDataset(size: Size, skew: boolean, seed = 1, input: Input = "csv"): Promise<Dataset> {
  const folder = path.join(CACHE, `${size}${skew ? "-skewed" : ""}-seed${seed}-v${GENERATION}`);
  if (!existsSync(folder)) {
    if (size === "giant") await writeGiant(folder, (await makeDataset("huge", skew, seed)).folder);
    else await writeCsv(folder, SHAPES[size], skew, seed);
  }
  if (input === "parquet") await writeParquet(folder);
  return {
    folder,
    input,
    impressions: fileOf(folder, "impressions", input),
    clicks: fileOf(folder, "clicks", input),
    addToCarts: fileOf(folder, "add_to_carts", input),
    previousOrders: fileOf(folder, "previous_orders", input),
  };
}

async function writeCsv(folder: string, shape: Shape, skew: boolean, seed: number): Promise<void> {
  const draft = `${folder}.tmp`;
  await rm(draft, { recursive: true, force: true });
  await mkdir(draft, { recursive: true });
  writeImpressions(path.join(draft, "impressions.csv"), shape, new Random(seed));
  writeActions(draft, shape, skew, new Random(seed + 1));
  await writeFile(path.join(draft, "config.json"), '{ "version": 1 }\n');
  await rename(draft, folder);
}

/** The impressions of the huge size, and its actions twice, with two columns more that no build reads. */
async function writeGiant(folder: string, huge: string): Promise<void> {
  const draft = `${folder}.tmp`;
  await rm(draft, { recursive: true, force: true });
  await mkdir(draft, { recursive: true });
  for (const file of ["impressions.csv", "config.json"]) await copyFile(path.join(huge, file), path.join(draft, file));
  const logs = LOGS.filter((log) => log !== "impressions");
  // In order and on more threads than one, it would hold most of a file in memory.
  await run(["SET threads = 1", ...logs.map((log) => asWideCsv(huge, log, fileOf(draft, log, "csv")))]);
  await rename(draft, folder);
}

async function run(statements: readonly string[]): Promise<void> {
  const instance = await DuckDBInstance.create(":memory:");
  const connection = await instance.connect();
  for (const statement of statements) await connection.run(statement);
  connection.closeSync();
  instance.closeSync();
}

/** The same rows in the same order, made from the CSV files beside them. */
async function writeParquet(folder: string): Promise<void> {
  const missing = LOGS.filter((log) => !existsSync(fileOf(folder, log, "parquet")));
  for (const log of missing) {
    const file = fileOf(folder, log, "parquet");
    await run([asParquet(folder, log, `${file}.tmp`)]);
    await rename(`${file}.tmp`, file);
  }
}

function writeImpressions(file: string, shape: Shape, random: Random): void {
  const csv = new CsvFile(file, "dt,ranking_id,customer_id,impressions");
  const days = dayNames();
  for (let row = 0; row < shape.impressions; row++) {
    csv.text(days[DAYS - IMPRESSION_DAYS + random.below(IMPRESSION_DAYS)] ?? "");
    csv.text(",r");
    csv.integer(row);
    csv.text(",");
    csv.integer(customerId(random.below(shape.customers)));
    csv.text(',"[');
    for (let slot = 0; slot < CAROUSEL_ITEMS; slot++) {
      csv.text(slot === 0 ? '{""item_id"":' : ',{""item_id"":');
      csv.integer(itemId(random));
      csv.text(random.next() < 0.03 ? ',""is_order"":true}' : ',""is_order"":false}');
    }
    csv.text(']"\n');
  }
  csv.close();
}

function writeActions(folder: string, shape: Shape, skew: boolean, random: Random): void {
  const clicks = new CsvFile(path.join(folder, "clicks.csv"), "dt,customer_id,item_id,click_time");
  const carts = new CsvFile(path.join(folder, "add_to_carts.csv"), "dt,customer_id,config_id,simple_id,occurred_at");
  const orders = new CsvFile(path.join(folder, "previous_orders.csv"), "order_date,customer_id,config_id,simple_id,occurred_at");
  const days = dayNames();
  const customers = Math.round(shape.customers * 1.25);
  for (let row = 0; row < shape.actions; row++) {
    const kind = random.next();
    const csv = kind < SHARE_OF_CLICKS ? clicks : kind < SHARE_OF_CLICKS + SHARE_OF_CARTS ? carts : orders;
    const day = days[random.below(DAYS)] ?? "";
    const item = itemId(random);
    const customer = skew ? skewedCustomer(random, customers) : random.below(customers);
    csv.text(day);
    csv.text(",");
    csv.integer(customerId(customer));
    csv.text(",");
    csv.integer(item);
    csv.text(",");
    if (csv !== clicks) {
      csv.integer(item * 10 + random.below(8));
      csv.text(",");
    }
    csv.text(day);
    csv.timeOfDay(random.below(DAY_MILLISECONDS));
    csv.text("Z\n");
  }
  for (const csv of [clicks, carts, orders]) csv.close();
}

function skewedCustomer(random: Random, customers: number): number {
  return random.next() < GIANT_SHARE ? 0 : random.skewed(customers, 2);
}

function customerId(customer: number): number {
  return 10_000_000 + customer * 7;
}

function itemId(random: Random): number {
  return 5_000_000 + random.skewed(CATALOGUE_ITEMS, 2) * 13;
}

function dayNames(): string[] {
  return Array.from({ length: DAYS }, (_, day) => new Date(FIRST_DAY + day * DAY_MILLISECONDS).toISOString().slice(0, 10));
}
