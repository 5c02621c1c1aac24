import { tableToIPC } from "apache-arrow";
import { ACTIONS, type Config, type Limits } from "../config";
import type { Engine } from "../engine/engine";
import type { SourceReport } from "../report";
import { csvChunk } from "../sources/csv";
import type { CsvText } from "../sources/csv-text";
import { toIpc } from "../sources/ipc";
import { mapColumns } from "../sources/map-columns";
import { type ParquetPart, parquetChunk, parquetParts } from "../sources/parquet";
import { namesOf, partitionDate } from "../sources/recognise";
import { selectColumns } from "../sources/select";
import type { DateOrder } from "../sources/times";
import type { BuildSource, Chunk, SourceColumn, SourceFile } from "../sources/types";
import { id, type Sql, sql } from "../sql";
import { CarouselParser } from "./carousel";
import { type ChunkResult, type Rejection, withMalformed } from "./chunk-results";
import { type ColumnarPlan, columnarPlan } from "./columnar-actions";
import { onlyRow } from "./columns";
import { dateOrderOf } from "./date-order";
import type { ReadPart, ReadText } from "./lane";
import { type PlainPlan, plainPlan } from "./plain-actions";
import { allInOrder, Pool } from "./pool";
import { RejectedRows } from "./rejected-rows";
import {
  type ActionRole,
  dropIgnored,
  isNested,
  type Mapped,
  mayIgnore,
  rowText,
  standardizeActions,
  standardizeImpressions,
  standardizeItems,
} from "./standardize";
import type { PlainActions } from "./standardizer";
import { createTables, groupFlatRows, numberCustomers, summarizeActions } from "./unify";
import type { IdKinds } from "./values";

/** What the scan of all files found, besides the tables that it filled. */
export interface Scanned {
  sources: SourceReport[];
  impressions: number;
  emptyImpressions: number;
  actions: number;
  partitionDateMismatches: number;
  actionsBySource: { file: string; counts: Record<string, number> }[];
  rejected: RejectedRows;
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
  sink: ActionSink;
  /** Reads the plain rows of CSV and Parquet files without an engine. */
  plain?: PlainHooks;
}

export interface PlainHooks {
  readTexts: (source: BuildSource, limits: Limits) => AsyncGenerator<CsvText>;
  /** Reads a text, and takes its actions. */
  readText: (text: CsvText, plan: PlainPlan) => Promise<ReadText>;
  /** Reads a part of a Parquet file, and takes its actions. */
  readPart: (file: SourceFile, part: ParquetPart, plan: ColumnarPlan) => Promise<ReadPart>;
  /** How many texts or parts may be read at once. */
  most: number;
}

/** Takes the standardized actions. */
export interface ActionSink {
  /** Called when the table `customers` is there, and before any actions. */
  begin(engine: Engine): Promise<void>;
  /** Takes the actions in the table `staged` of an engine. Answers how many are of customers with impressions. */
  collect(engine: Engine, source: BuildSource): Promise<number>;
}

/** One engine, and what starts others, for input that is too much for one. */
export interface Engines {
  first: Engine;
  more: readonly (() => Promise<Engine>)[];
}

/** Rows that are not plain are worth another engine if they are so many bytes. */
const BYTES_WORTH_AN_ENGINE = 1 << 20;

