import { ACTIONS, type Config, parseConfig } from "../config";
import type { Engine } from "../engine/engine";
import { LookbackError } from "../errors";
import { type Hasher, sha256OfDataset } from "../hash";
import { fixedLinkOf, metadataOf } from "../manifest";
import type { InputReport, OutputReport, Progress, Report, SourceReport } from "../report";
import { mapColumns } from "../sources/map-columns";
import { parquetParts } from "../sources/parquet";
import { type ReadOptions, readChunks, readTexts } from "../sources/read";
import type { ReadStretches } from "../sources/stretches";
import { totalBytes } from "../sources/total-bytes";
import { totalRows } from "../sources/total-rows";
import type { BuildSource } from "../sources/types";
import type { Store } from "../store/store";
import { VERSION } from "../version";
import { ActionRuns, bucketCount } from "./action-runs";
import { type Audited, auditKeys, itemPartsOf } from "./audit";
import { auditFiles } from "./audit-files";
import { Clock, reached } from "./clock";
import { Collector } from "./collector";
import type { Dataset } from "./dataset";
import { grouped } from "./grouping";
import { InputHashes } from "./input-hashes";
import type { Lane } from "./lane";
import { Lanes } from "./lanes";
import { itemIdType, itemValues } from "./pad";
import { inOrder } from "./pool";
import { rankActions } from "./rank";
import { outputRows } from "./rows";
import { scan } from "./scan";
import type { Engines } from "./scan-engines";
import { IdKindChanged, type Scanned } from "./scanner";
import { MEMORY_BYTES, Shelf } from "./shelf";
import { isNested } from "./standardize";
import { idKindsOf, type SeenTextIds, seenAmong, type TextId, type TextIds, textIdsOf } from "./text-ids";
import { writeDataset, writeVocabulary } from "./write";

export interface BuildTools {
  engines: Engines;
  /** What is done side by side is done in these; one or more. */
  lanes: readonly Lane[];
  /** Whether the engines read all rows, plain ones too. It changes no byte of the result. */
  onlyEngines?: boolean;
  /** How files are cut into chunks. It changes no byte of the result. */
  reading?: ReadOptions;
  /** How many rows of a Parquet file lanes decode at once. It changes no byte of the result. */
  rowsAPart?: number;
  store: Store;
  /** How many bytes of actions are kept in memory, about; the others are on disk. It changes no byte of the result. */
  memory?: number;
  hasher: Hasher;
  onProgress: (progress: Progress) => void;
}

export interface BuildResult {
  report: Report;
  dataset: Dataset;
  files: (OutputReport & { blob: Blob })[];
  scanned: Scanned;
  /** Ids that are no integers, where such were found. */
  textIds: SeenTextIds;
}

const CREATED_BY = `lookback version ${VERSION}`;

/** Carousels are full of quotes, so the first thread has to look for their ends: the smaller a text, the sooner a lane has one. */
const CAROUSELS: ReadOptions = { chunkBytes: 4 << 20 };

/**
 * Builds a dataset: standardize, unify, filter, rank, pad; then reads it back and audits it. The dataset keeps room on disk
 * until its actions are closed.
 * @throws LookbackError with the problem that stopped the build
 */
export async function build(sources: readonly BuildSource[], given: Config, tools: BuildTools): Promise<BuildResult> {
  // Its keys in the order of the schema: the config stands in the output, and must not depend on how it was put together.
  const config = parseConfig(given);
  if (!sources.some(({ role }) => role === "impressions")) throw new LookbackError({ code: "no-impressions" });
  const shelf = new Shelf(await tools.store.createScratch(), tools.memory ?? MEMORY_BYTES);
  try {
    return await buildWith(shelf, sources, config, tools);
  } catch (thrown) {
    shelf.close();
    throw thrown;
  }
}

