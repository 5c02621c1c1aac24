import { mkdir } from "node:fs/promises";
import path from "node:path";
import { parseArgs } from "node:util";
import { DuckDBInstance } from "@duckdb/node-api";
import { runCommandLine } from "./bench/contenders";
import { type Dataset, makeDataset } from "./bench/data";
import { ROOT } from "./bench/run-node";

/** What reading costs where a log is written in other ways than that of the benchmark. */
const USAGE = "npm run bench:forms -- [--runs N]";

const { values } = parseArgs({ options: { runs: { type: "string", default: "3" } } });

const FOLDER = path.join(ROOT, "bench/data/forms");

/** A way to write a log: of DuckDB, what it selects, and how it writes that. */
interface Form {
  /** By default the clicks. */
  log?: "impressions";
  select: string;
  options: string;
  file: string;
  /** Whether customers are texts, so that those of the impressions must be. */
  hasTexts?: true;
}

const AS_THEY_ARE = "SELECT * FROM clicks";
const withTime = (format: string) => `SELECT * REPLACE (strftime(click_time::TIMESTAMP, '${format}') AS click_time) FROM clicks`;
const typed = (time: string) =>
  `SELECT dt, customer_id::BIGINT AS customer_id, item_id::BIGINT AS item_id, ${time} AS click_time FROM clicks`;
const withTexts = (log: string) => `SELECT * REPLACE (md5(customer_id)::UUID AS customer_id) FROM ${log}`;

const FORMS: Record<string, Form> = {
  "integers, ISO 8601 with seconds": { select: AS_THEY_ARE, options: "HEADER", file: "plain.csv" },
  "quotes around every value": { select: AS_THEY_ARE, options: "HEADER, FORCE_QUOTE *", file: "quoted.csv" },
  "times as `2024-05-14 10:30`": { select: withTime("%Y-%m-%d %H:%M"), options: "HEADER", file: "minutes.csv" },
  "times as `5/14/2024 9:05:58 PM`": { select: withTime("%-m/%-d/%Y %-I:%M:%S %p"), options: "HEADER", file: "american.csv" },
  "customers as texts of 36 characters": { select: withTexts("clicks"), options: "HEADER", file: "texts.csv", hasTexts: true },
  "JSON Lines": { select: AS_THEY_ARE, options: "FORMAT json", file: "records.jsonl" },
  "Parquet, days as texts": { select: typed("click_time::TIMESTAMP"), options: "FORMAT parquet", file: "days.parquet" },
  "Parquet, times as texts": { select: typed("click_time"), options: "FORMAT parquet", file: "texts.parquet" },
  "Parquet, times as numbers": {
    select: typed("epoch_ms(click_time::TIMESTAMP)"),
    options: "FORMAT parquet",
    file: "numbers.parquet",
  },
  "impressions with an item a row": {
    log: "impressions",
    select: `SELECT dt, ranking_id, customer_id, unnest(from_json(impressions, '[{"item_id":"BIGINT","is_order":"BOOLEAN"}]'), recursive := true)
      FROM impressions`,
    options: "HEADER",
    file: "items.csv",
  },
};
const IMPRESSIONS_WITH_TEXTS: Form = { select: withTexts("impressions"), options: "HEADER", file: "impressions-texts.csv" };

async function write({ impressions, clicks }: Dataset): Promise<void> {
  await mkdir(FOLDER, { recursive: true });
  const connection = await (await DuckDBInstance.create(":memory:")).connect();
  for (const [name, file] of Object.entries({ impressions, clicks })) {
    await connection.run(`CREATE VIEW ${name} AS SELECT * FROM read_csv(${quoted(file)}, header = true, all_varchar = true)`);
  }
  for (const { select, options, file } of [...Object.values(FORMS), IMPRESSIONS_WITH_TEXTS]) {
    await connection.run(`COPY (${select}) TO ${quoted(path.join(FOLDER, file))} (${options})`);
  }
  connection.closeSync();
}

function quoted(file: string): string {
  return `'${file.replaceAll("'", "''")}'`;
}

async function main(): Promise<void> {
  const runs = Number(values.runs);
  if (!(runs >= 1)) throw new Error(USAGE);
  const dataset = await makeDataset("small", false);
  await write(dataset);
  const seconds = new Map<string, number[]>();
  // One of each in turn, so that a busy minute of the machine does not fall on one form.
  for (let run = 1; run <= runs; run++) {
    for (const [name, { log = "clicks", file, hasTexts }] of Object.entries(FORMS)) {
      console.error(`${name}, run ${run} of ${runs} …`);
      const impressions = hasTexts ? path.join(FOLDER, IMPRESSIONS_WITH_TEXTS.file) : dataset.impressions;
      const written = { ...dataset, impressions, [log]: path.join(FOLDER, file) };
      const { stages } = await runCommandLine(written, path.join(FOLDER, "dataset.parquet"), 2);
      seconds.set(name, [...(seconds.get(name) ?? []), stages.standardize ?? Number.NaN]);
    }
  }
  console.log("| log | standardize, best, seconds |\n| --- | --- |");
  for (const [name, all] of seconds) console.log(`| ${name} | ${Math.min(...all).toFixed(1)} |`);
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
