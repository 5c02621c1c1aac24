import type { Config } from "../config";
import type { Engine } from "../engine/engine";
import { scan } from "../pipeline/scan";
import { IdKindChanged, type Scanned } from "../pipeline/scanner";
import { idKindsOf, seenAmong, type TextIds, textIdsOf } from "../pipeline/text-ids";
import type { RejectedRow, RejectReason, SourceReport } from "../report";
import { isTextFormat } from "../sources/formats";
import { readChunks } from "../sources/read";
import { findColumns } from "../sources/recognise";
import { totalBytes } from "../sources/total-bytes";
import type { BuildSource } from "../sources/types";
import type { Checked, CheckedLayout } from "./checked";
import { COLUMNS_OF } from "./finding";
import { SampleCollector } from "./sample-collector";
import { type SampledLayout, Sampling, sampleLayouts } from "./sampling";
import { rangeOf, summarizeActions, summarizeShown } from "./summaries";

const CHUNK_BYTES = 1 << 20;

type StartEngine = () => Promise<Engine>;

/**
 * Standardizes and unifies a sample of the files as a build would, and tells what came of it. Small files are read whole.
 * @param startEngine called where rows are not plain
 * @param onChunk called after each piece of about a megabyte; what it throws ends the check
 * @throws LookbackError where a file cannot be read, or lacks a column
 */
export async function check(
  startEngine: StartEngine,
  sources: readonly BuildSource[],
  config: Config,
  onChunk: () => void,
): Promise<Checked> {
  const layouts = await sampleLayouts(sources);
  const textIds = textIdsOf(sources, config);
  for (;;) {
    try {
      return await checkAs(textIds, startEngine, layouts, config, onChunk);
    } catch (thrown) {
      if (!(thrown instanceof IdKindChanged)) throw thrown;
      const { entity, file, example } = thrown;
      textIds[entity] = { file, example };
    }
  }
}

async function checkAs(
  textIds: TextIds,
  startEngine: StartEngine,
  layouts: readonly SampledLayout[],
  config: Config,
  onChunk: () => void,
): Promise<Checked> {
  const idKinds = idKindsOf(textIds);
  const sampling = new Sampling(layouts);
  const collector = new SampleCollector(idKinds, sampling, config.filter.dayZone);
  const scanned = await scan(
    { first: startEngine, more: [] },
    layouts.flatMap(({ sampled }) => sampled),
    config,
    idKinds,
    {
      onProgress: onChunk,
      read(source, limits) {
        const options = { chunkBytes: CHUNK_BYTES, limits, sampleBytes: sampling.bytesOf(source) };
        return sampling.upTo(source, readChunks(source.file, source.source, options));
      },
      sink: collector,
      plain: collector,
    },
  );
  const carousels = collector.takeShown();
  const items = collector.items.all();
  const shown = { customers: collector.customersShown, items: new Set(carousels.items) };
  const runsOf = ({ sampled }: SampledLayout) => sampled.flatMap(({ file }) => collector.actionsOf(file));
  return {
    layouts: layouts.map((layout, number) => ({
      ...layoutOf(layout, sampling.bytesRead[number] ?? 0, scanned, config),
      actions: layout.role === "impressions" ? null : summarizeActions(runsOf(layout), shown),
    })),
    shown: summarizeShown(carousels, layouts.flatMap(runsOf), config.filter),
    textIds: {
      customer: seenAmong(textIds.customer, collector.customers.all().slice(0, collector.customersShown)),
      item: seenAmong(textIds.item, items),
    },
    itemRange: rangeOf(items),
  };
}

function layoutOf(
  { key, role, sources, sampled, mostBytes }: SampledLayout,
  bytesRead: number,
  scanned: Scanned,
  config: Config,
): Omit<CheckedLayout, "actions"> {
  const paths = new Set(sampled.map(({ file }) => file.path));
  const [first] = sources;
  const bytes = totalBytes(sources);
  return {
    key,
    role,
    item: itemOf(first, config),
    file: first.file.path,
    files: sources.length,
    bytes,
    bytesRead,
    isWhole: bytes === bytesRead,
    isHeadOnly: sampled.some(({ file, source }) => isTextFormat(source.format) && file.blob.size > mostBytes),
    ...addedUp(scanned.sources.filter((report) => report.role === role && paths.has(report.file))),
    examples: firstOfEach(scanned.rejected.first.filter(({ file }) => paths.has(file))),
  };
}

/** What the page calls the item of a file: of a carousel without objects it is the column itself. */
function itemOf({ role, source }: BuildSource, config: Config): string {
  const carousel = role === "impressions" ? findColumns(role, source, config).impressions : undefined;
  if (carousel === undefined) return COLUMNS_OF[role].item;
  return source.profile[carousel]?.holds.kind === "structs" ? COLUMNS_OF[role].item : "impressions";
}

function addedUp(reports: readonly SourceReport[]): Pick<CheckedLayout, "rowsRead" | "rowsKept" | "rejected"> {
  const sum: Pick<CheckedLayout, "rowsRead" | "rowsKept" | "rejected"> = { rowsRead: 0, rowsKept: 0, rejected: {} };
  for (const { rowsRead, rowsKept, rejected } of reports) {
    sum.rowsRead += rowsRead;
    sum.rowsKept += rowsKept;
    for (const [reason, count] of Object.entries(rejected) as [RejectReason, number][]) {
      sum.rejected[reason] = (sum.rejected[reason] ?? 0) + count;
    }
  }
  return sum;
}

function firstOfEach(rows: readonly RejectedRow[]): RejectedRow[] {
  return [...new Map(rows.toReversed().map((row) => [row.reason, row])).values()];
}
