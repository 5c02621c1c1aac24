import type { Limits } from "../config";
import type { Engine } from "../engine/engine";
import { halvesOf, instantAt } from "../halves";
import { NO_DAY } from "../no-day";
import { type ActionRun, unpacked } from "../pipeline/action-runs";
import { CarouselRuns } from "../pipeline/carousel-runs";
import type { ColumnarPlan } from "../pipeline/columnar-actions";
import type { ColumnarCarouselPlan } from "../pipeline/columnar-carousels";
import { concatenated } from "../pipeline/columns";
import { createIdCodes } from "../pipeline/id-codes";
import { type IdCodes, idsOf } from "../pipeline/ids";
import { type CarouselPart, type PlainPart, readCarouselPart, readPlainPart } from "../pipeline/parquet-rows";
import { type PlainPlan, type PlainText, readPlainText } from "../pipeline/plain-actions";
import { type CarouselPlan, type PlainCarousels, readPlainCarousels } from "../pipeline/plain-carousels";
import type { PlainHooks, ScanSink } from "../pipeline/scanner";
import type { Piece, Shown } from "../pipeline/shown";
import { readShown } from "../pipeline/shown-rows";
import { Batch, type KnownCustomers, makeRoom, type ReaderState } from "../pipeline/standardizer";
import type { IdKinds } from "../pipeline/values";
import { ZoneClock } from "../pipeline/zone-clock";
import { type ParquetPart, sampledParts } from "../sources/parquet";
import { readTexts } from "../sources/read";
import type { RowsText, SourceText } from "../sources/source-text";
import type { BuildSource, SourceFile } from "../sources/types";
import { type Sql, sql } from "../sql";
import type { Sampling } from "./sampling";

/** Actions of a sample, by column. */
export interface SeenActions extends Pick<ActionRun, "customers" | "items" | "partitionDays"> {
  /** The calendar days of their instants. */
  days: Int32Array;
}

/** Texts and parts are small, so that a check can be ended between two. */
const TEXT_BYTES = 1 << 20;
const ROWS_A_PART = 1 << 16;
/** Actions that there is room for at first. */
const ROOM = 1 << 14;

/**
 * Collects what a sample shows: carousels, and the actions of all customers, read in this thread as lanes read them, and by an
 * engine where rows are not plain. Customers and items are codes; those of customers with impressions come first.
 */
export class SampleCollector implements ScanSink, PlainHooks {
  readonly most = 1;
  readonly customers: IdCodes;
  readonly items: IdCodes;
  /** How many customers have impressions, as soon as all of these are read. */
  customersShown = 0;
  private readonly carousels: CarouselRuns;
  private readonly actions = new Map<BuildSource["file"], SeenActions[]>();
  private readonly reader: ReaderState;
  private readonly clock: ZoneClock;

  constructor(
    private readonly idKinds: IdKinds,
    private readonly sampling: Sampling,
    dayZone: string,
  ) {
    this.clock = new ZoneClock(dayZone);
    this.customers = createIdCodes(idKinds.customer);
    this.items = createIdCodes(idKinds.item);
    this.carousels = new CarouselRuns(this.customers);
    const numbers = new EveryCustomer(this.customers);
    this.reader = { numbers, codes: this.items, allItems: true, batch: new Batch(), room: makeRoom(ROOM) };
  }

  readTexts(source: BuildSource, limits: Limits): AsyncGenerator<SourceText> {
    return this.sampling.upTo(source, readTexts(source.file, source.source, { chunkBytes: TEXT_BYTES, limits }));
  }

  async partsOf(source: BuildSource): Promise<ParquetPart[]> {
    const parts = await sampledParts(source.file, this.sampling.bytesOf(source), ROWS_A_PART);
    const bytes = parts.reduce((sum, part) => sum + part.bytes, 0);
    // A file without rows has no parts, and is read as a whole.
    this.sampling.count(source, parts.length === 0 ? source.file.blob.size : bytes);
    return parts;
  }

  async readCarousels(text: RowsText, plan: CarouselPlan, piece: Piece): Promise<PlainCarousels> {
    const read = readPlainCarousels(text, plan, this.items);
    this.carousels.add(0, read.run, piece);
    return read;
  }

  async readCarouselPart(file: SourceFile, part: ParquetPart, plan: ColumnarCarouselPlan, piece: Piece): Promise<CarouselPart> {
    const read = await readCarouselPart(file, part, plan, this.items);
    this.carousels.add(0, read.run, piece);
    return read;
  }

  async show(engine: Engine, rows: Sql, piece: Piece, places: Int32Array | null): Promise<void> {
    this.carousels.add(0, await readShown(engine, rows, places, this.idKinds, this.items), piece);
  }

  async begin(): Promise<void> {
    this.customersShown = this.customers.size;
  }

  async prepare(): Promise<void> {}

  async collect(engine: Engine, { file }: BuildSource): Promise<number> {
    const { batches } = await engine.query(sql`SELECT customer, item, occurred_at,
      coalesce(partition_day, ${NO_DAY})::INTEGER AS partition_day FROM staged`);
    const occurredAt = concatenated<BigInt64Array>(batches, "occurred_at", BigInt64Array);
    const partitionDays = concatenated<Int32Array>(batches, "partition_day", Int32Array);
    const customers = this.customers.codesOf(idsOf(batches, "customer", this.idKinds.customer));
    const items = this.items.codesOf(idsOf(batches, "item", this.idKinds.item));
    this.add(file, { occurredAt, customers, items, partitionDays });
    return customers.filter((customer) => customer < this.customersShown).length;
  }

  async readText({ file }: BuildSource, text: RowsText, plan: PlainPlan): Promise<PlainText> {
    const read = readPlainText(text, plan, this.reader);
    for (const run of read.actions.parts) this.add(file, unpacked(run));
    return read;
  }

  async readPart({ file }: BuildSource, part: ParquetPart, plan: ColumnarPlan): Promise<PlainPart> {
    const read = await readPlainPart(file, part, plan, this.reader);
    for (const run of read.actions.parts) this.add(file, unpacked(run));
    return read;
  }

  /** Takes all carousels, with codes for numbers. */
  takeShown(): Shown {
    return this.carousels.takeAll(codesUpTo(this.customers.size), [codesUpTo(this.items.size)]);
  }

  /** The actions of a file. */
  actionsOf(file: SourceFile): readonly SeenActions[] {
    return this.actions.get(file) ?? [];
  }

  private add(file: SourceFile, { occurredAt, customers, items, partitionDays }: Omit<ActionRun, "types">): void {
    const runs = this.actions.get(file) ?? [];
    this.actions.set(file, runs);
    const instants = halvesOf(occurredAt);
    const days = customers.map((_, at) => this.clock.dayOf(instantAt(instants, at)));
    runs.push({ customers, items, partitionDays, days });
  }
}

/** All customers matter, those without impressions too. */
class EveryCustomer implements KnownCustomers {
  readonly bucketCount = 1;

  constructor(private readonly codes: IdCodes) {}

  find(ids: Int32Array, numbers: Int32Array, bytes: Uint8Array): void {
    this.codes.ofAll(ids, numbers, bytes);
  }

  bucketsOf(numbers: Int32Array, buckets: Uint8Array): void {
    buckets.fill(0, 0, numbers.length);
  }
}

function codesUpTo(size: number): Int32Array {
  return Int32Array.from({ length: size }, (_, code) => code);
}
