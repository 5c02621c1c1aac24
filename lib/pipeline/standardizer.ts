import { halvesOf } from "../halves";
import { NO_DAY } from "../no-day";
import { type ActionRun, divide, makeRun } from "./action-runs";
import type { LongCodes } from "./long-codes";
import { ZoneClock } from "./zone-clock";

/** What the plain rows of a chunk of actions are, once standardized. */
export interface PlainActions {
  /** The actions of customers that matter, by bucket. */
  parts: ActionRun[];
  /** How many these are. */
  collected: number;
  /** Actions whose partition date is not the calendar day of their instant. */
  mismatches: number;
  /** By action type. */
  counts: Map<number, number>;
}

/** Room for actions, to be used for one text after another. */
export interface Room {
  run: ActionRun;
  buckets: Uint8Array;
}

export function makeRoom(length: number): Room {
  return { run: makeRun(length), buckets: new Uint8Array(length) };
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
  /** The number of a customer, whose id is given as its low and its high half; negative where it does not matter. */
  of(low: number, high: number): number;
  /** That of the customer who was asked for last. */
  readonly bucket: number;
  /** How many buckets there are. */
  readonly bucketCount: number;
}

/** What a reader keeps from text to text, or part to part. */
export interface ReaderState {
  numbers: KnownCustomers;
  /** Codes of items. */
  codes: LongCodes;
  /** Whether the items of all actions are wanted, and not only those of customers that matter. */
  allItems: boolean;
  room: Room;
}

/**
 * Standardizes plain rows as `standardizeActions` does, and keeps the actions of customers that matter. The halves of the
 * two ids are put down before each {@link add}.
 */
export class Standardizer {
  customerLow = 0;
  customerHigh = 0;
  itemLow = 0;
  itemHigh = 0;
  private count = 0;
  private mismatches = 0;
  private readonly counts = new Uint32Array(256);
  private readonly timeZone: ZoneClock;
  private readonly dayZone: ZoneClock;
  private instants: Int32Array;

  constructor(
    private readonly state: ReaderState,
    private readonly rules: RowRules,
  ) {
    this.timeZone = new ZoneClock(rules.timeZone);
    this.dayZone = new ZoneClock(rules.dayZone);
    this.instants = halvesOf(state.room.run.occurredAt);
  }

  /**
   * @param own partition date of the row, or {@link NO_DAY}
   * @param time microseconds on the clock that `clock` names; NaN where the row has none, and so a partition date
   * @param clock 0 for UTC, 1 for the wall clock of the time zone
   */
  add(type: number, own: number, time: number, clock: number): void {
    const { state, counts } = this;
    counts[type] = (counts[type] as number) + 1;
    const day = own === NO_DAY ? (this.rules.pathDay ?? NO_DAY) : own;
    const instant = Number.isNaN(time) ? this.dayZone.startOf(own) : clock === 1 ? this.timeZone.instantOf(time) : time;
    if (day !== NO_DAY && day !== this.dayZone.dayOf(instant)) this.mismatches += 1;
    const customer = state.numbers.of(this.customerLow, this.customerHigh);
    if (customer < 0 && !state.allItems) return;
    const item = state.codes.of(this.itemLow, this.itemHigh);
    if (customer >= 0) this.keep(customer, item, type, day, instant);
  }

  actions(): PlainActions {
    const { count, mismatches, counts } = this;
    const { room, numbers } = this.state;
    const parts = divide(room.run, count, room.buckets, numbers.bucketCount);
    return { parts, collected: count, mismatches, counts: nonZero(counts) };
  }

  private keep(customer: number, item: number, type: number, day: number, instant: number): void {
    const at = this.count;
    if (at === this.state.room.buckets.length) this.grow();
    const { run, buckets } = this.state.room;
    run.customers[at] = customer;
    run.items[at] = item;
    run.types[at] = type;
    run.partitionDays[at] = day;
    this.instants[2 * at] = instant;
    this.instants[2 * at + 1] = Math.floor(instant / 2 ** 32);
    buckets[at] = this.state.numbers.bucket;
    this.count = at + 1;
  }

  private grow(): void {
    const { run, buckets } = this.state.room;
    const more = makeRoom(2 * buckets.length);
    more.run.customers.set(run.customers);
    more.run.items.set(run.items);
    more.run.types.set(run.types);
    more.run.partitionDays.set(run.partitionDays);
    more.run.occurredAt.set(run.occurredAt);
    more.buckets.set(buckets);
    this.state.room = more;
    this.instants = halvesOf(more.run.occurredAt);
  }
}

function nonZero(counts: Uint32Array): Map<number, number> {
  const found = new Map<number, number>();
  counts.forEach((count, type) => {
    if (count > 0) found.set(type, count);
  });
  return found;
}
