import type { Config } from "../config";
import { selectColumns } from "../sources/select";
import type { BuildSource } from "../sources/types";
import { onlyRow } from "./columns";
import { dateOrderOf } from "./date-order";
import { ActionFile } from "./scan-actions";
import { type Engines, ScanEngines } from "./scan-engines";
import { ImpressionFile } from "./scan-impressions";
import { type ScanHooks, type Scanned, Scanner } from "./scanner";
import type { ActionRole } from "./standardize";
import { countDistinctStrangers } from "./unify";
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
  const sources = given.map((each) => ({ ...each, source: selectColumns(each, config) }));
  const scanner = new Scanner(engines, config, idKinds, hooks, dateOrderOf(sources, config));
  const { found } = scanner;
  const impressions = sources
    .filter(({ role }) => role === "impressions")
    .map((source, number) => new ImpressionFile(scanner, source, number));
  const shown = await scanner.scan(impressions, engines.impressions);
  await hooks.sink.begin();
  const actions = sources.filter(isOfActions).map((source) => new ActionFile(scanner, source));
  const done = await scanner.scan(actions, engines.actions);
  found.actionsBySource = actions.map(({ source, counts }) => ({ file: source.file.path, counts: byType(counts) }));
  if (config.unify.duplicates === "drop") found.distinctStrangers = await distinctStrangers(engines, config);
  return { ...found, sources: sources.flatMap((source) => shown.get(source) ?? done.get(source) ?? []) };
}

function isOfActions(source: BuildSource): source is BuildSource & { role: ActionRole } {
  return source.role !== "impressions";
}

function byType(counts: ReadonlyMap<number, number>): Record<string, number> {
  return Object.fromEntries([...counts].map(([type, count]) => [String(type), count]));
}

async function distinctStrangers(engines: ScanEngines, config: Config): Promise<Scanned["distinctStrangers"]> {
  const first = await engines.used();
  if (!first) return { actions: 0, mismatches: 0 };
  await engines.gather("strangers");
  const { kept, mismatches } = onlyRow(await first.query(countDistinctStrangers(config)));
  return { actions: Number(kept), mismatches: Number(mismatches) };
}
