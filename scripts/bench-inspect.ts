import { openAsBlob } from "node:fs";
import { parseArgs } from "node:util";
import { DEFAULT_CONFIG, type Role } from "../lib/config";
import { createNodeEngine } from "../lib/engine/node";
import { initParquetInNode } from "../lib/engine/parquet-node";
import { hasherHere } from "../lib/hash";
import { ANSWERS } from "../lib/inspect/answer";
import { SampleTable } from "../lib/inspect/sample-table";
import type { Question, Questions } from "../lib/inspection";
import { build } from "../lib/pipeline/build";
import type { Dataset } from "../lib/pipeline/dataset";
import { createLane } from "../lib/pipeline/lane";
import { formatDay } from "../lib/pipeline/zones";
import { NO_FILTER, type SampleFilter, type SampleView, SORT_COLUMNS, WHOLE_VIEW } from "../lib/sample";
import { sniff } from "../lib/sources/sniff";
import type { BuildSource } from "../lib/sources/types";
import { createMemoryStore } from "../lib/store/memory";
import { makeDataset, SIZES } from "./bench/data";

/** A page as the table on the page asks for it. */
const PAGE_ROWS = 100;
const RUNS = 5;

const { values } = parseArgs({
  options: { size: { type: "string", default: "small" }, skew: { type: "boolean", default: false } },
});

async function builtDataset(): Promise<Dataset> {
  const size = SIZES.find((each) => each === values.size);
  if (!size) throw new Error("npm run bench:inspect -- [--size small|large] [--skew]");
  const { impressions, clicks, addToCarts, previousOrders } = await makeDataset(size, values.skew);
  const paths: [Role, string][] = [
    ["impressions", impressions],
    ["clicks", clicks],
    ["add_to_carts", addToCarts],
    ["previous_orders", previousOrders],
  ];
  await initParquetInNode();
  const sources = await Promise.all(
    paths.map(async ([role, path]): Promise<BuildSource> => {
      const file = { path, blob: await openAsBlob(path) };
      return { file, role, source: await sniff(file) };
    }),
  );
  const tools = {
    engines: { first: createNodeEngine, more: [] },
    lanes: [createLane(initParquetInNode)],
    hasher: hasherHere(),
    store: createMemoryStore(),
    onProgress: () => undefined,
  } as const;
  const { dataset } = await build(sources, DEFAULT_CONFIG, tools);
  return dataset;
}

/** Prints the milliseconds that a piece of work takes the first time, and after that at best. */
function measure(name: string, work: () => () => unknown): void {
  const times = Array.from({ length: RUNS }, () => {
    const run = work();
    const since = performance.now();
    run();
    return performance.now() - since;
  });
  const [first = 0, ...later] = times;
  console.log(`| ${name} | ${first.toFixed(1)} | ${Math.min(...later).toFixed(1)} |`);
}

/** The customer with most actions, on its last day, and the instants of its newest and oldest action. */
function busiest({ ranked, rows, customerIds }: Dataset) {
  const counts = Uint32Array.from(rows.keys.customers, (c) => ranked.countOf(c));
  const h = counts.lastIndexOf(counts.reduce((most, count) => Math.max(most, count), 0));
  const c = rows.keys.customers[h] ?? 0;
  const { occurredAt } = ranked.of(c);
  return {
    customer: String(customerIds[c]),
    day: formatDay(rows.keys.days[h] ?? 0),
    newest: occurredAt[0] ?? 0n,
    oldest: occurredAt.at(-1) ?? 0n,
  };
}

const dataset = await builtDataset();
const tokens = dataset.windows.lengths.reduce((sum, length) => sum + length, 0);
console.log(`${dataset.rows.count} rows, ${dataset.ranked.total} actions, ${tokens} in histories\n`);
console.log("| | first, ms | best, ms |\n| --- | --- | --- |");

const ask = <Q extends Question>(name: Q, question: Questions[Q]["question"], what: string = name) =>
  measure(what, () => () => ANSWERS[name](dataset, question));
const { customer, day, newest, oldest } = busiest(dataset);
const view = { customer, dt: day };
ask("distributions", null);
ask("auditDetails", null, "audit");
ask("whatIf", { maxActions: 200, lookbackDays: 30, cutoff: "event_time" }, "what if");
ask("whatIf", { maxActions: 200, lookbackDays: 30, cutoff: "both" }, "what if, by another rule");
ask("customers", { search: "77", limit: 12 }, "find a customer");
ask("history", view, "a history");
ask("timeline", { ...view, from: oldest, to: newest + 1n, bins: 1000, maxMarks: 4000 }, "its timeline");
ask("actions", { ...view, offset: 100, limit: 100 }, "a page of its actions");

/** A table of its own for each run, so that nothing is remembered. */
const sample = (name: string, changed: Partial<SampleView>) =>
  measure(name, () => {
    const table = new SampleTable(dataset);
    return () => table.page({ ...WHOLE_VIEW, ...changed, offset: 0, limit: PAGE_ROWS });
  });
sample("all rows", {});
for (const column of SORT_COLUMNS) sample(`sort by ${column}`, { sort: { column, descending: true } });
const filters: Record<string, Partial<SampleFilter>> = {
  "customer contains": { customer: { how: "contains", text: "77" } },
  "customer is": { customer: { how: "is", text: String(dataset.customerIds[dataset.customerIds.length >> 1]) } },
  "item contains": { item: { how: "contains", text: "77" } },
  "an item in the history": { historyItem: { how: "contains", text: "77" } },
  "an item that few histories have": { historyItem: { how: "is", text: String(dataset.itemIds[1]) } },
  "orders at positions 20 to 39": { holds: { type: 3, positions: { from: 20, to: 39 } } },
  truncated: { history: "truncated" },
};
for (const [name, filter] of Object.entries(filters)) sample(name, { filter: { ...NO_FILTER, ...filter } });
sample("random rows", { random: { seed: 1, rows: 1000 } });
const table = new SampleTable(dataset);
measure("a page further down", () => () => table.page({ ...WHOLE_VIEW, offset: dataset.rows.count >> 1, limit: PAGE_ROWS }));
process.exit(0);
