import { tableToIPC } from "apache-arrow";
import { ACTIONS, type Config, type Limits } from "../config";
import type { Engine } from "../engine/engine";
import type { RejectedRow, RejectReason, SourceReport } from "../report";
import { mapColumns } from "../sources/map-columns";
import { readChunks } from "../sources/read";
import { namesOf, partitionDate } from "../sources/recognise";
import { selectColumns } from "../sources/select";
import type { BuildSource, Chunk, MalformedRow, Relation } from "../sources/types";
import { id, type Sql, sql } from "../sql";
import { CarouselParser } from "./carousel";
import { onlyRow } from "./columns";
import { toIpc } from "./ipc";
import { RejectedRows } from "./rejected-rows";
import {
  type ActionRole,
  isNested,
  type Mapped,
  rowText,
  standardizeActions,
  standardizeImpressions,
  standardizeItems,
} from "./standardize";
import { collectActions, createTables, groupFlatRows, numberCustomers, summarizeActions } from "./unify";
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
  /** The chunks of a file, all of them or its first ones; by default all. */
  read?: (source: BuildSource, limits: Limits) => AsyncGenerator<Chunk>;
  /** Called after each file with actions. With one engine, `actions` and `strangers` then hold what it and earlier files gave. */
  afterActions?: (source: BuildSource) => Promise<void>;
}

/** One or more engines. The first holds the tables in the end; the others, which may still be starting, take chunks of actions off it. */
export type Engines = readonly [Engine, ...(Engine | Promise<Engine>)[]];

/**
 * Standardizes and unifies all files into the tables of {@link createTables}: impressions first, since they say which
 * customers matter, then actions.
 * @throws IdKindChanged
 */
