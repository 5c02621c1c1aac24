import type { Config } from "../config";
import type { Engine } from "../engine/engine";
import { toIpc } from "../sources/ipc";
import type { ParquetPart } from "../sources/parquet";
import type { RowsText } from "../sources/source-text";
import type { SourceFile } from "../sources/types";
import { type Sql, sql } from "../sql";
import { type ActionRun, type ActionRuns, Buckets, intoBuckets, makeRun } from "./action-runs";
import { CarouselRuns } from "./carousel-runs";
import type { ColumnarPlan } from "./columnar-actions";
import type { ColumnarCarouselPlan } from "./columnar-carousels";
import { column } from "./columns";
import { createIdCodes } from "./id-codes";
import { type IdCodes, type Ids, idsOf, withPadding } from "./ids";
import type { ReadCarouselPart, ReadCarousels, ReadPart, ReadText } from "./lane";
import type { Lanes } from "./lanes";
import { type Numbered, numberIds } from "./number-ids";
import type { PlainPlan } from "./plain-actions";
import type { CarouselPlan } from "./plain-carousels";
import type { ScanSink } from "./scanner";
import type { Piece, Shown } from "./shown";
import { readShown } from "./shown-rows";
import { chunkItems, keepStrangers, knownActions, stageItems } from "./unify";
import type { IdKinds } from "./values";

/** What was read, with ids numbered. */
export interface Collected {
  customerIds: Ids;
  /** The padding first. */
  itemIds: Ids;
  shown: Shown;
  /** How many of the carousels shown are put together of rows that hold an item each. */
  joined: number;
  /** By codebook of the runs and code, the number of each item. */
  items: Int32Array[];
}

/** Collects the carousels shown and the actions of their customers as runs, from lanes and engines alike. */
export class Collector implements ScanSink {
  /** Those of the customers, as soon as these are known. */
  buckets: Buckets;
  private readonly carousels: CarouselRuns;
  private readonly customers: IdCodes;
  /** Of what comes from engines; those of the lanes have their numbers. */
  private readonly items: IdCodes;
  /** Those shown, as soon as all are known. */
  private customerNumbers: Numbered = { ids: [], numbers: [] };
  private readonly allItems: boolean;

  constructor(
    private readonly lanes: Lanes,
    private readonly config: Config,
    private readonly idKinds: IdKinds,
    readonly runs: ActionRuns,
    bucketCount: number,
  ) {
    this.buckets = new Buckets(0, bucketCount);
    this.customers = createIdCodes(idKinds.customer);
    this.carousels = new CarouselRuns(this.customers);
    this.items = createIdCodes(idKinds.item);
    this.allItems = config.output.itemIds === "vocabulary";
  }

  /** To be called before anything is read. */
  async start(): Promise<void> {
    await this.lanes.callAll("beginReading", (codebook) => ({ codebook, itemIds: this.idKinds.item }));
  }

  /** Reads a text in a lane, and takes its carousels. */
  async readCarousels(text: RowsText, plan: CarouselPlan, piece: Piece): Promise<ReadCarousels> {
    const read = await this.lanes.call("readCarousels", { text, plan });
    this.carousels.add(read.codebook, read.run, piece);
    return read;
  }

  /** The same for a part of a Parquet file. */
  async readCarouselPart(
    file: SourceFile,
    part: ParquetPart,
    plan: ColumnarCarouselPlan,
    piece: Piece,
  ): Promise<ReadCarouselPart> {
    const read = await this.lanes.call("readCarouselPart", { file, part, plan });
    this.carousels.add(read.codebook, read.run, piece);
    return read;
  }

  async show(engine: Engine, rows: Sql, piece: Piece, places: Int32Array | null): Promise<void> {
    this.carousels.add(this.lanes.most, await readShown(engine, rows, places, this.idKinds, this.items), piece);
  }

  /** Numbers the customers of all carousels. */
  async begin(): Promise<void> {
    this.customerNumbers = numberIds([this.customers.all()], this.idKinds.customer);
    const { ids: customers } = this.customerNumbers;
    const buckets = this.buckets.count;
    this.buckets = new Buckets(customers.length, buckets);
    await this.lanes.callAll("beginActions", () => ({ customers, buckets, allItems: this.allItems }));
  }

  async prepare(engine: Engine): Promise<void> {
    const { ids } = this.customerNumbers;
    await engine.run(sql`DROP TABLE IF EXISTS customers`);
    await engine.addArrow("customers", toIpc({ customer: ids, c: Int32Array.from({ length: ids.length }, (_, c) => c) }));
  }

  async collect(engine: Engine): Promise<number> {
    await engine.run(stageItems(this.allItems));
    const codes = this.items.codesOf(idsOf((await engine.query(chunkItems())).batches, "item", this.idKinds.item));
    const run = runOf((await engine.query(knownActions())).batches, codes);
    this.runs.add(this.lanes.most, intoBuckets(run, this.buckets));
    if (this.config.unify.duplicates === "drop") await engine.run(keepStrangers());
    return run.customers.length;
  }

  /** Reads a text in a lane, and takes its actions. */
  async readText(text: RowsText, plan: PlainPlan): Promise<ReadText> {
    const read = await this.lanes.call("readText", { text, plan });
    this.runs.add(read.codebook, read.actions.parts);
    return read;
  }

  /** The same for a part of a Parquet file. */
  async readPart(file: SourceFile, part: ParquetPart, plan: ColumnarPlan): Promise<ReadPart> {
    const read = await this.lanes.call("readPart", { file, part, plan });
    this.runs.add(read.codebook, read.actions.parts);
    return read;
  }

  /** Numbers all ids that were met: customers from 0, items from 1. */
  async finish(): Promise<Collected> {
    const books = [...(await this.lanes.callAll("items", () => null)), this.items.all()];
    const { ids, numbers } = numberIds(books, this.idKinds.item);
    const items = numbers.map((book) => book.map((number) => number + 1));
    const { ids: customerIds, numbers: customers } = this.customerNumbers;
    const { joined, ...shown } = this.carousels.takeAll(customers[0] ?? new Int32Array(0), items);
    return { customerIds, itemIds: withPadding(ids), shown, joined, items };
  }
}

/** The rows of {@link knownActions}. @param codes by number of an item in its chunk */
function runOf(batches: Parameters<typeof column>[0][], codes: Int32Array): ActionRun {
  const run = makeRun(batches.reduce((sum, { numRows }) => sum + numRows, 0));
  let at = 0;
  for (const batch of batches) {
    run.customers.set(column(batch, "c", Int32Array), at);
    run.items.set(
      column(batch, "i", Int32Array).map((i) => codes[i] as number),
      at,
    );
    run.types.set(column(batch, "action_type", Uint8Array), at);
    run.occurredAt.set(column(batch, "occurred_at", BigInt64Array), at);
    run.partitionDays.set(column(batch, "partition_day", Int32Array), at);
    at += batch.numRows;
  }
  return run;
}