async function buildWith(shelf: Shelf, sources: readonly BuildSource[], config: Config, tools: BuildTools): Promise<BuildResult> {
  const clock = new Clock(tools.onProgress);
  const hashes = new InputHashes(sources, tools.hasher);

  const lanes = new Lanes(tools.lanes);
  const { scanned, collector, textIds } = await scanAll(sources, config, tools, hashes, lanes, shelf, clock);
  clock.start("unify");
  const { customerIds, itemIds, shown, joined, items } = await collector.finish();
  scanned.impressions += joined;
  requireFittingIds(itemIds, config);
  clock.start("filter");
  const rows = outputRows(shown, config.output.layout);

  clock.start("rank");
  const audited: Audited = {
    items: config.output.columns.includes("actions"),
    types: config.output.columns.includes("action_types"),
  };
  const { maxActions } = config.rank;
  const dropDuplicates = config.unify.duplicates === "drop";
  const itemParts = itemPartsOf(itemValues({ config, itemIds }));
  await lanes.callAll("beginRanking", () => ({
    ...{ filter: config.filter, maxActions, dropDuplicates, numbers: items },
    audit: { cutoff: config.filter.cutoff, maxActions, audited, itemParts },
  }));
  const histories = grouped(rows.keys.customers, customerIds.length);
  const keys = auditKeys(rows.keys, histories, config.filter);
  const onRanked = (done: number, total: number) => clock.tick(reached(done, total));
  const { runs, buckets } = collector;
  const collected = { runs, buckets, shelf };
  const { ranked, windows, allowed, typeCounts, mismatches } = await rankActions(collected, keys, histories, lanes, onRanked);
  if (scanned.distinctStrangers) {
    scanned.actions = ranked.total + scanned.distinctStrangers.actions;
    scanned.partitionDateMismatches = mismatches + scanned.distinctStrangers.mismatches;
  }
  const dataset: Dataset = { config, rows, histories, ranked, windows, customerIds, itemIds };

  clock.start("pad");
  const counts = countsOf(dataset, scanned, typeCounts);
  const link = await fixedLinkOf(config);
  const inputs = hashes.all().then((known) => inputsOf(scanned.sources, sources, known));
  const metadata = inputs.then((known) => metadataOf(config, link, known, counts));
  metadata.catch(() => undefined);
  const onRows = (done: number) => clock.tick(reached(done, rows.count));
  const written = await writeDataset(dataset, lanes, tools.store, CREATED_BY, metadata, onRows);
  const vocabulary =
    config.output.itemIds === "vocabulary" ? [await writeVocabulary(dataset, tools.store, CREATED_BY, metadata)] : [];

  clock.start("audit");
  const audit = await auditFiles(dataset, written, lanes, allowed, audited, onRows);
  const files = [...written.map(({ first: _first, end: _end, ...file }) => file), ...vocabulary];
  const output = files.map(({ blob: _blob, ...rest }) => rest);
  const report: Report = {
    version: VERSION,
    config,
    link,
    sources: await inputs,
    ...counts,
    audit,
    output,
    sha256: await sha256OfDataset(output),
    milliseconds: clock.stop(),
  };
  const seen = { customer: seenAmong(textIds.customer, customerIds), item: seenAmong(textIds.item, itemIds) };
  return { report, dataset, files, scanned, textIds: seen };
}

function inputsOf(reports: readonly SourceReport[], sources: readonly BuildSource[], hashes: readonly string[]): InputReport[] {
  return reports.map((report, index) => ({
    ...report,
    bytes: sources[index]?.file.blob.size ?? 0,
    sha256: hashes[index] ?? "",
  }));
}

