import type { Config, Limits } from "../config";
import type { Engine } from "../engine/engine";
import type { RejectReason, SourceReport } from "../report";
import { mapColumns } from "../sources/map-columns";
import type { ParquetPart } from "../sources/parquet";
import { partitionDate } from "../sources/recognise";
import type { RowsText, SourceText } from "../sources/source-text";
import type { DateOrder } from "../sources/times";
import type { BuildSource, Chunk, SourceFile } from "../sources/types";
import { type Sql, sql } from "../sql";
import { type ChunkResult, type Rejection, withMalformed, withTexts } from "./chunk-results";
import type { ColumnarPlan } from "./columnar-actions";
import type { ColumnarCarouselPlan } from "./columnar-carousels";
import { column, textColumn } from "./columns";
import type { CarouselPart, PlainPart } from "./parquet-rows";
import type { PlainPlan, PlainText } from "./plain-actions";
import type { CarouselPlan, PlainCarousels } from "./plain-carousels";
import { inOrder, type Pool } from "./pool";
import { RejectedRows } from "./rejected-rows";
import type { ScanEngines } from "./scan-engines";
import type { Piece } from "./shown";
import type { Mapped } from "./standardize";
import type { IdKinds } from "./values";

/** What the scan of all files found, besides the tables that it filled. */
export interface Scanned {
  sources: SourceReport[];
  /** Carousels. Those of rows that hold an item each are only known when they are put together. */
  impressions: number;
  emptyImpressions: number;
  actions: number;
  partitionDateMismatches: number;
  actionsBySource: { file: string; counts: Record<string, number> }[];
  rejected: RejectedRows;
  /** Where duplicates are dropped: actions of customers without impressions, each kind of repeat once. */
  distinctStrangers: { actions: number; mismatches: number } | null;
}

/** Thrown when integers were expected and a file has text: the scan starts again with the other kind. */
export class IdKindChanged extends Error {
  constructor(
    readonly entity: keyof IdKinds,
    readonly example: string,
    readonly file: string,
  ) {
    super(`${entity} ids are text`);
  }
}

export interface ScanProgress {
  bytes: number;
  rows: number;
}

export interface ScanHooks {
  onProgress: (progress: ScanProgress) => void;
  /** The chunks of a file: all of them, or its first ones. */
  read: (source: BuildSource, limits: Limits) => AsyncGenerator<Chunk>;
  sink: ScanSink;
  /** Reads the plain rows of CSV, JSON and Parquet files without an engine. */
  plain?: PlainHooks;
}

export interface PlainHooks {
  readTexts: (source: BuildSource, limits: Limits) => AsyncGenerator<SourceText>;
  /** Divides a Parquet file. @param rowsAPart about; where it is told */
  partsOf: (source: BuildSource, rowsAPart?: number) => Promise<ParquetPart[]>;
  /** Reads a text, and takes its carousels. */
  readCarousels: (text: RowsText, plan: CarouselPlan, piece: Piece) => Promise<PlainCarousels>;
  /** Reads a part of a Parquet file, and takes its carousels. */
  readCarouselPart: (file: SourceFile, part: ParquetPart, plan: ColumnarCarouselPlan, piece: Piece) => Promise<CarouselPart>;
  /** Reads a text, and takes its actions. */
  readText: (source: BuildSource, text: RowsText, plan: PlainPlan) => Promise<PlainText>;
  /** Reads a part of a Parquet file, and takes its actions. */
  readPart: (source: BuildSource, part: ParquetPart, plan: ColumnarPlan) => Promise<PlainPart>;
  /** How many texts or parts may be read at once. */
  most: number;
}

/** Takes what engines have standardized. */
export interface ScanSink {
  /**
   * Takes the items that rows of a piece show, see `readShown`.
   * @param places of the rows where each holds an item, or `null`
   */
  show(engine: Engine, rows: Sql, piece: Piece, places: Int32Array | null): Promise<void>;
  /** Called when all impressions are read, and before any actions. */
  begin(): Promise<void>;
  /** Makes the table `customers` in an engine, before it has actions. */
  prepare(engine: Engine): Promise<void>;
  /** Takes the actions in the table `staged` of an engine. Answers how many are of customers with impressions. */
  collect(engine: Engine, source: BuildSource): Promise<number>;
}

/** Standardizes a piece of a file. It holds the piece, so it is forgotten once it was called. */
export type StandardizePiece = () => Promise<ChunkResult>;

/** A file that is scanned piece by piece. */
export interface ScannedFile {
  source: BuildSource;
  pieces(): AsyncGenerator<StandardizePiece>;
}

/** What the scans of all files share. */
export class Scanner {
  readonly found: Scanned = {
    sources: [],
    impressions: 0,
    emptyImpressions: 0,
    actions: 0,
    partitionDateMismatches: 0,
    actionsBySource: [],
    rejected: new RejectedRows(),
    distinctStrangers: null,
  };
  private bytes = 0;
  private rows = 0;
  private pieces = 0;

