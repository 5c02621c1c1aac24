import type { Config, Role } from "../config";
import type { Engine } from "../engine/engine";
import { scan } from "../pipeline/scan";
import { IdKindChanged, type Scanned } from "../pipeline/scanner";
import type { IdKinds } from "../pipeline/values";
import type { RejectedRow, RejectReason, SourceReport } from "../report";
import type { CsvText } from "../sources/csv-text";
import { layoutKey } from "../sources/layout";
import { readChunks } from "../sources/read";
import { findColumns } from "../sources/recognise";
import { type BuildSource, type Chunk, type SniffedSource, type SourceFile, TEXT_FORMATS } from "../sources/types";
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
  role: Role;
  sources: [BuildSource, ...BuildSource[]];
}

interface SampledLayout extends Layout {
  sampled: BuildSource[];
  /** Bytes of each file at most; at least one chunk of it is read. */
  mostBytes: number;
}

function layoutsOf(sources: readonly BuildSource[]): Layout[] {
  const layouts = new Map<string, Layout>();
  for (const source of sources) {
    const { role } = source;
    const key = layoutKey(role, source.source);
    const layout = layouts.get(key);
    if (layout) layout.sources.push(source);
    else layouts.set(key, { key, role, sources: [source] });
  }
  return [...layouts.values()];
}

async function withSample(layout: Layout): Promise<SampledLayout> {
  const chosen = spread(layout.sources, FILES_A_LAYOUT);
  const mostBytes = Math.floor(BYTES_A_LAYOUT / chosen.length);
  const sampled = await Promise.all(chosen.map(async (source) => ({ ...source, file: await sampleFile(source, mostBytes) })));
  return { ...layout, sampled, mostBytes };
}

async function checkAs(
  idKinds: IdKinds,
  startEngine: StartEngine,
  layouts: readonly SampledLayout[],
  config: Config,
  onChunk: () => void,
): Promise<Pick<Checked, "layouts" | "shown" | "itemRange">> {
  const sampling = new LayoutSampling(layouts);
  const collector = new SampleCollector(idKinds, sampling);
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
  const carousels = collector.shown();
  const shown = { customers: collector.customersShown, items: new Uint8Array(collector.items.size) };
  for (const item of carousels.items) shown.items[item] = 1;
  const runsOf = ({ sampled }: SampledLayout) => sampled.flatMap(({ file }) => collector.actionsOf(file));
  return {
    layouts: layouts.map((layout, number) => ({
      ...layoutOf(layout, sampling.bytesRead[number] ?? 0, scanned, config),
      actions: layout.role === "impressions" ? null : summarizeActions(runsOf(layout), shown, config.filter),
    })),
    shown: summarizeShown(carousels, layouts.flatMap(runsOf), config.filter),
    itemRange: rangeOf(collector.items.all()),
  };
}

/** Reads of each file up to the bytes that its layout has for it, and counts them by layout. */
class LayoutSampling implements Sampling {
  readonly bytesRead: number[];
  private readonly numbers: ReadonlyMap<SourceFile, number>;

  constructor(private readonly layouts: readonly SampledLayout[]) {
    this.bytesRead = layouts.map(() => 0);
    this.numbers = new Map(layouts.flatMap(({ sampled }, number) => sampled.map(({ file }) => [file, number] as const)));
  }

  bytesOf(source: BuildSource): number {
    return this.layouts[this.numberOf(source)]?.mostBytes ?? 0;
  }

  count(source: BuildSource, bytes: number): void {
    const number = this.numberOf(source);
    this.bytesRead[number] = (this.bytesRead[number] ?? 0) + bytes;
  }

  async *upTo<Piece extends CsvText | Chunk>(source: BuildSource, pieces: AsyncIterable<Piece>): AsyncGenerator<Piece> {
    let read = 0;
    for await (const piece of pieces) {
      const bytes = "sourceBytes" in piece ? piece.sourceBytes : piece.bytes;
      read += bytes;
      this.count(source, bytes);
      yield piece;
      if (isText(source.source) && read >= this.bytesOf(source)) break;
    }
  }

  private numberOf({ file }: BuildSource): number {
    return this.numbers.get(file) ?? 0;
  }
}

function layoutOf(
  { key, role, sources, sampled, mostBytes }: SampledLayout,
  bytesRead: number,
  scanned: Scanned,
  config: Config,
): Omit<CheckedLayout, "actions"> {
  const paths = new Set(sampled.map(({ file }) => file.path));
  const [first] = sources;
  const bytes = sources.reduce((sum, { source }) => sum + source.bytes, 0);
  return {
    key,
    role,
    item: itemOf(first, config),
    file: first.file.path,
    files: sources.length,
    bytes,
    bytesRead,
    isWhole: bytes === bytesRead,
    isHeadOnly: sampled.some(({ file, source }) => isText(source) && file.blob.size > mostBytes),
    ...addedUp(scanned.sources.filter((report) => report.role === role && paths.has(report.file))),
    examples: firstOfEach(scanned.rejected.first.filter(({ file }) => paths.has(file))),
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