/** Scans with integer ids where the files begin with such, and again with text ids where ids further on are no integers. */
async function scanAll(
  sources: readonly BuildSource[],
  config: Config,
  { engines, reading, rowsAPart: toldRows, onlyEngines = false }: BuildTools,
  hashes: InputHashes,
  lanes: Lanes,
  shelf: Shelf,
  clock: Clock,
): Promise<{ scanned: Scanned; collector: Collector; textIds: TextIds }> {
  const all = totalBytes(sources);
  const allRows = totalRows(sources.map(({ source }) => source));
  const readStretches: ReadStretches = (stretches) =>
    inOrder(stretches, lanes.most, (stretch) => lanes.call("readStretch", stretch));
  const textIds = textIdsOf(sources, config);
  const kept: Engines = { first: once(engines.first), more: engines.more.map(once) };
  for (;;) {
    if (textIds.item) requireTextItems(textIds.item, config);
    const idKinds = idKindsOf(textIds);
    clock.start("standardize");
    const collector = new Collector(lanes, config, idKinds, new ActionRuns(shelf), bucketCount(all));
    await collector.start();
    try {
      const scanned = await scan(kept, sources, config, idKinds, {
        onProgress: ({ bytes: read, rows }) => clock.tick({ fraction: read / all, rows, allRows, bytes: { read, all } }),
        read: (input, limits) => readChunks(input.file, input.source, { ...reading, limits, hash: hashes.reading(input) }),
        sink: collector,
        ...(!onlyEngines && {
          plain: {
            readTexts: (input, limits) => {
              const areCarousels = holdsCarousels(input, config);
              const options = { ...(areCarousels && CAROUSELS), ...reading, limits, hash: hashes.reading(input) };
              return readTexts(input.file, input.source, options, areCarousels ? null : readStretches);
            },
            partsOf: ({ file }, rowsAPart) => parquetParts(file, toldRows ?? rowsAPart),
            readCarousels: (text, plan, piece) => collector.readCarousels(text, plan, piece),
            readCarouselPart: (file, part, plan, piece) => collector.readCarouselPart(file, part, plan, piece),
            readText: (_, text, plan) => collector.readText(text, plan),
            readPart: ({ file }, part, plan) => collector.readPart(file, part, plan),
            most: lanes.most,
          },
        }),
      });
      return { scanned, collector, textIds };
    } catch (thrown) {
      hashes.drop();
      if (!(thrown instanceof IdKindChanged)) throw thrown;
      shelf.clear();
      const { entity, file, example } = thrown;
      textIds[entity] = { file, example };
    }
  }
}

/** @throws LookbackError where the config asks for ids of items as they are, and these are integers in the output */
function requireTextItems({ file, example }: TextId, { output }: Config): void {
  if (output.itemIds === "raw") throw new LookbackError({ code: "text-item-ids", file, example });
}

/** Starts an engine when it is first asked for; a scan that begins again takes those of the one before. */
function once(start: () => Promise<Engine>): () => Promise<Engine> {
  let starting: Promise<Engine> | null = null;
  return () => {
    starting ??= start();
    return starting;
  };
}

/** Whether rows of a file are carousels. */
function holdsCarousels({ role, file, source }: BuildSource, config: Config): boolean {
  return role === "impressions" && isNested({ positions: mapColumns(role, source, file.path, config) });
}

function requireFittingIds(itemIds: Dataset["itemIds"], config: Config): void {
  if (itemIdType(config.output) === "int64" || config.output.itemIds === "vocabulary" || !(itemIds instanceof BigInt64Array))
    return;
  const last = itemIds.length - 1;
  for (const itemId of [itemIds[Math.min(1, last)] ?? 0n, itemIds[last] ?? 0n]) {
    if (BigInt.asIntN(32, itemId) !== itemId)
      throw new LookbackError({ code: "item-id-too-large", itemId: String(itemId), type: "int32" });
  }
}

type Counts = Pick<
  Report,
  | "impressions"
  | "emptyImpressions"
  | "rows"
  | "actions"
  | "histories"
  | "emptyHistories"
  | "truncatedHistories"
  | "partitionDateMismatches"
  | "actionTypes"
>;

function countsOf(dataset: Dataset, scanned: Scanned, typeCounts: Float64Array): Counts {
  const { rows, windows, config } = dataset;
  return {
    impressions: scanned.impressions,
    emptyImpressions: scanned.emptyImpressions,
    rows: rows.count,
    actions: scanned.actions,
    histories: rows.keys.days.length,
    emptyHistories: windows.lengths.filter((length) => length === 0).length,
    truncatedHistories: windows.truncated.filter((truncated) => truncated === 1).length,
    partitionDateMismatches: scanned.partitionDateMismatches,
    actionTypes: Object.fromEntries(
      ACTIONS.map((action) => config.unify.actionTypes[action]).map((code) => [String(code), typeCounts[code] ?? 0]),
    ),
  };
}
