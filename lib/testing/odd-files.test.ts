import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Config, parseConfig } from "../config";
import type { Engine } from "../engine/engine";
import { initParquetInNode } from "../engine/parquet-node";
import { describeProblem, LookbackError } from "../errors";
import { ActionRuns } from "../pipeline/action-runs";
import { Collector } from "../pipeline/collector";
import { createLane } from "../pipeline/lane";
import { Lanes } from "../pipeline/lanes";
import { scan } from "../pipeline/scan";
import { IdKindChanged } from "../pipeline/scanner";
import type { IdKinds } from "../pipeline/values";
import { openSource } from "../sources/open";
import { parquetParts } from "../sources/parquet";
import { readChunks, readTexts } from "../sources/read";
import type { BuildSource } from "../sources/types";
import { sql } from "../sql";
import { sharedEngine } from "./builds.mts";
import { shelfInMemory } from "./datasets.mts";
import type { OddFile } from "./odd-file.mts";
import { oddFiles } from "./odd-files.mts";

const FILES = await oddFiles();
const SHOWN = '[{"dt":"2024-05-15","ranking_id":"r1","customer_id":1,"impressions":[]}]';

let engine: Engine;
beforeAll(async () => {
  engine = await sharedEngine();
});
afterAll(() => engine.run(sql`DROP TABLE IF EXISTS staged`));

test("there are at least 150 odd files", () => {
  expect([...FILES.values()].flat().length).toBeGreaterThanOrEqual(150);
});

describe.each([...FILES])("%s", (_, files) => {
  test.each(files.map((file) => [file.name, file] as const))("%s", async (_name, file) => {
    const given = await outcomeOf(file).catch((thrown: unknown) => problemText(thrown));
    if (/^[a-z-]+: /.test(file.gives)) {
      const [code = "", words = ""] = file.gives.split(": ", 2);
      expect(given).toMatch(new RegExp(`^${code}: `));
      expect(given).toContain(words);
    } else expect(given).toBe(file.gives);
  });
});

/** What standardizing the file gives, in the words of {@link OddFile.gives}. */
async function outcomeOf({ path, content, role = "clicks", config = {}, tell = "item" }: OddFile): Promise<string> {
  const parsed = parseConfig({ output: { itemIds: "vocabulary" }, ...config });
  const file = { path, blob: new Blob([content as Uint8Array<ArrayBuffer>]) };
  const { source } = await openSource(file, parsed, role);
  const odd: BuildSource = { file, source, role };
  const { report, rejected, kinds, collector } = await standardized(odd, parsed, false);
  const kept = role === "impressions" ? await shownItems(collector) : report.rowsKept === 0 ? [] : await stagedActions(tell);
  const isText = tell === "time" ? false : kinds[tell] === "text";
  const count = Math.max(report.rowsKept, kept.length);
  const told = count > 100 ? `${count} rows` : kept.map((value) => (isText ? `"${value}"` : value)).join(" ");
  const aside = Object.values(report.rejected).reduce((sum, rows) => sum + rows, 0);
  const reasons = aside > 100 ? `${aside} others` : rejected.map(({ row, reason }) => `${row} ${reason}`).join(", ");
  if (source.rows.isExact && !source.columns.some(({ entryOf }) => entryOf)) expect(source.rows.count).toBe(report.rowsRead);
  if (source.format === "csv" && role !== "impressions" && kinds.item === "integer") {
    const raw = parseConfig({ ...config, output: { itemIds: "raw" } });
    const outcome = async (plain: boolean) => ({ ...(await standardized(odd, raw, plain)), collector: null });
    const [slow, fast] = [await outcome(false), await outcome(true)];
    expect(fast).toEqual(slow);
  }
  return reasons === "" ? told : `${told} | ${reasons}`;
}

/** @param plain whether plain rows are read without an engine */
async function standardized(odd: BuildSource, config: Config, plain: boolean) {
  const shown = { path: "shown.json", blob: new Blob([SHOWN]) };
  const first: BuildSource[] =
    odd.role === "impressions"
      ? []
      : [{ file: shown, role: "impressions", source: (await openSource(shown, parseConfig({}), "impressions")).source }];
  let kinds: IdKinds = { customer: "integer", item: "integer" };
  for (;;) {
    const collector = new Collector(
      new Lanes([createLane(initParquetInNode)]),
      config,
      kinds,
      new ActionRuns(shelfInMemory()),
      32,
    );
    await collector.start();
    try {
      const { sources, rejected } = await scan({ first: async () => engine, more: [] }, [...first, odd], config, kinds, {
        onProgress: () => undefined,
        read: ({ file, source }, limits) => readChunks(file, source, { limits }),
        sink: collector,
        ...(plain && {
          plain: {
            readTexts: ({ file, source }, limits) => readTexts(file, source, { limits }),
            partsOf: ({ file }, rowsAPart) => parquetParts(file, rowsAPart),
            readCarousels: (text, plan, piece) => collector.readCarousels(text, plan, piece),
            readCarouselPart: (file, part, plan, piece) => collector.readCarouselPart(file, part, plan, piece),
            readText: (_, text, plan) => collector.readText(text, plan),
            readPart: ({ file }, part, plan) => collector.readPart(file, part, plan),
            most: 1,
          },
        }),
      });
      const report = sources.at(-1);
      if (!report) throw new Error("no report");
      return { report, rejected: rejected.first, kinds, collector };
    } catch (thrown) {
      if (!(thrown instanceof IdKindChanged)) throw thrown;
      const { entity, example, file } = thrown;
      if (entity === "item" && config.output.itemIds === "raw") throw new LookbackError({ code: "text-item-ids", file, example });
      kinds = { ...kinds, [entity]: "text" };
    }
  }
}

async function stagedActions(tell: "item" | "customer" | "time"): Promise<string[]> {
  const value = {
    item: sql`item::VARCHAR`,
    customer: sql`customer::VARCHAR`,
    time: sql`strftime(make_timestamp(occurred_at), '%Y-%m-%dT%H:%M:%S.%f')`,
  }[tell];
  const table = await engine.query(sql`SELECT ${value} AS value FROM staged`);
  return table.toArray().map((row) => String(row.value));
}

async function shownItems(collector: Collector): Promise<string[]> {
  const { itemIds, shown } = await collector.finish();
  const { starts, items, slots } = shown;
  return Array.from(shown.days, (_, carousel) => {
    const places = Array.from(items.keys()).slice(starts[carousel], starts[carousel + 1]);
    const bySlot = places.sort((a, b) => (slots[a] ?? 0) - (slots[b] ?? 0));
    return bySlot.map((at) => String(itemIds[items[at] ?? 0]));
  }).flat();
}

function problemText(thrown: unknown): string {
  if (!(thrown instanceof LookbackError)) throw thrown;
  const { title, help } = describeProblem(thrown.problem);
  const name = thrown.problem.code === "empty-file" ? thrown.problem.code : `${thrown.problem.code}: ${title} ${help}`;
  return name;
}
