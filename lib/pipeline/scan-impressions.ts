import type { Engine } from "../engine/engine";
import type { SourceColumn } from "../sources/column";
import { isTextFormat } from "../sources/formats";
import { toIpc } from "../sources/ipc";
import type { ParquetPart } from "../sources/parquet";
import { namesOf } from "../sources/recognise";
import type { RowsText } from "../sources/source-text";
import type { BuildSource, Chunk } from "../sources/types";
import { id, type Sql, sql } from "../sql";
import { CarouselParser } from "./carousel";
import { type ChunkResult, withoutMalformed, withPlain } from "./chunk-results";
import { columnarCarouselPlan } from "./columnar-carousels";
import { onlyRow } from "./columns";
import { carouselPlan, type PlainCarousels } from "./plain-carousels";
import { parquetPieces, textPieces } from "./plain-files";
import { type ScannedFile, type Scanner, type StandardizePiece, stage, standardizeChunk } from "./scanner";
import type { Piece } from "./shown";
import { isNested, type Mapped, rowText, standardizeImpressions, standardizeItems } from "./standardize";

/** A carousel is many items. */
const CAROUSELS_A_PART = 1 << 17;

/** What became of the plain rows of a text or a part, which is a piece of the file. */
type PlainRead = Pick<PlainCarousels, "rows" | "empty" | "places"> & { piece: Piece };

/** A file of impressions: standardized without an engine as far as its rows are plain, if that is wanted. */
export class ImpressionFile implements ScannedFile {
  private readonly mapped: Mapped;
  private readonly isNested: boolean;

  /** @param number of the file among those of impressions, from 0 */
  constructor(
    private readonly scanner: Scanner,
    readonly source: BuildSource,
    private readonly number: number,
  ) {
    this.mapped = scanner.map(source);
    this.isNested = isNested(this.mapped);
  }

  pieces(): AsyncGenerator<StandardizePiece> {
    const { scanner, source, mapped } = this;
    const { hooks, config, idKinds, engines } = scanner;
    const { file } = source;
    const { plain } = hooks;
    const rest = {
      standardize: (others: Chunk, _bytes: number, { piece, places }: PlainRead) =>
        engines.impressions.use((engine) =>
          standardizeChunk(engine, others, (...of) => this.standardize(...of, piece, withoutMalformed(places, others.malformed))),
        ),
      add: (others: ChunkResult, read: PlainRead) => this.add(others, read),
    };
    const inPiece = async <Read>(read: (piece: Piece) => Promise<Read>) => {
      const piece = this.nextPiece();
      return { ...(await read(piece)), piece };
    };
    if (plain && isTextFormat(source.source.format)) {
      const plan = carouselPlan(mapped, config, idKinds);
      if (plan) {
        const read = (text: RowsText) => inPiece((piece) => plain.readCarousels(text, plan, piece));
        return textPieces(scanner, source, plain, { read, ...rest });
      }
    }
    if (plain && source.source.format === "parquet") {
      const plan = columnarCarouselPlan(mapped, config, idKinds);
      if (plan) {
        const read = (part: ParquetPart) => inPiece((piece) => plain.readCarouselPart(file, part, plan, piece));
        return parquetPieces(scanner, source, plain, { read, ...rest }, this.isNested ? CAROUSELS_A_PART : undefined);
      }
    }
    return scanner.chunks(source, engines.impressions, (engine, from, rows) =>
      this.standardize(
        engine,
        from,
        rows,
        this.nextPiece(),
        Int32Array.from({ length: rows }, (_, row) => row + 1),
      ),
    );
  }

  /** Pieces are asked for in the order in which they stand in the file. */
  private nextPiece(): Piece {
    return { file: this.number, number: this.scanner.nextPiece() };
  }

  /** Adds plain rows to the result of the others. */
  private add(others: ChunkResult, { rows, empty, places }: PlainRead): ChunkResult {
    const { found } = this.scanner;
    if (this.isNested) found.impressions += rows;
    found.emptyImpressions += empty;
    return withPlain(others, rows, places);
  }

  /** Standardizes rows of a piece. @param places where they stand in it, from 1 */
  private async standardize(engine: Engine, from: Sql, rows: number, piece: Piece, places: Int32Array): Promise<ChunkResult> {
    const { scanner, source, mapped, isNested } = this;
    const { config, idKinds, found, hooks } = scanner;
    await stage(engine, standardizeImpressions(from, mapped, config, idKinds));
    if (isNested) await unnest(engine, scanner, mapped);
    const heads = isNested ? sql`heads` : sql`staged`;
    const itemText = isNested ? sql`(SELECT max(item_text) FROM staged_items)` : sql`max(item_text)`;
    const summary = onlyRow(
      await engine.query(sql`SELECT (count(*) FILTER (WHERE reason IS NULL))::DOUBLE AS kept,
        (count(*) FILTER (WHERE reason IS NULL AND is_empty))::DOUBLE AS empty, max(customer_text) AS customer_text, ${itemText} AS item_text
        FROM (SELECT *, ${isNested ? sql`seq NOT IN (SELECT seq FROM staged_items)` : sql`FALSE`} AS is_empty FROM ${heads})`),
    );
    scanner.requireIds(source, summary);
    const kept = Number(summary.kept);
    const rejects = sql`SELECT seq::INTEGER AS seq, reason, ${rowText(mapped)} AS text, NULL AS customer_text, NULL AS item_text
      FROM ${heads} WHERE reason IS NOT NULL ORDER BY seq`;
    const rejected = kept < rows ? await scanner.rejections(source, engine, rejects) : [];
    await hooks.sink.show(engine, isNested ? itemsOfCarousels() : itemsOfRows(), piece, isNested ? null : places);
    if (isNested) found.impressions += kept;
    found.emptyImpressions += Number(summary.empty);
    return { rows, kept, ignored: 0, withoutImpressions: 0, rejected };
  }
}

/** Takes the carousels of `staged` apart into `staged_items`, and gives `heads`: the rows with all their reasons. */
async function unnest(engine: Engine, { config, idKinds }: Scanner, mapped: Mapped): Promise<void> {
  const names = {
    item: namesOf("impressions", "item_id", config),
    label: namesOf("impressions", "is_order", config),
  };
  const cell = mapped.columns[mapped.positions.impressions ?? -1];
  const parser = new CarouselParser(names, config.standardize.columns.impressions?.list);
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
    CREATE OR REPLACE TABLE staged_items AS ${standardizeItems(id("cells"), config, idKinds.item)};
    CREATE OR REPLACE TABLE heads AS
      SELECT staged.* REPLACE (coalesce(staged.reason, bad_cells.reason, bad_items.reason) AS reason)
      FROM staged LEFT JOIN bad_cells USING (seq)
      LEFT JOIN (SELECT seq, arg_min(reason, slot) AS reason FROM staged_items WHERE reason IS NOT NULL GROUP BY seq) AS bad_items USING (seq)`);
}

/** The first of the names that the structs of a list have; `null` where they have none of them, or are no structs. */
function entryField(column: SourceColumn | undefined, names: readonly string[]): Sql | null {
  const name = names.find((candidate) => column?.fields?.includes(candidate));
  return name === undefined ? null : sql`entry[${name}]`;
}

function itemsOfCarousels(): Sql {
  return sql`SELECT seq, day, customer, ranking_id, staged_items.slot, staged_items.item, staged_items.is_order
    FROM heads JOIN staged_items USING (seq) WHERE heads.reason IS NULL`;
}

function itemsOfRows(): Sql {
  return sql`SELECT seq, day, customer, ranking_id, slot, item, is_order FROM staged WHERE reason IS NULL`;
}