  constructor(
    readonly engines: ScanEngines,
    readonly config: Config,
    readonly idKinds: IdKinds,
    readonly hooks: ScanHooks,
    readonly dateOrder: DateOrder | null,
  ) {}

  /**
   * Scans files, the pieces of all of them side by side: a file begins when all of the one before are under way.
   * @param engines for rows that are not plain
   */
  async scan(files: readonly ScannedFile[], engines: Pool<Engine>): Promise<Map<BuildSource, SourceReport>> {
    const pieces = async function* () {
      for (const file of files) for await (const standardize of file.pieces()) yield { source: file.source, standardize };
    };
    const reports = new Map(files.map(({ source }) => [source, emptyReport(source)]));
    const most = Math.max(engines.most, this.hooks.plain?.most ?? 1);
    const standardized = inOrder(pieces(), most, async ({ source, standardize }) => ({ source, result: await standardize() }));
    for await (const { source, result } of standardized) this.add(result, reports.get(source) as SourceReport);
    return reports;
  }

  /** The chunks of a file, each to be standardized in an engine that is free. */
  async *chunks(source: BuildSource, engines: Pool<Engine>, standardize: Standardize): AsyncGenerator<StandardizePiece> {
    for await (const chunk of this.hooks.read(source, this.config.standardize.limits)) {
      yield () =>
        engines.use(async (engine) => {
          const result = await standardizeChunk(engine, chunk, standardize);
          this.progress(chunk.bytes, result.rows);
          return result;
        });
    }
  }

  /** The number of a piece of a file: it ascends in the order in which pieces are scanned. */
  nextPiece(): number {
    this.pieces += 1;
    return this.pieces;
  }

  progress(bytes: number, rows: number): void {
    this.bytes += bytes;
    this.rows += rows;
    this.hooks.onProgress({ bytes: this.bytes, rows: this.rows });
  }

  /** Adds the next piece of a file to its report. Pieces come in their order, so that row numbers are those of the file. */
  private add({ rows, kept, ignored, withoutImpressions, rejected }: ChunkResult, report: SourceReport): void {
    const lost = rows - kept - ignored - rejected.length;
    if (lost !== 0) throw new Error(`${report.file}: ${lost} rows were lost`);
    const inFile = rejected.map(({ row, reason, text }) => ({ file: report.file, row: report.rowsRead + row, reason, text }));
    this.found.rejected.add(inFile, report.rejected);
    report.rowsRead += rows;
    report.rowsKept += kept;
    report.ignored += ignored;
    report.withoutImpressions += withoutImpressions;
  }

  /** The rejected rows of a chunk in its order. @throws IdKindChanged where a row has a text id */
  async rejections(source: BuildSource, engine: Engine, unusable: Sql): Promise<Rejection[]> {
    const { batches } = await engine.query(unusable);
    return batches.flatMap((batch) => {
      const texts = textColumn([batch], "text");
      const [reasons, customers, items] = [
        batch.getChild("reason"),
        batch.getChild("customer_text"),
        batch.getChild("item_text"),
      ];
      return Array.from(column(batch, "seq", Int32Array), (seq, row) => {
        this.requireIds(source, { customer_text: customers?.get(row), item_text: items?.get(row) });
        return { row: seq, reason: reasons?.get(row) as RejectReason, text: texts[row] ?? "" };
      });
    });
  }

  map({ file, source, role }: BuildSource): Mapped {
    return {
      role,
      columns: source.columns,
      positions: mapColumns(role, source, file.path, this.config),
      pathDay: partitionDate(file.path),
      delimiter: source.dialect?.delimiter ?? ",",
      sample: source.sample,
      profile: source.profile,
      dateOrder: this.dateOrder,
    };
  }

  requireIds({ file }: BuildSource, summary: { customer_text?: unknown; item_text?: unknown }): void {
    if (typeof summary.customer_text === "string") throw new IdKindChanged("customer", summary.customer_text, file.path);
    if (typeof summary.item_text === "string") throw new IdKindChanged("item", summary.item_text, file.path);
  }
}

function emptyReport({ file, role, source: { format } }: BuildSource): SourceReport {
  return { file: file.path, role, format, rowsRead: 0, rowsKept: 0, ignored: 0, withoutImpressions: 0, rejected: {} };
}

export const NO_ROWS: ChunkResult = { rows: 0, kept: 0, ignored: 0, withoutImpressions: 0, rejected: [] };

/** Standardizes a relation of so many rows. The result's `row`s are places in it. */
export type Standardize = (engine: Engine, from: Sql, rows: number) => Promise<ChunkResult>;

export async function standardizeChunk(engine: Engine, chunk: Chunk, standardize: Standardize): Promise<ChunkResult> {
  const { rows, from, close } = await chunk.open(engine);
  const result = rows === 0 ? NO_ROWS : await standardize(engine, from, rows);
  await close();
  return withMalformed(withTexts(result, chunk.texts), chunk.malformed);
}

export function stage(engine: Engine, select: Sql): Promise<void> {
  return engine.run(sql`CREATE OR REPLACE TABLE staged AS ${select}`);
}
