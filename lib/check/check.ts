import type { Config } from "../config";
import type { Engine } from "../engine/engine";
import { onlyRow } from "../pipeline/columns";
import { scan } from "../pipeline/scan";
import { IdKindChanged } from "../pipeline/scanner";
import { createTables } from "../pipeline/unify";
import type { IdKinds } from "../pipeline/values";
import type { RejectedRow, RejectReason, SourceReport } from "../report";
import { layoutKey } from "../sources/layout";
import { readChunks } from "../sources/read";
import { findColumns } from "../sources/recognise";
import { type BuildSource, type SniffedSource, TEXT_FORMATS } from "../sources/types";
import type { Checked, CheckedActions, CheckedLayout, Days } from "./checked";
import { COLUMNS_OF } from "./finding";
import { sampleFile, spread } from "./sample";
import { addStaged, countHistories, countStaged, createSeen, numberCustomers, summarizeLayout, summarizeShown } from "./seen";

/** What is read of a layout at most: files, and bytes of them together. */
const FILES_A_LAYOUT = 24;
const BYTES_A_LAYOUT = 8 << 20;
const CHUNK_BYTES = 1 << 20;

/**
 * Standardizes and unifies a sample of the files as a build would, and tells what came of it. Small files are read whole.
 * @param onChunk called after each piece of about a megabyte; what it throws ends the check
 * @throws LookbackError where a file cannot be read, or lacks a column
 */
export async function check(
  engine: Engine,
  sources: readonly BuildSource[],
  config: Config,
  onChunk: () => void,
): Promise<Checked> {
  const layouts = await Promise.all(layoutsOf(sources).map(withSample));
  const found: Pick<Checked, "textItem" | "textCustomer"> = { textItem: null, textCustomer: null };
  let idKinds: IdKinds = { customer: "integer", item: "integer" };
  for (;;) {
    try {
      return { ...found, ...(await checkAs(idKinds, engine, layouts, config, onChunk)) };
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
  engine: Engine,
  layouts: readonly SampledLayout[],
  config: Config,
  onChunk: () => void,
): Promise<Pick<Checked, "layouts" | "shown" | "itemRange">> {
  const numbers = new Map(layouts.flatMap(({ sampled }, number) => sampled.map(({ file }) => [file, number] as const)));
  const numberOf = ({ file }: BuildSource) => numbers.get(file) ?? 0;
  const bytesRead = layouts.map(() => 0);
  await engine.run(createSeen(idKinds));
  await engine.run(createTables(idKinds));
  const scanned = await scan(
    { first: async () => engine, more: [] },
    layouts.flatMap(({ sampled }) => sampled),
    config,
    idKinds,
    {
      onProgress: onChunk,
      async *read(source, limits) {
        const number = numberOf(source);
        const mostBytes = layouts[number]?.mostBytes ?? 0;
        let bytes = 0;
        const options = { chunkBytes: CHUNK_BYTES, limits, sampleBytes: mostBytes };
        for await (const chunk of readChunks(source.file, source.source, options)) {
          bytes += chunk.bytes;
          bytesRead[number] = (bytesRead[number] ?? 0) + chunk.bytes;
          yield chunk;
          if (isText(source.source) && bytes >= mostBytes) break;
        }
      },
      sink: {
        begin: () => engine.run(numberCustomers()),
        prepare: async () => undefined,
        async collect(_, source) {
          await engine.run(addStaged(numberOf(source)));
          return Number(onlyRow(await engine.query(countStaged())).known);
        },
      },
    },
  );
  const shown = await shownOf(engine, config, idKinds);
  const checked: CheckedLayout[] = [];
  for (const [number, { key, sources, sampled, mostBytes }] of layouts.entries()) {
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
      actions: first.role === "impressions" ? null : actionsOf(onlyRow(await engine.query(summarizeLayout(number, config)))),
    });
  }
  return { layouts: checked, ...shown };
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

type Row = Record<string, unknown>;

function daysOf({ first_day: first, last_day: last }: Row): Days | null {
  return first === null || last === null ? null : { first: Number(first), last: Number(last) };
}

function actionsOf(row: Row): CheckedActions {
  return {
    days: daysOf(row),
    customers: Number(row.customers),
    customersShown: Number(row.customers_shown),
    known: Number(row.known),
    items: Number(row.items),
    itemsShown: Number(row.items_shown),
    partitionDateMismatches: Number(row.mismatches),
  };
}

async function shownOf(engine: Engine, config: Config, idKinds: IdKinds): Promise<Pick<Checked, "shown" | "itemRange">> {
  const row = onlyRow(await engine.query(summarizeShown(idKinds)));
  const counts = onlyRow(await engine.query(countHistories(config)));
  const { least, greatest } = row;
  const days = daysOf(row);
  return {
    shown: days && {
      days,
      rows: Number(row.rows_shown),
      customers: Number(row.customers),
      items: Number(row.items),
      histories: Number(counts.histories),
      emptyHistories: Number(counts.empty),
    },
    itemRange: typeof least === "string" && typeof greatest === "string" ? { least, greatest } : null,
  };
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
