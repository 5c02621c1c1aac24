import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import { DuckDBConnection } from "@duckdb/node-api";
import { type Row, readWithDuckDB } from "../../lib/parquet/testing/readers.mts";
import type { WrittenCase } from "./write";

/** Runs lookback.sql of a case in native DuckDB, and gives what differs from the app's files; `null` where nothing does. */
export async function checkScript(home: string, { isError, rejected }: WrittenCase): Promise<string | null> {
  const script = await readFile(path.join(home, "lookback.sql"), "utf8");
  const connection = await DuckDBConnection.create();
  try {
    await connection.run("SET threads = 2");
    await connection.run(script);
  } catch (error) {
    return isError ? null : String(error).slice(0, 2000);
  } finally {
    connection.closeSync();
  }
  if (isError) return "the script gave a dataset, and the app an error";
  for (const [app, other] of [
    ["app", "sql"],
    ["app-vocabulary", "sql-vocabulary"],
  ] as const) {
    const difference = firstDifference(await rowsIn(path.join(home, app)), await rowsIn(path.join(home, other)));
    if (difference !== null) return difference;
  }
  const [expected, found] = [JSON.stringify(countReasons(rejected)), JSON.stringify(await reasonsIn(`${home}/sql-rejected.csv`))];
  return expected === found ? null : `rejected ${found} instead of ${expected}`;
}

/** Rows of all roles by reason: the script does not know the role of a line that it cannot split. */
function countReasons(rejected: WrittenCase["rejected"]): [string, number][] {
  const counts = new Map<string, number>();
  for (const [reason, count] of Object.values(rejected).flatMap(Object.entries))
    counts.set(reason, (counts.get(reason) ?? 0) + count);
  return [...counts].sort(([a], [b]) => (a < b ? -1 : 1));
}

async function reasonsIn(file: string): Promise<[string, number][]> {
  const connection = await DuckDBConnection.create();
  try {
    const reader = await connection.runAndReadAll(
      `SELECT reason, count(*)::INTEGER FROM read_csv('${file}', header = true, all_varchar = true) GROUP BY reason ORDER BY reason`,
    );
    return reader.getRows() as [string, number][];
  } finally {
    connection.closeSync();
  }
}

/** Rows of all Parquet files under a folder, by the files' names. The day of a folder's name is a column. */
async function rowsIn(folder: string): Promise<Row[]> {
  const names = await readdir(folder, { recursive: true }).catch(() => []);
  const rows: Row[] = [];
  for (const name of names.filter((each) => each.endsWith(".parquet")).sort()) {
    const day = /dt=(\d{4}-\d\d-\d\d)/.exec(name)?.[1];
    for (const row of await readWithDuckDB(await readFile(path.join(folder, name))))
      rows.push(day === undefined ? row : { ...row, dt: day });
  }
  return rows;
}

function firstDifference(expected: readonly Row[], found: readonly Row[]): string | null {
  if (expected.length !== found.length) return `${found.length} rows instead of ${expected.length}`;
  for (const [at, row] of expected.entries()) {
    const other = found[at] ?? {};
    for (const name of new Set([...Object.keys(row), ...Object.keys(other)])) {
      if (text(row[name]) !== text(other[name]))
        return `row ${at}: ${name} is ${text(other[name])} instead of ${text(row[name])}`;
    }
  }
  return null;
}

function text(value: unknown): string {
  return JSON.stringify(value, (_, inner) => (typeof inner === "bigint" ? `${inner}n` : inner)) ?? "nothing";
}
