import type { Config } from "../config";
import type { Engine } from "../engine/engine";
import type { CsvText } from "../sources/csv-text";
import { toIpc } from "../sources/ipc";
import type { ParquetPart } from "../sources/parquet";
import type { SourceFile } from "../sources/types";
import { sql } from "../sql";
import { type ActionRun, type ActionRuns, Buckets, intoBuckets, makeRun } from "./action-runs";
import type { ColumnarPlan } from "./columnar-actions";
import { column } from "./columns";
import { type Ids, readIds } from "./dataset";
import type { ReadPart, ReadText } from "./lane";
import type { Lanes } from "./lanes";
import { codesOf, LongCodes } from "./long-codes";
import type { PlainPlan } from "./plain-actions";
import type { ActionSink } from "./scanner";
import { keepStrangers, knownActions, stageItems } from "./unify";
import type { IdKinds } from "./values";

/** Collects the actions of customers with impressions as runs, from lanes and engines alike. */
export class Collector implements ActionSink {
  /** Those of the customers, as soon as these are known. */
  buckets: Buckets;
  /** The codebook of what comes from engines; those of the lanes have their numbers. */
  private readonly codes = new Map<bigint | string, number>();
  private readonly allItems: boolean;

  constructor(
    private readonly lanes: Lanes,
    private readonly config: Config,
    private readonly idKinds: IdKinds,
    readonly runs: ActionRuns,
    bucketCount: number,
  ) {
    this.buckets = new Buckets(0, bucketCount);
    this.allItems = config.output.itemIds === "vocabulary";
  }

  async begin(engine: Engine): Promise<void> {
    const ids = await readIds(engine, "customers", this.idKinds.customer);
    const buckets = this.buckets.count;
    this.buckets = new Buckets(ids.length, buckets);
    const customers = ids instanceof BigInt64Array ? ids : new BigInt64Array(0);
    await this.lanes.callAll("beginReading", (codebook) => ({ codebook, customers, buckets, allItems: this.allItems }));
  }

  async collect(engine: Engine): Promise<number> {
    await engine.run(stageItems(this.allItems));
    const items: Iterable<bigint | string> = await readIds(engine, "chunk_items", this.idKinds.item);
    const run = runOf((await engine.query(knownActions())).batches, Int32Array.from([...items].map((item) => this.codeOf(item))));
    this.runs.add(this.lanes.most, intoBuckets(run, this.buckets));
    if (this.config.unify.duplicates === "drop") await engine.run(keepStrangers());
    return run.customers.length;
  }

  /** Reads a text in a lane, and takes its actions. */
  async readText(text: CsvText, plan: PlainPlan): Promise<ReadText> {
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

  /** Makes the table `known_items` of all items that were met. Gives what turns the codes of each codebook into item numbers. */
  async handOverItems(engine: Engine): Promise<(itemIds: Ids) => Int32Array[]> {
    const own = [...this.codes.keys()];
    const ofLanes = await this.lanes.callAll("items", () => null);
    await engine.run(sql`DROP TABLE IF EXISTS known_items`);
    if (this.idKinds.item === "text") {
      const texts = own.map(String);
      await engine.addArrow("known_items", toIpc({ item: texts }));
      return (itemIds) => [...ofLanes.map(() => new Int32Array(0)), textNumbers(texts, itemIds)];
    }
    const books = [...ofLanes, BigInt64Array.from(own, BigInt)];
    await engine.addArrow("known_items", toIpc({ item: concat(books) }));
    return (itemIds) => longNumbers(books, itemIds);
  }

  private codeOf(item: bigint | string): number {
    const known = this.codes.get(item) ?? this.codes.size;
    this.codes.set(item, known);
    return known;
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

function textNumbers(texts: readonly string[], itemIds: Ids): Int32Array {
  const numbers = new Map([...itemIds].map((item, number) => [item, number]));
  return Int32Array.from(texts, (text) => numbers.get(text) as number);
}

/** @param itemIds by number, 0 being the padding */
function longNumbers(books: readonly BigInt64Array[], itemIds: Ids): Int32Array[] {
  const known = new LongCodes();
  if (itemIds instanceof BigInt64Array) codesOf(itemIds.subarray(1), known);
  return books.map((book) => codesOf(book, known).map((code) => code + 1));
}

function concat(books: readonly BigInt64Array[]): BigInt64Array {
  const all = new BigInt64Array(books.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const book of books) {
    all.set(book, at);
    at += book.length;
  }
  return all;
}
