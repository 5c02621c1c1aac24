import type { Config } from "../config";
import { eventActionTypes } from "../event-types";
import { halvesOf } from "../halves";
import { NO_DAY } from "../no-day";
import { type CsvText, takeApart } from "../sources/csv-text";
import type { PlainField, PlainLayout, PlainRow } from "../sources/plain-rows";
import type { Records } from "../sources/records";
import { type ActionRun, bucketOf, divide, makeRun } from "./action-runs";
import { LongCodes } from "./long-codes";
import { ACTION_COLUMNS, type ActionRole, type Mapped } from "./standardize";
import type { IdKinds } from "./values";
import { ZoneClock } from "./zone-clock";

const BASE = 1_000_000_000;
const NO_CUSTOMER = -1;

/** Customer numbers by id. */
export class CustomerNumbers {
  /** Four entries a slot: the halves of the id, the number and its bucket; one cache line answers most questions. */
  private readonly slots: Int32Array;
  private readonly mask: number;
  /** That of the customer who was asked for last. */
  bucket = 0;

  /** @param ids by number */
  constructor(ids: BigInt64Array) {
    const count = 2 ** Math.ceil(Math.log2(2 * ids.length + 1));
    this.mask = count - 1;
    this.slots = new Int32Array(4 * count).fill(NO_CUSTOMER);
    const halves = halvesOf(ids);
    for (let number = 0; number < ids.length; number += 1) {
      const low = halves[2 * number] as number;
      const high = halves[2 * number + 1] as number;
      this.slots.set([low, high, number, bucketOf(number, ids.length)], this.slotOf(low, high));
    }
  }

  /** The number of a customer, whose id is given as its low and its high half; negative where there is none. */
  of(low: number, high: number): number {
    const slot = this.slotOf(low, high);
    this.bucket = this.slots[slot + 3] as number;
    return this.slots[slot + 2] as number;
  }

  /** Where the slot of an id begins, or would. */
  private slotOf(low: number, high: number): number {
    const { mask, slots } = this;
    const mixed = Math.imul(low, 0x9e3779b1) ^ Math.imul(high, 0x85ebca6b);
    let slot = (mixed ^ (mixed >>> 15)) & mask;
    while (slots[4 * slot + 2] !== NO_CUSTOMER && (slots[4 * slot] !== low || slots[4 * slot + 1] !== high))
      slot = (slot + 1) & mask;
    return 4 * slot;
  }
}

/** How the plain rows of a file are read, as plain data, so that any thread can be told. */
export interface PlainPlan {
  layout: Omit<PlainLayout, "delimiter" | "quote" | "maxBytes">;
  /** The action type of all rows, or `null` where each has its own. */
  type: number | null;
  /** The partition date that the file's path holds, in days since 1970. */
  pathDay: number | null;
  timeZone: string;
  dayZone: string;
}

/**
 * How the plain rows of a CSV file are read; `null` where the config asks for more than they give: ids that are text, or
 * the actions of customers without impressions, which are counted where duplicates are dropped.
 */
export function plainPlan(file: Mapped & { role: ActionRole }, config: Config, idKinds: IdKinds): PlainPlan | null {
  const { standardize, unify, filter } = config;
  if (idKinds.customer === "text" || idKinds.item === "text") return null;
  if (unify.duplicates === "drop") return null;
  const names = ACTION_COLUMNS[file.role];
  const time = file.positions[names.time];
  const isEpoch = time !== undefined && file.sample.some((row) => /^\d+$/.test(row[time] ?? ""));
  if (isEpoch && standardize.epochUnit !== null) return null;
  const fields: PlainField[] = file.columns.map(() => "unused");
  const uses: [PlainField, string | null][] = [
    ["customer", "customer_id"],
    ["item", names.item],
    ["day", names.day],
    [isEpoch ? "epoch" : "time", names.time],
    ["type", names.type === null ? "action_type" : null],
  ];
  for (const [field, canonical] of uses) {
    const position = canonical === null ? undefined : file.positions[canonical];
    if (position === undefined) continue;
    if (fields[position] !== "unused") return null;
    fields[position] = field;
  }
  // Values are trimmed before they are compared, so a type with blanks around it never occurs.
  const types = new Map(eventActionTypes(config).filter(([text]) => text !== "" && text === text.trim()));
  return {
    layout: { fields, types, needsTime: file.role !== "previous_orders" },
    type: names.type === null ? null : unify.actionTypes[names.type],
    pathDay: file.pathDay,
    timeZone: standardize.timeZone,
    dayZone: filter.dayZone,
  };
}

/** A text, taken apart and standardized as far as its rows are plain. */
export interface PlainText {
  /** How many rows are plain. */
  rows: number;
  actions: PlainActions;
  /** In which codebook their items have codes. */
  codebook: number;
  others: Records;
  /** The place of each row of `others`, malformed ones included, in the text. */
  places: Int32Array;
}

/** What a reader must know before its first text. */
export interface ReaderStart {
  /** The number of this reader's codebook. */
  codebook: number;
  /** The ids of the customers that matter, by number. */
  customers: BigInt64Array;
  /** Whether the items of all actions are wanted, and not only those of these customers. */
  allItems: boolean;
}

