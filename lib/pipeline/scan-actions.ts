import { ACTIONS } from "../config";
import type { Engine } from "../engine/engine";
import type { SourceReport } from "../report";
import { csvChunk } from "../sources/csv";
import { parquetChunk, parquetParts } from "../sources/parquet";
import type { BuildSource, Chunk } from "../sources/types";
import type { Sql } from "../sql";
import { type ChunkResult, withMalformed, withPlain } from "./chunk-results";
import { type ColumnarPlan, columnarPlan } from "./columnar-actions";
import { onlyRow } from "./columns";
import { type PlainPlan, plainPlan } from "./plain-actions";
import { allInOrder } from "./pool";
import { NO_ROWS, type PlainHooks, type Scanner, stage, standardizeChunk } from "./scanner";
import { type ActionRole, dropIgnored, type Mapped, mayIgnore, standardizeActions } from "./standardize";
import type { PlainActions } from "./standardizer";
import { summarizeActions } from "./unify";

/** Rows that are not plain are worth another engine if they are so many bytes. */
const BYTES_WORTH_AN_ENGINE = 1 << 20;

/** Standardizes a file of actions into the sink: without an engine as far as its rows are plain, if that is wanted. */
export async function scanActions(scanner: Scanner, source: BuildSource & { role: ActionRole }): Promise<SourceReport> {
  const file = new ActionFile(scanner, source);
  const report = await file.scan();
  const counts = Object.fromEntries([...file.counts].map(([type, number]) => [String(type), number]));
  scanner.found.actionsBySource.push({ file: source.file.path, counts });
  return report;
}

class ActionFile {
  /** Actions by type. */
  readonly counts: Map<number, number>;
  private readonly mapped: Mapped & { role: ActionRole };

  constructor(
    private readonly scanner: Scanner,
    private readonly source: BuildSource & { role: ActionRole },
  ) {
    this.counts = new Map(ACTIONS.map((action) => [scanner.config.unify.actionTypes[action], 0]));
    this.mapped = { ...scanner.map(source), role: source.role };
  }

  scan(): Promise<SourceReport> {
    const { source, mapped } = this;
    const { hooks, config, idKinds, engines } = this.scanner;
    const { format } = source.source;
    if (hooks.plain && format === "csv") {
      const plan = plainPlan(mapped, config, idKinds);
      if (plan) return this.texts(hooks.plain, plan);
    }
    if (hooks.plain && format === "parquet") {
      const plan = columnarPlan(mapped, config, idKinds);
      if (plan) return this.parts(hooks.plain, plan);
    }
    return this.scanner.chunks(source, engines.actions, (engine, from, rows) => this.standardize(engine, from, rows));
  }

  /** Plain rows of CSV are read by the hooks, the others in an engine. */
  private async texts(plain: PlainHooks, plan: PlainPlan): Promise<SourceReport> {
    const { source, scanner } = this;
    const texts = plain.readTexts(source, scanner.config.standardize.limits);
    const results = await allInOrder(texts, plain.most, async (text) => {
      const { shape, malformed, sourceBytes } = text;
      const { rows, actions, others, places } = await plain.readText(text, plan);
      const rest =
        others.rows > 0
          ? await this.rest(csvChunk(others, shape, 0), others.bytes.length)
          : withMalformed(NO_ROWS, others.malformed);
      const result = withMalformed(this.withActions(rest, rows, actions, places), malformed);
      scanner.progress(sourceBytes, result.rows);
      return result;
    });
    return scanner.report(source, results);
  }

  /** The same for Parquet. */
  private async parts(plain: PlainHooks, plan: ColumnarPlan): Promise<SourceReport> {
    const { source, scanner } = this;
    const { file } = source;
    const results = await allInOrder(await parquetParts(file), plain.most, async (part) => {
      const { rows, actions, others, places } = await plain.readPart(file, part, plan);
      const rest = others ? await this.rest(await parquetChunk(file, source.source, others, places), others.length) : NO_ROWS;
      const result = this.withActions(rest, rows, actions, places);
      scanner.progress(part.bytes, result.rows);
      return result;
    });
    return scanner.report(source, results);
  }

  /** Standardizes rows that are not plain. @param bytes of them */
  private rest(chunk: Chunk, bytes: number): Promise<ChunkResult> {
    const standardize = (engine: Engine, from: Sql, rows: number) => this.standardize(engine, from, rows);
    return this.scanner.engines.actions.use(
      (engine) => standardizeChunk(engine, chunk, standardize),
      bytes > BYTES_WORTH_AN_ENGINE,
    );
  }

  private async standardize(engine: Engine, from: Sql, rows: number): Promise<ChunkResult> {
    const { scanner, source } = this;
    const { config, idKinds, found, hooks } = scanner;
    const { usable, unusable } = standardizeActions(from, this.mapped, config, idKinds);
    await stage(engine, usable);
    const ignored = mayIgnore(source.role, config) ? await countOf(engine, dropIgnored()) : 0;
    const summary = onlyRow(await engine.query(summarizeActions(config)));
    const kept = Number(summary.kept);
    const rejected = kept + ignored < rows ? await scanner.rejections(source, engine, unusable) : [];
    const withoutImpressions = kept - (await hooks.sink.collect(engine, source));
    for (const type of this.counts.keys()) this.count(type, Number(summary[`type_${type}`]));
    found.actions += kept;
    found.partitionDateMismatches += Number(summary.mismatches);
    return { rows, kept, ignored, withoutImpressions, rejected };
  }

  /** Adds plain rows to the result of the others. @param places of the others among all */
  private withActions(rest: ChunkResult, rows: number, actions: PlainActions, places: Int32Array): ChunkResult {
    const { found } = this.scanner;
    for (const [type, number] of actions.counts) this.count(type, number);
    found.actions += rows;
    found.partitionDateMismatches += actions.mismatches;
    return {
      ...withPlain(rest, rows, places),
      withoutImpressions: rows - actions.collected + rest.withoutImpressions,
    };
  }

  private count(type: number, more: number): void {
    this.counts.set(type, (this.counts.get(type) ?? 0) + more);
  }
}

/** Runs a statement that changes rows, and gives how many they were. */
async function countOf(engine: Engine, statement: Sql): Promise<number> {
  return Number(onlyRow(await engine.query(statement)).Count);
}