export async function scan(
  engines: Engines,
  given: readonly BuildSource[],
  config: Config,
  idKinds: IdKinds,
  hooks: ScanHooks,
): Promise<Scanned> {
  const [engine, ...starting] = engines;
  const scanner = new Scanner(engine, config, idKinds, hooks);
  await engine.run(createTables(idKinds));
  const reports = new Map<BuildSource, SourceReport>();
  const sources = given.map((each) => ({ ...each, source: selectColumns(each, config) }));
  for (const source of sources) if (source.role === "impressions") reports.set(source, await scanner.impressions(source));
  await engine.run(groupFlatRows());
  await engine.run(numberCustomers());
  const helpers = await Promise.all(starting);
  for (const helper of helpers) {
    await helper.run(createTables(idKinds));
    await copyTable("customers", engine, helper);
  }
  for (const source of sources) {
    const { role } = source;
    if (role === "impressions") continue;
    reports.set(source, await scanner.actions({ ...source, role }, [engine, ...helpers]));
    await hooks.afterActions?.(source);
  }
  for (const helper of helpers) for (const table of COLLECTED) await appendTable(table, helper, engine);
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
    private readonly config: Config,
    private readonly idKinds: IdKinds,
    private readonly hooks: ScanHooks,
  ) {}

  async actions(source: BuildSource & { role: ActionRole }, engines: readonly Engine[]): Promise<SourceReport> {
    const mapped = { ...this.map(source), role: source.role };
    const codes = ACTIONS.map((action) => this.config.unify.actionTypes[action]);
    const counts = Object.fromEntries(codes.map((code) => [String(code), 0]));
    const report = await this.chunks(source, engines, async (engine, from, rows) => {
      const { usable, unusable } = standardizeActions(from, mapped, this.config, this.idKinds);
      await stage(engine, usable);
      const summary = onlyRow(await engine.query(summarizeActions(this.config)));
      const kept = Number(summary.kept);
      const rejected = kept < rows ? await this.rejections(source, engine, unusable) : [];
      for (const statement of collectActions(this.config)) await engine.run(statement);
      for (const code of codes) counts[code] = (counts[code] ?? 0) + Number(summary[`type_${code}`]);
      this.found.actions += kept;
      this.found.partitionDateMismatches += Number(summary.mismatches);
      return { kept, rejected };
    });
    this.found.actionsBySource.push({ file: source.file.path, counts });
    return report;
  }

  async impressions(source: BuildSource): Promise<SourceReport> {
    const mapped = this.map(source);
    const nested = isNested(mapped);
    const { engine } = this;
    return this.chunks(source, [engine], async (_, from, rows) => {
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
      return { kept, rejected };
    });
  }

  /** Takes the carousels of `staged` apart into `staged_items`, and gives `heads`: the rows with all their reasons. */
  private async unnest(mapped: Mapped): Promise<void> {
    const { engine } = this;
    const names = {
      item: namesOf("impressions", "item_id", this.config)[0] ?? "item_id",
      label: namesOf("impressions", "is_order", this.config)[0] ?? "is_order",
    };
    const position = mapped.positions.impressions ?? 0;
    const isText = mapped.columns[position]?.kind === "text";
    const parser = new CarouselParser(names);
    if (isText) {
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
        SELECT seq, slot, entry[${names.item}]::VARCHAR AS item, entry[${names.label}]::VARCHAR AS is_order
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

  /** Standardizes the chunks of a file, each in an engine that is free, and sets the rejected rows aside. */
  private async chunks(
    input: BuildSource,
    engines: readonly Engine[],
    standardize: (engine: Engine, from: Sql, rows: number) => Promise<Standardized>,
  ): Promise<SourceReport> {
    const { file, source, role } = input;
    const { onProgress, read = allChunks } = this.hooks;
    const chunks = ahead(read(input, this.config.standardize.limits));
    const results: StandardizedChunk[] = [];
    const failures: unknown[] = [];
    let taken = 0;
    const work = async (engine: Engine) => {
      for (;;) {
        const place = taken++;
        const { done, value: chunk } = await chunks.next();
        if (done || failures.length > 0) return;
        const { rows, from, close } = await chunk.open(engine);
        results[place] = { rows, malformed: chunk.malformed, ...(await standardize(engine, from, rows)) };
        await close();
        this.bytes += chunk.bytes;
        this.rows += rows;
        onProgress({ bytes: this.bytes, rows: this.rows });
      }
    };
    await Promise.all(engines.map((engine) => work(engine).catch((failure: unknown) => failures.push(failure))));
    await chunks.return(undefined);
    if (failures.length > 0) throw failures[0];
    return this.report({ file: file.path, role, format: source.format, rowsRead: 0, rowsKept: 0, rejected: {} }, results);
  }

  /** Adds up the chunks of a file in their order, so that row numbers are those of the file. */
  private report(report: SourceReport, results: readonly StandardizedChunk[]): SourceReport {
    for (const { rows, kept, malformed, rejected } of results) {
      if (kept + rejected.length !== rows) throw new Error(`${report.file}: ${rows - kept - rejected.length} rows were lost`);
      this.found.rejected.add(inFile(report.file, report.rowsRead, rejected, malformed), report.rejected);
      report.rowsRead += rows + malformed.length;
      report.rowsKept += kept;
    }
    return report;
  }

  /** The rejected rows of a chunk in its order. @throws IdKindChanged where a row has a text id */
  private async rejections(source: BuildSource, engine: Engine, unusable: Sql): Promise<Rejection[]> {
    const rows = (await engine.query(unusable)).toArray();
    for (const row of rows) this.requireIds(source, row);
    return rows.map((row) => ({ seq: Number(row.seq), reason: row.reason, text: row.text ?? "" }));
  }

  private map({ file, source, role }: BuildSource): Mapped {
    return {
      role,
      columns: source.columns,
      positions: mapColumns(role, source, file.path, this.config),
      pathDay: partitionDate(file.path),
      delimiter: source.dialect?.delimiter ?? ",",
      sample: source.sample,
    };
  }

  private requireIds({ file }: BuildSource, summary: { customer_text?: unknown; item_text?: unknown }): void {
    if (typeof summary.customer_text === "string") throw new IdKindChanged("customer", summary.customer_text, file.path);
    if (typeof summary.item_text === "string") throw new IdKindChanged("item", summary.item_text, file.path);
  }
}

interface Standardized {
  kept: number;
  rejected: Rejection[];
}

interface StandardizedChunk extends Standardized, Pick<Chunk, "malformed">, Pick<Relation, "rows"> {}

interface Rejection {
  /** The row's place, from 1, among the rows of the chunk that are not malformed. */
  seq: number;
  reason: RejectReason;
  text: string;
}

function allChunks({ file, source }: BuildSource, limits: Limits): AsyncGenerator<Chunk> {
  return readChunks(file, source, { limits });
}

/** Reads the next chunk while the last one is worked on. */
async function* ahead(chunks: AsyncGenerator<Chunk>): AsyncGenerator<Chunk> {
  let next = chunks.next();
  try {
    for (let chunk = await next; !chunk.done; chunk = await next) {
      next = chunks.next();
      next.catch(() => undefined);
      yield chunk.value;
    }
  } finally {
    await chunks.return(undefined);
  }
}

function stage(engine: Engine, select: Sql): Promise<void> {
  return engine.run(sql`CREATE OR REPLACE TABLE staged AS ${select}`);
}

/** The tables that each engine fills with what it standardized. */
const COLLECTED = ["actions", "strangers", "known_items"] as const;
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

/** All rejected rows of a chunk in the order of the file, with row numbers of the file. */
function inFile(
  file: string,
  rowsBefore: number,
  rejected: readonly Rejection[],
  malformed: readonly MalformedRow[],
): RejectedRow[] {
  const rows: RejectedRow[] = malformed.map(({ row, text }) => ({ file, row: rowsBefore + row, reason: "malformed-row", text }));
  const gaps = malformed.map(({ row }) => row).sort((a, b) => a - b);
  let passed = 0;
  for (const { seq, reason, text } of rejected) {
    while (passed < gaps.length && (gaps[passed] ?? 0) <= seq + passed) passed += 1;
    rows.push({ file, row: rowsBefore + seq + passed, reason, text });
  }
  return rows.sort((a, b) => a.row - b.row);
}

function showCarousels(rowsBefore: number): Sql {
  return sql`INSERT INTO shown SELECT ${rowsBefore} + heads.seq, NULL, heads.day, heads.customer, heads.ranking_id,
      staged_items.slot, staged_items.item, staged_items.is_order
    FROM heads JOIN staged_items USING (seq) WHERE heads.reason IS NULL`;
}

function showItems(rowsBefore: number): Sql {
  return sql`INSERT INTO shown SELECT NULL, ${rowsBefore} + seq, day, customer, ranking_id, slot, item, is_order FROM staged WHERE reason IS NULL`;
}
