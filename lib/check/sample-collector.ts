import type { Limits } from "../config";
import type { Engine } from "../engine/engine";
import { countUp, intsAt } from "../gather";
import { halvesOf, instantAt } from "../halves";
import { NO_DAY } from "../no-day";
import { type ActionRun, type PackedRun, unpacked } from "../pipeline/action-runs";
import type { ColumnarPlan } from "../pipeline/columnar-actions";
import { concatenated } from "../pipeline/columns";
import { type Ids, idsOf } from "../pipeline/ids";
import type { ReadPart, ReadText } from "../pipeline/lane";
import type { Lanes } from "../pipeline/lanes";
import { numberIds } from "../pipeline/number-ids";
import type { PlainPlan } from "../pipeline/plain-actions";
import type { PlainHooks, ScanSink } from "../pipeline/scanner";
import type { Shown } from "../pipeline/shown";
import { ShownCollector } from "../pipeline/shown-collector";
import type { IdKinds } from "../pipeline/values";
import { ZoneClock } from "../pipeline/zone-clock";
import { type ParquetPart, sampledParts } from "../sources/parquet";
import { readTexts } from "../sources/read";
import type { RowsText, SourceText } from "../sources/source-text";
import type { BuildSource, SourceFile } from "../sources/types";
import { sql } from "../sql";
import type { Sampling } from "./sampling";

/** Actions of a sample, by column. */
export interface SeenActions extends Pick<ActionRun, "customers" | "items" | "partitionDays"> {
  /** The calendar days of their instants. */
  days: Int32Array;
}

/** What a sample shows, with ids numbered over all of it. */
export interface Sample {
  /** How many customers have impressions: their numbers come first. */
  customersShown: number;
  /** Each once, ascending. */
  itemIds: Ids;
  carousels: Shown;
  /** The actions of a file. */
  actionsOf(file: SourceFile): SeenActions[];
}

/** Actions whose customers and items are codes of a codebook. */
interface CodedActions extends SeenActions {
  codebook: number;
}

/** Texts and parts are small, so that a check can be ended between two. */
const TEXT_BYTES = 1 << 20;
const ROWS_A_PART = 1 << 16;

/** Collects what a sample shows: carousels, and the actions of all customers, from lanes and engines as a build does. */
export class SampleCollector extends ShownCollector implements ScanSink, PlainHooks {
  private customersShown = 0;
  private readonly actions = new Map<SourceFile, CodedActions[]>();
  private readonly clock: ZoneClock;

  constructor(
    lanes: Lanes,
    idKinds: IdKinds,
    private readonly sampling: Sampling,
    dayZone: string,
  ) {
    super(lanes, idKinds);
    this.clock = new ZoneClock(dayZone);
  }

  get most(): number {
    return this.lanes.most;
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

  async begin(): Promise<void> {
    this.customersShown = this.customers.size;
    await this.lanes.callAll("beginActions", () => ({ customers: this.idKinds.customer, buckets: 1, allItems: true }));
  }

  async prepare(): Promise<void> {}

  async collect(engine: Engine, { file }: BuildSource): Promise<number> {
    const { batches } = await engine.query(sql`SELECT customer, item, occurred_at,
      coalesce(partition_day, ${NO_DAY})::INTEGER AS partition_day FROM staged`);
    const occurredAt = concatenated<BigInt64Array>(batches, "occurred_at", BigInt64Array);
    const partitionDays = concatenated<Int32Array>(batches, "partition_day", Int32Array);
    const customers = this.customers.codesOf(idsOf(batches, "customer", this.idKinds.customer));
    const items = this.items.codesOf(idsOf(batches, "item", this.idKinds.item));
    this.add(file, this.ownBook, { occurredAt, customers, items, partitionDays });
    return customers.length;
  }

  async readText({ file }: BuildSource, text: RowsText, plan: PlainPlan): Promise<ReadText> {
    const read = await this.lanes.call("readText", { text, plan });
    this.addAll(file, read.codebook, read.actions.parts);
    return read;
  }

  async readPart({ file }: BuildSource, part: ParquetPart, plan: ColumnarPlan): Promise<ReadPart> {
    const read = await this.lanes.call("readPart", { file, part, plan });
    this.addAll(file, read.codebook, read.actions.parts);
    return read;
  }

  /** Numbers all ids that were met. */
  async finish(): Promise<Sample> {
    const { ids: itemIds, numbers: items } = numberIds(await this.itemBooks(), this.idKinds.item);
    // Codes of customers with impressions were the first, and stay what they are.
    const books = (await this.lanes.callAll("customers", () => null)).map((ids) => this.customers.codesOf(ids));
    const own = new Int32Array(countUp(this.customers.size));
    const customers = [...books, own];
    const numbered = ({ codebook, ...run }: CodedActions): SeenActions => ({
      ...run,
      customers: intsAt(customers[codebook] as Int32Array, run.customers),
      items: intsAt(items[codebook] as Int32Array, run.items),
    });
    return {
      customersShown: this.customersShown,
      itemIds,
      carousels: this.carousels.takeAll(own, items),
      actionsOf: (file) => (this.actions.get(file) ?? []).map(numbered),
    };
  }

  private addAll(file: SourceFile, codebook: number, parts: readonly PackedRun[]): void {
    for (const run of parts) this.add(file, codebook, unpacked(run));
  }

  private add(file: SourceFile, codebook: number, { occurredAt, ...run }: Omit<ActionRun, "types">): void {
    const { customers, items, partitionDays } = run;
    const runs = this.actions.get(file) ?? [];
    this.actions.set(file, runs);
    const instants = halvesOf(occurredAt);
    const days = customers.map((_, at) => this.clock.dayOf(instantAt(instants, at)));
    runs.push({ codebook, customers, items, partitionDays, days });
  }
}
