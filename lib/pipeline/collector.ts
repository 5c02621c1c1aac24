import type { Config } from "../config";
import type { Engine } from "../engine/engine";
import { toIpc } from "../sources/ipc";
import type { ParquetPart } from "../sources/parquet";
import type { RowsText } from "../sources/source-text";
import type { SourceFile } from "../sources/types";
import { sql } from "../sql";
import { type ActionRun, type ActionRuns, Buckets, intoBuckets, makeRun } from "./action-runs";
import type { ColumnarPlan } from "./columnar-actions";
import { column } from "./columns";
import { type Ids, idsOf, withPadding } from "./ids";
import type { ReadPart, ReadText } from "./lane";
import type { Lanes } from "./lanes";
import { type Numbered, numberIds } from "./number-ids";
import type { PlainPlan } from "./plain-actions";
import type { ScanSink } from "./scanner";
import type { Shown } from "./shown";
import { ShownCollector } from "./shown-collector";
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
export class Collector extends ShownCollector implements ScanSink {
  /** Those of the customers, as soon as these are known. */
  buckets: Buckets;
  /** Those shown, as soon as all are known. */
  private customerNumbers: Numbered = { ids: [], numbers: [] };
  private readonly allItems: boolean;

  constructor(
    lanes: Lanes,
    private readonly config: Config,
    idKinds: IdKinds,
    readonly runs: ActionRuns,
    bucketCount: number,
  ) {
    super(lanes, idKinds);
    this.buckets = new Buckets(0, bucketCount);
    this.allItems = config.output.itemIds === "vocabulary";
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
    this.runs.add(this.ownBook, intoBuckets(run, this.buckets));
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
    const { ids, numbers } = numberIds(await this.itemBooks(), this.idKinds.item);
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