/**
 * Standardizes and unifies all files: impressions first, into the tables of {@link createTables} in the first engine, since they
 * say which customers matter, then actions, into the sink.
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
  for (const source of sources) if (source.role === "impressions") reports.set(source, await scanner.impressions(source));
  await engine.run(groupFlatRows());
  await engine.run(numberCustomers());
  await hooks.sink.begin(engine);
  for (const source of sources) {
    const { role } = source;
    if (role !== "impressions") reports.set(source, await scanner.actions({ ...source, role }));
  }
  for (const helper of helpers) await appendTable("strangers", helper, engine);
  const flat = onlyRow(
    await engine.query(sql`SELECT count(DISTINCT impression)::DOUBLE AS carousels FROM shown WHERE impression < 0`),
  );
  const { found } = scanner;
  found.impressions += Number(flat.carousels);
  return { ...found, sources: sources.flatMap((source) => reports.get(source) ?? []) };
}

class Scanner {
  readonly found: Scanned = {
    sources: [],
    impressions: 0,
    emptyImpressions: 0,
    actions: 0,
    partitionDateMismatches: 0,
    actionsBySource: [],
    rejected: new RejectedRows(),
  };
  private bytes = 0;
  private rows = 0;

  constructor(
    private readonly engine: Engine,
    private readonly engines: Pool<Engine>,
    private readonly config: Config,
    private readonly idKinds: IdKinds,
    private readonly hooks: ScanHooks,
    private readonly dateOrder: DateOrder | null,
  ) {}

  async actions(source: BuildSource & { role: ActionRole }): Promise<SourceReport> {
    const mapped = { ...this.map(source), role: source.role };
    const counts = new Map(ACTIONS.map((action) => [this.config.unify.actionTypes[action], 0]));
    const count = (type: number, more: number) => counts.set(type, (counts.get(type) ?? 0) + more);
    const standardize = async (engine: Engine, from: Sql, rows: number) => {
      const { usable, unusable } = standardizeActions(from, mapped, this.config, this.idKinds);
      await stage(engine, usable);
      const ignored = mayIgnore(source.role, this.config) ? await countOf(engine, dropIgnored()) : 0;
      const summary = onlyRow(await engine.query(summarizeActions(this.config)));
      const kept = Number(summary.kept);
      const rejected = kept + ignored < rows ? await this.rejections(source, engine, unusable) : [];
      const withoutImpressions = kept - (await this.hooks.sink.collect(engine, source));
      for (const type of counts.keys()) count(type, Number(summary[`type_${type}`]));
      this.found.actions += kept;
      this.found.partitionDateMismatches += Number(summary.mismatches);
      return { rows, kept, ignored, withoutImpressions, rejected };
    };
    const report = await this.plainly(source, mapped, standardize, count);
    const byType = Object.fromEntries([...counts].map(([type, number]) => [String(type), number]));
    this.found.actionsBySource.push({ file: source.file.path, counts: byType });
    return report;
  }

  /** Standardizes a file without an engine, as far as its rows are plain. */
  private async plainly(
    source: BuildSource,
    mapped: Mapped & { role: ActionRole },
    standardize: Standardize,
    count: (type: number, more: number) => void,
  ): Promise<SourceReport> {
    const { plain } = this.hooks;
    if (plain && source.source.format === "csv") {
      const plan = plainPlan(mapped, this.config, this.idKinds);
      if (plan) return this.texts(source, plain, plan, standardize, count);
    }
    if (plain && source.source.format === "parquet") {
      const plan = columnarPlan(mapped, this.config, this.idKinds);
      if (plan) return this.parquetParts(source, plain, plan, standardize, count);
    }
    return this.chunks(source, this.engines, standardize);
  }

  async impressions(source: BuildSource): Promise<SourceReport> {
    const mapped = this.map(source);
    const nested = isNested(mapped);
    const { engine } = this;
    return this.chunks(source, new Pool([engine]), async (_, from, rows) => {
      await stage(engine, standardizeImpressions(from, mapped, this.config, this.idKinds));
      if (nested) await this.unnest(mapped);
      const heads = nested ? sql`heads` : sql`staged`;
      const itemText = nested ? sql`(SELECT max(item_text) FROM staged_items)` : sql`max(item_text)`;
      const summary = onlyRow(
        await engine.query(sql`SELECT (count(*) FILTER (WHERE reason IS NULL))::DOUBLE AS kept,
          (count(*) FILTER (WHERE reason IS NULL AND is_empty))::DOUBLE AS empty, max(customer_text) AS customer_text, ${itemText} AS item_text
          FROM (SELECT *, ${nested ? sql`seq NOT IN (SELECT seq FROM staged_items)` : sql`FALSE`} AS is_empty FROM ${heads})`),
      );
      this.requireIds(source, summary);
      const kept = Number(summary.kept);
      const rejects = sql`SELECT seq::INTEGER AS seq, reason, ${rowText(mapped)} AS text, NULL AS customer_text, NULL AS item_text
        FROM ${heads} WHERE reason IS NOT NULL ORDER BY seq`;
      const rejected = kept < rows ? await this.rejections(source, engine, rejects) : [];
      await engine.run(nested ? showCarousels(this.rows) : showItems(this.rows));
      if (nested) this.found.impressions += kept;
      this.found.emptyImpressions += Number(summary.empty);
      return { rows, kept, ignored: 0, withoutImpressions: 0, rejected };
    });
  }

  /** Takes the carousels of `staged` apart into `staged_items`, and gives `heads`: the rows with all their reasons. */
  private async unnest(mapped: Mapped): Promise<void> {
    const { engine } = this;
    const names = {
      item: namesOf("impressions", "item_id", this.config),
      label: namesOf("impressions", "is_order", this.config),
    };
    const cell = mapped.columns[mapped.positions.impressions ?? -1];
    const parser = new CarouselParser(names, this.config.standardize.columns.impressions?.list);
    if (cell?.kind === "text") {
      for await (const batch of engine.stream(
        sql`SELECT seq::INTEGER AS seq, cell FROM staged WHERE reason IS NULL AND cell IS NOT NULL`,
      )) {
        const seqs = batch.getChild("seq");
        const cells = batch.getChild("cell");
        for (let k = 0; k < batch.numRows; k += 1) parser.add(Number(seqs?.get(k)), String(cells?.get(k)));
      }
      await engine.run(sql`DROP TABLE IF EXISTS cells`);
      await engine.addArrow("cells", parser.toIpc());
    } else {
      await engine.run(sql`CREATE OR REPLACE TABLE cells AS
        SELECT seq, slot, ${entryField(cell, names.item) ?? sql`entry`}::VARCHAR AS item, ${entryField(cell, names.label) ?? sql`NULL`}::VARCHAR AS is_order
        FROM (SELECT seq::INTEGER AS seq, (generate_subscripts(cell, 1) - 1)::INTEGER AS slot, unnest(cell) AS entry FROM staged WHERE reason IS NULL)`);
    }
    await engine.run(sql`DROP TABLE IF EXISTS bad_cells`);
    const seq = Int32Array.from(parser.rejected, (row) => row.seq);
    await engine.addArrow("bad_cells", toIpc({ seq, reason: parser.rejected.map((row) => row.reason) }));
    await engine.run(sql`
      CREATE OR REPLACE TABLE staged_items AS ${standardizeItems(id("cells"), this.config, this.idKinds.item)};
      CREATE OR REPLACE TABLE heads AS
        SELECT staged.* REPLACE (coalesce(staged.reason, bad_cells.reason, bad_items.reason) AS reason)
        FROM staged LEFT JOIN bad_cells USING (seq)
        LEFT JOIN (SELECT seq, arg_min(reason, slot) AS reason FROM staged_items WHERE reason IS NOT NULL GROUP BY seq) AS bad_items USING (seq)`);
  }

  /** Standardizes the chunks of a file, each in an engine that is free. */
  private async chunks(source: BuildSource, engines: Pool<Engine>, standardize: Standardize): Promise<SourceReport> {
    const chunks = this.hooks.read(source, this.config.standardize.limits);
    const results = await allInOrder(chunks, engines.most, async (chunk) => {
      const result = await engines.use((engine) => standardizeChunk(engine, chunk, standardize));
      this.progress(chunk.bytes, result.rows);
      return result;
    });
    return this.report(source, results);
  }

  /** Standardizes the texts of a CSV file: plain rows by a reader, the others in an engine. */
  private async texts(
    source: BuildSource,
    plain: PlainHooks,
    plan: PlainPlan,
    standardize: Standardize,
    count: (type: number, more: number) => void,
  ): Promise<SourceReport> {
    const texts = plain.readTexts(source, this.config.standardize.limits);
    const results = await allInOrder(texts, plain.most, async (text) => {
      const { shape, malformed, sourceBytes } = text;
      const { rows, actions, others, places } = await plain.readText(text, plan);
      const rest =
        others.rows > 0
          ? await this.rest(csvChunk(others, shape, 0), others.bytes.length, standardize)
          : withMalformed(NO_ROWS, others.malformed);
      const result = withMalformed(this.withPlain(rest, rows, actions, places, count), malformed);
      this.progress(sourceBytes, result.rows);
      return result;
    });
    return this.report(source, results);
  }

  /** The same for the parts of a Parquet file. */
  private async parquetParts(
    source: BuildSource,
    plain: PlainHooks,
    plan: ColumnarPlan,
    standardize: Standardize,
    count: (type: number, more: number) => void,
  ): Promise<SourceReport> {
    const { file } = source;
    const results = await allInOrder(await parquetParts(file), plain.most, async (part) => {
      const { rows, actions, others, places } = await plain.readPart(file, part, plan);
      const rest = others
        ? await this.rest(await parquetChunk(file, source.source, others, places), others.length, standardize)
        : NO_ROWS;
      const result = this.withPlain(rest, rows, actions, places, count);
      this.progress(part.bytes, result.rows);
      return result;
    });
    return this.report(source, results);
  }

  /** Standardizes rows that are not plain. @param bytes of them */
  private rest(chunk: Chunk, bytes: number, standardize: Standardize): Promise<ChunkResult> {
    return this.engines.use((engine) => standardizeChunk(engine, chunk, standardize), bytes > BYTES_WORTH_AN_ENGINE);
  }

  /** Adds plain rows to the result of the others. @param places of the others among all */
  private withPlain(
    rest: ChunkResult,
    rows: number,
    actions: PlainActions,
    places: Int32Array,
    count: (type: number, more: number) => void,
  ): ChunkResult {
    for (const [type, number] of actions.counts) count(type, number);
    this.found.actions += rows;
    this.found.partitionDateMismatches += actions.mismatches;
    return {
      ...rest,
      rejected: rest.rejected.map((row) => ({ ...row, row: places[row.row - 1] ?? 0 })),
      rows: rows + rest.rows,
      kept: rows + rest.kept,
      withoutImpressions: rows - actions.collected + rest.withoutImpressions,
    };
  }

  private progress(bytes: number, rows: number): void {
    this.bytes += bytes;
    this.rows += rows;
    this.hooks.onProgress({ bytes: this.bytes, rows: this.rows });
  }

  /** Adds up the parts of a file in their order, so that row numbers are those of the file. */
  private report({ file, role, source }: BuildSource, results: readonly ChunkResult[]): SourceReport {
    const counts = { rowsRead: 0, rowsKept: 0, ignored: 0, withoutImpressions: 0 };
    const report: SourceReport = { file: file.path, role, format: source.format, ...counts, rejected: {} };
    for (const { rows, kept, ignored, withoutImpressions, rejected } of results) {
      const lost = rows - kept - ignored - rejected.length;
      if (lost !== 0) throw new Error(`${report.file}: ${lost} rows were lost`);
      const inFile = rejected.map(({ row, reason, text }) => ({ file: report.file, row: report.rowsRead + row, reason, text }));
      this.found.rejected.add(inFile, report.rejected);
      report.rowsRead += rows;
      report.rowsKept += kept;
      report.ignored += ignored;
      report.withoutImpressions += withoutImpressions;
    }
    return report;
  }

  /** The rejected rows of a chunk in its order. @throws IdKindChanged where a row has a text id */
  private async rejections(source: BuildSource, engine: Engine, unusable: Sql): Promise<Rejection[]> {
    const rows = (await engine.query(unusable)).toArray();
    for (const row of rows) this.requireIds(source, row);
    return rows.map((row) => ({ row: Number(row.seq), reason: row.reason, text: row.text ?? "" }));
  }

  private map({ file, source, role }: BuildSource): Mapped {
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

  private requireIds({ file }: BuildSource, summary: { customer_text?: unknown; item_text?: unknown }): void {
    if (typeof summary.customer_text === "string") throw new IdKindChanged("customer", summary.customer_text, file.path);
    if (typeof summary.item_text === "string") throw new IdKindChanged("item", summary.item_text, file.path);
  }
}

