import { halvesOf } from "../halves";
import { NO_DAY } from "../no-day";
import { type ActionRun, divide, makeRun, type PackedRun } from "./action-runs";
import type { IdCodes } from "./ids";
import { IGNORED } from "./standardize";
import { ZoneClock } from "./zone-clock";

/** What the plain rows of a chunk of actions are, once standardized. */
export interface PlainActions {
  /** The actions of customers that matter, by bucket. */
  parts: PackedRun[];
  /** How many these are. */
  collected: number;
  /** Actions whose partition date is not the calendar day of their instant. */
  mismatches: number;
  /** By action type. */
  counts: Map<number, number>;
  /** Rows of an ignored type. */
  ignored: number;
}

/** Room for actions, to be used for one text after another. */
export interface Room {
  run: ActionRun;
  buckets: Uint8Array;
}

export function makeRoom(length: number): Room {
  return { run: makeRun(length), buckets: new Uint8Array(length) };
}

const NO_BYTES = new Uint8Array(0);
/**
 * So many ids are looked up at once. What a table has of them in the processor's cache by then is gone when the next ones come: the
 * bytes of their rows have taken its place. So they are many.
 */
const BATCH = 1 << 15;

/** Actions whose ids are not looked up yet, and then their numbers. Ids are pairs of words, see `IdCodes`; instants are halves. */
export class Batch {
  count = 0;
  readonly customers = new Int32Array(2 * BATCH);
  readonly items = new Int32Array(2 * BATCH);
  readonly instants = new Int32Array(2 * BATCH);
  readonly partitionDays = new Int32Array(BATCH);
  readonly types = new Uint8Array(BATCH);
  readonly numbers = new Int32Array(BATCH);
  readonly codes = new Int32Array(BATCH);

  /** Drops the actions of customers that do not matter; the ids of customers are of no use any more. */
  keepKnown(): void {
    const { items, instants, partitionDays, types, numbers, codes } = this;
    let kept = 0;
    for (let at = 0; at < this.count; at += 1) {
      if ((numbers[at] as number) < 0) continue;
      items[2 * kept] = items[2 * at] as number;
      items[2 * kept + 1] = items[2 * at + 1] as number;
      instants[2 * kept] = instants[2 * at] as number;
      instants[2 * kept + 1] = instants[2 * at + 1] as number;
      partitionDays[kept] = partitionDays[at] as number;
      types[kept] = types[at] as number;
      numbers[kept] = numbers[at] as number;
      codes[kept] = codes[at] as number;
      kept += 1;
    }
    this.count = kept;
  }
}

/** What is the same for all rows of a file. */
export interface RowRules {
  /** The partition date that the file's path holds, in days since 1970. */
  pathDay: number | null;
  timeZone: string;
  dayZone: string;
}

/** Says which customers matter. */
export interface KnownCustomers {
  /** The numbers of the first `numbers.length` of some customers, whose ids are given as pairs; negative where they do not matter. */
  find(ids: Int32Array, numbers: Int32Array, bytes: Uint8Array): void;
  /** The buckets of customers that matter. */
  bucketsOf(numbers: Int32Array, buckets: Uint8Array): void;
  /** How many buckets there are. */
  readonly bucketCount: number;
}

/** What a reader keeps from text to text, or part to part. */
export interface ReaderState {
  numbers: KnownCustomers;
  /** Codes of items. */
  codes: IdCodes;
  /** Whether the items of all actions are wanted, and not only those of customers that matter. */
  allItems: boolean;
  batch: Batch;
  room: Room;
}

/**
 * Standardizes plain rows as `standardizeActions` does, and keeps the actions of customers that matter. Ids are looked up many at
 * once: each is a wait for memory, and the processor waits for several of them together where nothing stands between them.
 */
export class Standardizer {
  private count = 0;
  private mismatches = 0;
  private readonly batch: Batch;
  /** What the ids are of that are texts. */
  private customerBytes: Uint8Array = NO_BYTES;
  private itemBytes: Uint8Array = NO_BYTES;
  private readonly counts = new Uint32Array(256);
  private readonly timeZone: ZoneClock;
  private readonly dayZone: ZoneClock;

