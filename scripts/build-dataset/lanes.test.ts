import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { parseConfig, type Role } from "../../lib/config";
import { hasherHere } from "../../lib/hash";
import { build } from "../../lib/pipeline/build";
import type { Report } from "../../lib/report";
import { openSource } from "../../lib/sources/open";
import { openFileBlob } from "../../lib/store/file-blob";
import { createFileStore } from "../../lib/store/node";
import { sharedEngine } from "../../lib/testing/builds.mts";
import { ParquetWriter } from "../../lib/testing/parquet-writer.mts";
import { type StartedLanes, startLanes } from "./lanes";

const MB = 1 << 20;
const ROLES = {
  "impressions.csv": "impressions",
  "shown.parquet": "impressions",
  "clicks.csv": "clicks",
  "carts.parquet": "add_to_carts",
} as const;
const CONFIG = parseConfig({ rank: { maxActions: 20 } });

let folder: string;
const started: StartedLanes[] = [];
const lanesFor = (bytes: number, most: number) => {
  const lanes = startLanes(bytes, most);
  started.push(lanes);
  return lanes.lanes;
};

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "lookback-lanes-"));
  const shown = Array.from({ length: 300 }, (_, n) => `2024-05-${10 + (n % 7)},r${n},${n % 50},${1 + (n % 9)},false`);
  await writeFile(join(folder, "impressions.csv"), `dt,ranking_id,customer_id,item_id,is_order\n${shown.join("\n")}\n`);
  const clicks = Array.from(
    { length: 9000 },
    (_, n) => `${n % 60},${n % 400 === 7 ? "" : 1 + ((n * 7) % 97)},2024-05-${10 + (n % 9)}T10:00:00Z`,
  );
  await writeFile(join(folder, "clicks.csv"), `customer_id,item_id,click_time\n${clicks.join("\n")}\n`);
  const writer = new ParquetWriter();
  await writer.open();
  const carts = `SELECT (range % 55)::BIGINT AS customer_id, (1 + range % 31)::BIGINT AS config_id,
    TIMESTAMP '2024-05-09 12:00:00' + INTERVAL (range) MINUTE AS occurred_at FROM range(5000)`;
  await writeFile(join(folder, "carts.parquet"), await writer.write(carts, "ROW_GROUP_SIZE 2048"));
  const shownToo = `SELECT DATE '2024-05-12' AS dt, 'p' || range AS ranking_id, (range % 50)::BIGINT AS customer_id,
    [{'item_id': 1 + range % 9, 'is_order': true}] AS impressions FROM range(300)`;
  await writeFile(join(folder, "shown.parquet"), await writer.write(shownToo));
  await writer.close();
});
afterAll(async () => {
  await Promise.all(started.map((lanes) => lanes.close()));
  await rm(folder, { recursive: true });
});

async function reportOf(lanes: StartedLanes["lanes"], name: string): Promise<Report> {
  await sharedEngine();
  const sources = await Promise.all(
    (Object.entries(ROLES) as [string, Role][]).map(async ([path, role]) => {
      const file = { path, blob: await openFileBlob(join(folder, path)) };
      return { file, role, source: (await openSource(file, CONFIG, role)).source };
    }),
  );
  const store = createFileStore(() => join(folder, name));
  const options = { lanes, store, hasher: hasherHere(), reading: { chunkBytes: 10_000 }, onProgress: () => undefined };
  return (await build(sources, CONFIG, { engines: { first: sharedEngine, more: [] }, ...options })).report;
}

it("write the same bytes in threads of their own as in this thread, from files on disk", async () => {
  const one = lanesFor(0, 8);
  const three = lanesFor(900 * MB, 3);
  expect([one.length, three.length]).toEqual([1, 3]);
  const expected = await reportOf(one, "one.parquet");
  expect(expected.sources.map(({ rowsRead }) => rowsRead)).toEqual([300, 300, 9000, 5000]);
  expect(expected.audit.violations).toBe(0);
  const report = await reportOf(three, "three.parquet");
  expect({ ...report, milliseconds: {} }).toEqual({ ...expected, milliseconds: {} });
}, 60_000);

it("are one in this thread where there is little to do, whatever is allowed", () => {
  expect(lanesFor(MB, 8)).toHaveLength(1);
});
