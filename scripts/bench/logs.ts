import path from "node:path";

export const INPUTS = ["csv", "parquet"] as const;
export type Input = (typeof INPUTS)[number];

export const LOGS = ["impressions", "clicks", "add_to_carts", "previous_orders"] as const;
export type Log = (typeof LOGS)[number];

const CART_COLUMNS = "customer_id: 'BIGINT', config_id: 'BIGINT', simple_id: 'BIGINT', occurred_at: 'TIMESTAMP'";
const COLUMNS: Record<Log, string> = {
  impressions: "dt: 'DATE', ranking_id: 'VARCHAR', customer_id: 'BIGINT', impressions: 'VARCHAR'",
  clicks: "dt: 'DATE', customer_id: 'BIGINT', item_id: 'BIGINT', click_time: 'TIMESTAMP'",
  add_to_carts: `dt: 'DATE', ${CART_COLUMNS}`,
  previous_orders: `order_date: 'DATE', ${CART_COLUMNS}`,
};
const PARQUET_COLUMNS: Partial<Record<Log, string>> = {
  impressions: "* REPLACE (impressions::STRUCT(item_id BIGINT, is_order BOOLEAN)[] AS impressions)",
};

/** The file of a log in a folder of the benchmark's data. */
export function fileOf(folder: string, log: Log, input: Input): string {
  return path.join(folder, `${log}.${input}`);
}

/** A log as a relation of native DuckDB, with the types that it has; the items of CSV's impressions are JSON text. */
export function relation(folder: string, log: Log, input: Input): string {
  const file = literal(fileOf(folder, log, input));
  return input === "parquet" ? `read_parquet(${file})` : `read_csv(${file}, header = true, columns = {${COLUMNS[log]}})`;
}

/** The statement that writes a log of CSV as Parquet, as a warehouse would hold it: typed, and items as a list of structs. */
export function asParquet(folder: string, log: Log, out: string): string {
  return `COPY (SELECT ${PARQUET_COLUMNS[log] ?? "*"} FROM ${relation(folder, log, "csv")})
    TO ${literal(out)} (FORMAT parquet, COMPRESSION zstd)`;
}

/** The statement that writes a log twice over, with a session and a page in each row. */
export function asWideCsv(folder: string, log: Log, out: string): string {
  const rows = `read_csv(${literal(fileOf(folder, log, "csv"))}, header = true, all_varchar = true)`;
  return `COPY (SELECT *, md5(customer_id) AS session_id, '/product/' || (customer_id::BIGINT % 1000) AS page
    FROM (FROM ${rows} UNION ALL FROM ${rows})) TO ${literal(out)} (HEADER)`;
}

export function literal(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}