  constructor(
    private readonly state: ReaderState,
    private readonly rules: RowRules,
  ) {
    this.batch = state.batch;
    this.batch.count = 0;
    this.timeZone = new ZoneClock(rules.timeZone);
    this.dayZone = new ZoneClock(rules.dayZone);
  }

  /** Says where the ids of the actions to come begin and end, if they are texts. */
  readFrom(customerBytes: Uint8Array, itemBytes: Uint8Array): void {
    this.lookUp();
    this.customerBytes = customerBytes;
    this.itemBytes = itemBytes;
  }

  /**
   * Adds an action, whose ids are given as pairs of words. One of an ignored type is only counted.
   * @param own partition date of the row, or {@link NO_DAY}
   * @param time microseconds on the clock that `clock` names; NaN where the row has none, and so a partition date
   * @param clock 0 for UTC, 1 for the wall clock of the time zone, 2 for that of the day zone
   */
  add(
    customerLow: number,
    customerHigh: number,
    itemLow: number,
    itemHigh: number,
    type: number,
    own: number,
    time: number,
    clock: number,
  ): void {
    const { batch, counts } = this;
    counts[type] = (counts[type] as number) + 1;
    if (type === IGNORED) return;
    const day = own === NO_DAY ? (this.rules.pathDay ?? NO_DAY) : own;
    const instant = Number.isNaN(time) ? this.dayZone.startOf(own) : this.instantOf(time, clock);
    if (day !== NO_DAY && day !== this.dayZone.dayOf(instant)) this.mismatches += 1;
    const at = batch.count;
    batch.customers[2 * at] = customerLow;
    batch.customers[2 * at + 1] = customerHigh;
    batch.items[2 * at] = itemLow;
    batch.items[2 * at + 1] = itemHigh;
    batch.instants[2 * at] = instant;
    batch.instants[2 * at + 1] = Math.floor(instant / 2 ** 32);
    batch.partitionDays[at] = day;
    batch.types[at] = type;
    batch.count = at + 1;
    if (batch.count === BATCH) this.lookUp();
  }

  private instantOf(time: number, clock: number): number {
    if (clock === 0) return time;
    return clock === 1 ? this.timeZone.instantOf(time) : this.dayZone.instantOf(time);
  }

  actions(): PlainActions {
    this.lookUp();
    const { count, mismatches, counts } = this;
    const { room, numbers } = this.state;
    numbers.bucketsOf(room.run.customers.subarray(0, count), room.buckets);
    const parts = divide(room.run, count, room.buckets, numbers.bucketCount);
    const byType = nonZero(counts);
    const ignored = byType.get(IGNORED) ?? 0;
    byType.delete(IGNORED);
    return { parts, collected: count, mismatches, counts: byType, ignored };
  }

  private lookUp(): void {
    const { batch, state } = this;
    state.numbers.find(batch.customers, batch.numbers.subarray(0, batch.count), this.customerBytes);
    if (!state.allItems) batch.keepKnown();
    state.codes.ofAll(batch.items, batch.codes.subarray(0, batch.count), this.itemBytes);
    if (state.allItems) batch.keepKnown();
    this.keep();
    batch.count = 0;
  }

  private keep(): void {
    const { batch, state, count: at } = this;
    const { count } = batch;
    while (at + count > state.room.buckets.length) this.grow();
    const { run } = state.room;
    run.customers.set(batch.numbers.subarray(0, count), at);
    run.items.set(batch.codes.subarray(0, count), at);
    run.types.set(batch.types.subarray(0, count), at);
    run.partitionDays.set(batch.partitionDays.subarray(0, count), at);
    halvesOf(run.occurredAt).set(batch.instants.subarray(0, 2 * count), 2 * at);
    this.count = at + count;
  }

  private grow(): void {
    const { run, buckets } = this.state.room;
    const more = makeRoom(2 * buckets.length);
    more.run.customers.set(run.customers);
    more.run.items.set(run.items);
    more.run.types.set(run.types);
    more.run.partitionDays.set(run.partitionDays);
    more.run.occurredAt.set(run.occurredAt);
    this.state.room = more;
  }
}

function nonZero(counts: Uint32Array): Map<number, number> {
  const found = new Map<number, number>();
  counts.forEach((count, type) => {
    if (count > 0) found.set(type, count);
  });
  return found;
}
