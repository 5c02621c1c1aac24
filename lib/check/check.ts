import type { Config } from "../config";
import type { Engine } from "../engine/engine";
import { scan } from "../pipeline/scan";
import { IdKindChanged } from "../pipeline/scanner";
import type { IdKinds } from "../pipeline/values";
import type { RejectedRow, RejectReason, SourceReport } from "../report";
import { layoutKey } from "../sources/layout";
import { readChunks } from "../sources/read";
import { findColumns } from "../sources/recognise";
import { type BuildSource, type SniffedSource, TEXT_FORMATS } from "../sources/types";
import type { Checked, CheckedLayout } from "./checked";
import { COLUMNS_OF } from "./finding";
import { sampleFile, spread } from "./sample";
import { SampleCollector, type Sampling } from "./sample-collector";
import { rangeOf, summarizeActions, summarizeShown } from "./summaries";

/** What is read of a layout at most: files, and bytes of them together. */
const FILES_A_LAYOUT = 24;
const BYTES_A_LAYOUT = 8 << 20;
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
  const layouts = await Promise.all(layoutsOf(sources).map(withSample));
  const found: Pick<Checked, "textItem" | "textCustomer"> = { textItem: null, textCustomer: null };
  let idKinds: IdKinds = { customer: "integer", item: "integer" };
  for (;;) {
    try {
      return { ...found, ...(await checkAs(idKinds, startEngine, layouts, config, onChunk)) };
    } catch (thrown) {
      if (!(thrown instanceof IdKindChanged)) throw thrown;
      const { entity, file, example } = thrown;
      idKinds = { ...idKinds, [entity]: "text" };
      found[entity === "item" ? "textItem" : "textCustomer"] = { file, example };
    }
  }
}

interface Layout {
  key: string;
  sources: BuildSource[];
}

interface SampledLayout extends Layout {
  sampled: BuildSource[];
  /** Bytes of each file at most; at least one chunk of it is read. */
  mostBytes: number;
}

function layoutsOf(sources: readonly BuildSource[]): Layout[] {
  const layouts = new Map<string, BuildSource[]>();
  for (const source of sources) {
    const key = layoutKey(source.role, source.source);
    layouts.set(key, [...(layouts.get(key) ?? []), source]);
  }
  return [...layouts].map(([key, of]) => ({ key, sources: of }));
}

async function withSample({ key, sources }: Layout): Promise<SampledLayout> {
  const chosen = spread(sources, FILES_A_LAYOUT);
  const mostBytes = Math.floor(BYTES_A_LAYOUT / chosen.length);
  const sampled = await Promise.all(chosen.map(async (source) => ({ ...source, file: await sampleFile(source, mostBytes) })));
  return { key, sources, sampled, mostBytes };
}

async function checkAs(
  idKinds: IdKinds,
  startEngine: StartEngine,
  layouts: readonly SampledLayout[],
  config: Config,
  onChunk: () => void,
): Promise<Pick<Checked, "layouts" | "shown" | "itemRange">> {
  const numbers = new Map(layouts.flatMap(({ sampled }, number) => sampled.map(({ file }) => [file, number] as const)));
  const numberOf = ({ file }: BuildSource) => numbers.get(file) ?? 0;
  const bytesRead = layouts.map(() => 0);
  const addBytes = (source: BuildSource, bytes: number) => {
    bytesRead[numberOf(source)] = (bytesRead[numberOf(source)] ?? 0) + bytes;
  };
  const bytesOf = (source: BuildSource) => layouts[numberOf(source)]?.mostBytes ?? 0;
  const sampling: Sampling = {
    bytesOf,
    onParts: addBytes,
    async *upTo(source, pieces) {
      let read = 0;
      for await (const piece of pieces) {
        const bytes = "sourceBytes" in piece ? piece.sourceBytes : piece.bytes;
        read += bytes;
        addBytes(source, bytes);
        yield piece;
        if (isText(source.source) && read >= bytesOf(source)) break;
      }
    },
  };
  const collector = new SampleCollector(idKinds, sampling);
  const scanned = await scan(
    { first: startEngine, more: [] },
    layouts.flatMap(({ sampled }) => sampled),
    config,
    idKinds,
    {
      onProgress: onChunk,
      read(source, limits) {
        const options = { chunkBytes: CHUNK_BYTES, limits, sampleBytes: bytesOf(source) };
        return sampling.upTo(source, readChunks(source.file, source.source, options));
      },
      sink: collector,
      plain: collector,
    },
  );
  const carousels = collector.shown();
  const shown = { customers: collector.customersShown, items: new Uint8Array(collector.items.size) };
  for (const item of carousels.items) shown.items[item] = 1;
  const runsOf = ({ sampled }: SampledLayout) => sampled.flatMap(({ file }) => collector.actionsOf(file));
  const checked: CheckedLayout[] = [];
  for (const [number, layout] of layouts.entries()) {
    const { key, sources, sampled, mostBytes } = layout;
    const paths = new Set(sampled.map(({ file }) => file.path));
    const [first] = sources;
    if (!first) continue;
    const bytes = sources.reduce((sum, { source }) => sum + source.bytes, 0);
    checked.push({
      key,
      role: first.role,
      item: itemOf(first, config),
      file: first.file.path,
      files: sources.length,
      bytes,
      bytesRead: bytesRead[number] ?? 0,
      isWhole: bytes === bytesRead[number],
      isHeadOnly: sampled.some(({ file, source }) => isText(source) && file.blob.size > mostBytes),
      ...addedUp(scanned.sources.filter(({ role, file }) => role === first.role && paths.has(file))),
      examples: firstOfEach(scanned.rejected.first.filter(({ file }) => paths.has(file))),
      actions: first.role === "impressions" ? null : summarizeActions(runsOf(layout), shown, config.filter),
    });
  }
  return {
    layouts: checked,
    shown: summarizeShown(carousels, layouts.flatMap(runsOf), config.filter),
    itemRange: rangeOf(collector.items.all()),
  };
}

function isText({ format }: SniffedSource): boolean {
  return (TEXT_FORMATS as readonly string[]).includes(format);
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
