import type { Config } from "../config";
import type { Engine } from "../engine/engine";
import type { SourceReport } from "../report";
import { selectColumns } from "../sources/select";
import type { BuildSource } from "../sources/types";
import { sql } from "../sql";
import { onlyRow } from "./columns";
import { dateOrderOf } from "./date-order";
import { scanActions } from "./scan-actions";
import { type Engines, ScanEngines } from "./scan-engines";
import { scanImpressions } from "./scan-impressions";
import { type ScanHooks, type Scanned, Scanner } from "./scanner";
import { countDistinctStrangers, groupFlatRows } from "./unify";
import type { IdKinds } from "./values";

/**
 * Standardizes and unifies all files: impressions first, since they say which customers matter, then actions, into the sink.
 * @throws IdKindChanged
 */
export async function scan(
  starting: Engines,
  given: readonly BuildSource[],
  config: Config,
  idKinds: IdKinds,
  hooks: ScanHooks,
): Promise<Scanned> {
  const engines = new ScanEngines(starting, idKinds, (engine) => hooks.sink.prepare(engine));
  const reports = new Map<BuildSource, SourceReport>();
  const sources = given.map((each) => ({ ...each, source: selectColumns(each, config) }));
  const scanner = new Scanner(engines, config, idKinds, hooks, dateOrderOf(sources, config));
  const { found } = scanner;
  const starts: number[] = [];
  for (const source of sources) {
    if (source.role !== "impressions") continue;
    starts.push(scanner.reserve(0));
    reports.set(source, await scanImpressions(scanner, source));
  }
  const first = await engines.used();
  if (first) found.impressions += await groupFlat(first, starts);
  await hooks.sink.begin(first);
  for (const source of sources) {
    const { role } = source;
    if (role !== "impressions") reports.set(source, await scanActions(scanner, { ...source, role }));
  }
  if (config.unify.duplicates === "drop") found.distinctStrangers = await distinctStrangers(engines, config);
  return { ...found, sources: sources.flatMap((source) => reports.get(source) ?? []) };
}

/** Makes carousels of flat rows. Gives how many they are. */
async function groupFlat(engine: Engine, starts: readonly number[]): Promise<number> {
  const { isFlat } = onlyRow(await engine.query(sql`SELECT coalesce(bool_or(impression IS NULL), FALSE) AS "isFlat" FROM shown`));
  if (!isFlat) return 0;
  await engine.run(groupFlatRows(starts));
  const { carousels } = onlyRow(
    await engine.query(sql`SELECT count(DISTINCT impression)::DOUBLE AS carousels FROM shown WHERE impression < 0`),
  );
  return Number(carousels);
}

async function distinctStrangers(engines: ScanEngines, config: Config): Promise<Scanned["distinctStrangers"]> {
  const first = await engines.used();
  if (!first) return { actions: 0, mismatches: 0 };
  await engines.gather("strangers");
  const { kept, mismatches } = onlyRow(await first.query(countDistinctStrangers(config)));
  return { actions: Number(kept), mismatches: Number(mismatches) };
}