/** Reads plain rows, text by text. The items of its actions are codes of its own codebook. */
export class PlainReader {
  private readonly numbers: CustomerNumbers;
  private readonly codes = new LongCodes();
  private room = makeRoom(1 << 16);

  constructor(private readonly start: ReaderStart) {
    this.numbers = new CustomerNumbers(start.customers);
  }

  read(text: CsvText, plan: PlainPlan): PlainText {
    const { delimiter, quote, maxBytes } = text.shape;
    const { codebook, allItems } = this.start;
    const standardizer = new Standardizer(this.numbers, this.codes, allItems, plan, this.room);
    const layout = { ...plan.layout, delimiter, quote, maxBytes };
    const { plain, others, places } = takeApart(text, layout, (row) => standardizer.add(row));
    this.room = standardizer.room;
    return { rows: plain, actions: standardizer.actions(), codebook, others, places };
  }

  /** The items by their codes. */
  items(): BigInt64Array {
    return this.codes.all();
  }
}

/** Room for actions, to be used for one text after another. */
interface Room {
  run: ActionRun;
  buckets: Uint8Array;
}

function makeRoom(length: number): Room {
  return { run: makeRun(length), buckets: new Uint8Array(length) };
}

/** Standardizes plain rows as `standardizeActions` does, and keeps the actions of customers that matter. */
class Standardizer {
  private count = 0;
  private mismatches = 0;
  private readonly counts = new Uint32Array(256);
  private readonly halves = new Int32Array(2);
  private readonly timeZone: ZoneClock;
  private readonly dayZone: ZoneClock;
  private instants: Int32Array;

  constructor(
    private readonly numbers: CustomerNumbers,
    private readonly codes: LongCodes,
    private readonly allItems: boolean,
    private readonly plan: PlainPlan,
    public room: Room,
  ) {
    this.timeZone = new ZoneClock(plan.timeZone);
    this.dayZone = new ZoneClock(plan.dayZone);
    this.instants = halvesOf(room.run.occurredAt);
  }

  add(row: PlainRow): void {
    const { plan, halves, counts } = this;
    const type = plan.type ?? row.type;
    counts[type] = (counts[type] as number) + 1;
    const own = row.day;
    const day = own === NO_DAY ? (plan.pathDay ?? NO_DAY) : own;
    const { time } = row;
    const instant = Number.isNaN(time) ? this.dayZone.startOf(own) : row.clock === 1 ? this.timeZone.instantOf(time) : time;
    if (day !== NO_DAY && day !== this.dayZone.dayOf(instant)) this.mismatches += 1;
    toHalves(row.customerHigh, row.customerLow, halves);
    const customer = this.numbers.of(halves[0] as number, halves[1] as number);
    if (customer < 0 && !this.allItems) return;
    toHalves(row.itemHigh, row.itemLow, halves);
    const item = this.codes.of(halves[0] as number, halves[1] as number);
    if (customer >= 0) this.keep(customer, item, type, day, instant);
  }

  actions(): PlainActions {
    const { count, mismatches, counts } = this;
    const { run, buckets } = this.room;
    return { parts: divide(run, count, buckets), collected: count, mismatches, counts: nonZero(counts) };
  }

  private keep(customer: number, item: number, type: number, day: number, instant: number): void {
    const at = this.count;
    if (at === this.room.buckets.length) this.grow();
    const { run, buckets } = this.room;
    run.customers[at] = customer;
    run.items[at] = item;
    run.types[at] = type;
    run.partitionDays[at] = day;
    this.instants[2 * at] = instant;
    this.instants[2 * at + 1] = Math.floor(instant / 2 ** 32);
    buckets[at] = this.numbers.bucket;
    this.count = at + 1;
  }

  private grow(): void {
    const { run, buckets } = this.room;
    const more = makeRoom(2 * buckets.length);
    more.run.customers.set(run.customers);
    more.run.items.set(run.items);
    more.run.types.set(run.types);
    more.run.partitionDays.set(run.partitionDays);
    more.run.occurredAt.set(run.occurredAt);
    more.buckets.set(buckets);
    this.room = more;
    this.instants = halvesOf(more.run.occurredAt);
  }
}

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

/** The 64-bit integer `high` · 10^9 + `low` as its low and its high half. No step exceeds 2^53. */
function toHalves(high: number, low: number, halves: Int32Array): void {
  if (high === 0) {
    halves[0] = low;
    halves[1] = 0;
    return;
  }
  const lower = high * (BASE & 0xffff) + low;
  const upper = high * (BASE >> 16) + Math.floor(lower / 65_536);
  halves[0] = (upper % 65_536) * 65_536 + (lower % 65_536);
  halves[1] = Math.floor(upper / 65_536);
}

function nonZero(counts: Uint32Array): Map<number, number> {
  const found = new Map<number, number>();
  counts.forEach((count, type) => {
    if (count > 0) found.set(type, count);
  });
  return found;
}
