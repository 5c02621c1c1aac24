import { tableToIPC } from "apache-arrow";
import type { Config } from "../config";
import type { Engine } from "../engine/engine";
import type { SourceReport } from "../report";
import { selectColumns } from "../sources/select";
import type { BuildSource } from "../sources/types";
import { id, sql } from "../sql";
import { onlyRow } from "./columns";
import { dateOrderOf } from "./date-order";
import { Pool } from "./pool";
import { scanActions } from "./scan-actions";
import { scanImpressions } from "./scan-impressions";
import { type ScanHooks, type Scanned, Scanner } from "./scanner";
import { createTables, groupFlatRows } from "./unify";
import type { IdKinds } from "./values";

/** One engine, and what starts others, for input that is too much for one. */
export interface Engines {
  first: Engine;
  more: readonly (() => Promise<Engine>)[];
}

/**
 * Standardizes and unifies all files: impressions first, since they say which customers matter, then actions, into the sink.
 * Impressions that lanes do not read go to the tables of {@link createTables} in the first engine.
 * @throws IdKindChanged
 */
export async function scan(
  engines: Engines,
  given: readonly BuildSource[],
  config: Config,
  idKinds: IdKinds,
  hooks: ScanHooks,
): Promise<Scanned> {
  const { first: engine } = engines;
  await engine.run(createTables(idKinds));
  const reports = new Map<BuildSource, SourceReport>();
  const sources = given.map((each) => ({ ...each, source: selectColumns(each, config) }));
  const helpers: Engine[] = [];
  const more = engines.more.map((start) => async () => {
    const helper = await start();
    await helper.run(createTables(idKinds));
    await copyTable("customers", engine, helper);
    helpers.push(helper);
    return helper;
  });
  const scanner = new Scanner(engine, new Pool([engine], more), config, idKinds, hooks, dateOrderOf(sources, config));
  const starts: number[] = [];
  for (const source of sources) {
    if (source.role !== "impressions") continue;
    starts.push(scanner.reserve(0));
    reports.set(source, await scanImpressions(scanner, source));
  }
  const { isFlat } = onlyRow(await engine.query(sql`SELECT coalesce(bool_or(impression IS NULL), FALSE) AS "isFlat" FROM shown`));
  if (isFlat) await engine.run(groupFlatRows(starts));
  await hooks.sink.begin(engine);
  for (const source of sources) {
    const { role } = source;
    if (role !== "impressions") reports.set(source, await scanActions(scanner, { ...source, role }));
  }
  for (const helper of helpers) await appendTable("strangers", helper, engine);
  const flat = onlyRow(
    await engine.query(sql`SELECT count(DISTINCT impression)::DOUBLE AS carousels FROM shown WHERE impression < 0`),
  );
  const { found } = scanner;
  found.impressions += Number(flat.carousels);
  return { ...found, sources: sources.flatMap((source) => reports.get(source) ?? []) };
}

/** Rows that go from one engine to another at a time. */
const ROWS_A_COPY = 1_000_000;

async function copyTable(table: string, from: Engine, to: Engine): Promise<void> {
  await to.run(sql`DROP TABLE IF EXISTS ${id(table)}`);
  await to.addArrow(table, tableToIPC(await from.query(sql`SELECT * FROM ${id(table)}`), "stream"));
}

async function appendTable(table: string, from: Engine, to: Engine): Promise<void> {
  const { rows } = onlyRow(await from.query(sql`SELECT count(*)::DOUBLE AS rows FROM ${id(table)}`));
  for (let first = 0; first < Number(rows); first += ROWS_A_COPY) {
    const part = await from.query(sql`SELECT * FROM ${id(table)} WHERE rowid >= ${first} AND rowid < ${first + ROWS_A_COPY}`);
    await to.addArrow("arrived", tableToIPC(part, "stream"));
    await to.run(sql`INSERT INTO ${id(table)} SELECT * FROM arrived; DROP TABLE arrived`);
  }
}