/** The first of the names that the structs of a list have; `null` where they have none of them, or are no structs. */
function entryField(column: SourceColumn | undefined, names: readonly string[]): Sql | null {
  const name = names.find((candidate) => column?.fields?.includes(candidate));
  return name === undefined ? null : sql`entry[${name}]`;
}

/** Runs a statement that changes rows, and gives how many they were. */
async function countOf(engine: Engine, statement: Sql): Promise<number> {
  return Number(onlyRow(await engine.query(statement)).Count);
}

const NO_ROWS: ChunkResult = { rows: 0, kept: 0, ignored: 0, withoutImpressions: 0, rejected: [] };

/** Standardizes a relation of so many rows. The result's `row`s are places in it. */
type Standardize = (engine: Engine, from: Sql, rows: number) => Promise<ChunkResult>;

async function standardizeChunk(engine: Engine, chunk: Chunk, standardize: Standardize): Promise<ChunkResult> {
  const { rows, from, close } = await chunk.open(engine);
  const result = rows === 0 ? NO_ROWS : await standardize(engine, from, rows);
  await close();
  return withMalformed(result, chunk.malformed);
}

function stage(engine: Engine, select: Sql): Promise<void> {
  return engine.run(sql`CREATE OR REPLACE TABLE staged AS ${select}`);
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

function showCarousels(rowsBefore: number): Sql {
  return sql`INSERT INTO shown SELECT ${rowsBefore} + heads.seq, NULL, heads.day, heads.customer, heads.ranking_id,
      staged_items.slot, staged_items.item, staged_items.is_order
    FROM heads JOIN staged_items USING (seq) WHERE heads.reason IS NULL`;
}

function showItems(rowsBefore: number): Sql {
  return sql`INSERT INTO shown SELECT NULL, ${rowsBefore} + seq, day, customer, ranking_id, slot, item, is_order FROM staged WHERE reason IS NULL`;
}
