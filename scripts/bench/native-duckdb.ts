import { statSync } from "node:fs";
import { DuckDBInstance } from "@duckdb/node-api";
import { INPUTS, type Log, literal, relation } from "./logs";
import { peakOfThisProcess } from "./memory";
import type { Measured } from "./result";

/**
 * The same job as a user of native DuckDB would write it, in a process of its own, on all cores. Of the ways that were
 * tried (sorted lists of structs, the newest 1,000 by an aggregate, one sorted list a column) this was the fastest:
 * actions are sorted once, kept as two lists a customer, and cut by the position of the newest action before the cutoff.
 * Carousels are sorted before they are padded and their items unnested: a hash join does not keep the order of its rows,
 * not even the left side's (two keys of one bucket come out late).
 */
const [folder = "", format = "", out = ""] = process.argv.slice(2);
const input = INPUTS.find((name) => name === format) ?? "csv";
const log = (name: Log) => relation(folder, name, input);

const STEPS: Record<string, string[]> = {
  standardize: [
    `CREATE TABLE impressions AS
       SELECT dt, customer_id, ranking_id, impressions::STRUCT(item_id BIGINT, is_order BOOLEAN)[] AS items
       FROM ${log("impressions")}`,
    `CREATE TABLE actions AS
       WITH unified AS (
         SELECT customer_id, item_id, 1::TINYINT AS action_type, click_time AS occurred_at
         FROM ${log("clicks")}
         UNION ALL
         SELECT customer_id, config_id, 2::TINYINT, occurred_at
         FROM ${log("add_to_carts")}
         UNION ALL
         SELECT customer_id, config_id, 3::TINYINT, occurred_at
         FROM ${log("previous_orders")}
       )
       SELECT * FROM unified WHERE customer_id IN (SELECT customer_id FROM impressions)`,
  ],
  rank: [
    `CREATE TABLE ranked AS
       SELECT *, row_number() OVER (PARTITION BY customer_id ORDER BY occurred_at DESC, action_type DESC, item_id DESC) AS rank
       FROM actions`,
    `CREATE TABLE customers AS
       SELECT customer_id, list(item_id ORDER BY rank) AS history, list(action_type ORDER BY rank) AS kinds
       FROM ranked GROUP BY customer_id`,
    `CREATE TABLE windows AS
       SELECT days.customer_id, days.dt, min(rank) AS newest
       FROM (SELECT DISTINCT customer_id, dt FROM impressions) days
       LEFT JOIN ranked ON ranked.customer_id = days.customer_id AND ranked.occurred_at < days.dt
       GROUP BY ALL`,
    // One thread scans one row group, and COPY holds what comes of it: by default, that would be all carousels in one.
    "ATTACH ':memory:' AS narrow (ROW_GROUP_SIZE 2048)",
    `CREATE TABLE narrow.carousels AS
       SELECT items,
         coalesce(history[newest : newest + 999], []) AS history,
         coalesce(kinds[newest : newest + 999], []) AS kinds
       FROM impressions JOIN windows USING (customer_id, dt) LEFT JOIN customers USING (customer_id)
       ORDER BY dt, customer_id, ranking_id`,
  ],
  write: [
    // Level 1 made smaller files than the default in less time, and Parquet's version 2 made files twice as large.
    `COPY (
       SELECT item.item_id AS impressions, actions, action_types
       FROM (
         SELECT unnest(items) AS item, actions, action_types
         FROM (
           SELECT items,
             list_resize(history, 1000, 0::BIGINT) AS actions,
             list_resize(kinds, 1000, 0::TINYINT) AS action_types
           FROM narrow.carousels
         )
       )
     ) TO ${literal(out)} (FORMAT parquet, COMPRESSION zstd, COMPRESSION_LEVEL 1, ROW_GROUP_SIZE 10240)`,
  ],
};

const connection = await (await DuckDBInstance.create(":memory:")).connect();
// COPY takes as much memory as it may, to no use: with 3 GB the large set took as long as with 19 GB.
await connection.run("SET memory_limit = '3GB'");
const seconds: Record<string, number> = {};
for (const [name, statements] of Object.entries(STEPS)) {
  const start = performance.now();
  for (const statement of statements) await connection.run(statement);
  seconds[name] = (performance.now() - start) / 1000;
}
const measured: Measured = { stages: seconds, peakMegabytes: peakOfThisProcess(), bytes: statSync(out).size };
process.stdout.write(`${JSON.stringify(measured)}\n`);
