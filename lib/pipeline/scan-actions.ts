import { ACTIONS } from "../config";
import type { Engine } from "../engine/engine";
import { isTextFormat } from "../sources/formats";
import type { BuildSource, Chunk } from "../sources/types";
import type { Sql } from "../sql";
import { type ChunkResult, withPlain } from "./chunk-results";
import { columnarPlan } from "./columnar-actions";
import { onlyRow } from "./columns";
import { type PlainText, plainPlan } from "./plain-actions";
import { parquetPieces, textPieces } from "./plain-files";
import { type ScannedFile, type Scanner, type Standardize, type StandardizePiece, stage, standardizeChunk } from "./scanner";
import { type ActionRole, dropIgnored, type Mapped, mayIgnore, standardizeActions } from "./standardize";
import { summarizeActions } from "./unify";

/** Rows that are not plain are worth another engine if they are so many bytes. */
const BYTES_WORTH_AN_ENGINE = 1 << 20;

/** What became of the plain rows of a text or a part. */
type PlainRead = Pick<PlainText, "rows" | "actions" | "places">;

/** A file of actions, standardized into the sink: without an engine as far as its rows are plain, if that is wanted. */
export class ActionFile implements ScannedFile {
  /** Actions by type. */
  readonly counts: Map<number, number>;
  private readonly mapped: Mapped & { role: ActionRole };

  constructor(
    private readonly scanner: Scanner,
    readonly source: BuildSource & { role: ActionRole },
  ) {
    this.counts = new Map(ACTIONS.map((action) => [scanner.config.unify.actionTypes[action], 0]));
    this.mapped = { ...scanner.map(source), role: source.role };
  }

  pieces(): AsyncGenerator<StandardizePiece> {
    const { scanner, source, mapped } = this;
    const { hooks, config, idKinds, engines } = scanner;
    const { format } = source.source;
    const { plain } = hooks;
    const standardize: Standardize = (engine, from, rows) => this.standardize(engine, from, rows);
    const rest = {
      standardize: (others: Chunk, bytes: number) =>
        engines.actions.use((engine) => standardizeChunk(engine, others, standardize), bytes > BYTES_WORTH_AN_ENGINE),
      add: (others: ChunkResult, read: PlainRead) => this.add(others, read),
    };
    if (plain && isTextFormat(format)) {
      const plan = plainPlan(mapped, config, idKinds);
      if (plan) return textPieces(scanner, source, plain, { read: (text) => plain.readText(source, text, plan), ...rest });
    }
    if (plain && format === "parquet") {
      const plan = columnarPlan(mapped, config, idKinds);
      if (plan) return parquetPieces(scanner, source, plain, { read: (part) => plain.readPart(source, part, plan), ...rest });
    }
    return scanner.chunks(source, engines.actions, standardize);
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

  /** Adds plain rows to the result of the others. */
  private add(others: ChunkResult, { rows, actions, places }: PlainRead): ChunkResult {
    const { found } = this.scanner;
    const { counts, ignored, collected, mismatches } = actions;
    for (const [type, number] of counts) this.count(type, number);
    found.actions += rows - ignored;
    found.partitionDateMismatches += mismatches;
    const all = withPlain(others, rows, places);
    return {
      ...all,
      kept: all.kept - ignored,
      ignored: all.ignored + ignored,
      withoutImpressions: all.withoutImpressions + rows - ignored - collected,
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
