import type { Config } from "../config";
import { eventActionTypes } from "../event-types";
import { halvesOf } from "../halves";
import { NO_DAY } from "../no-day";
import { type CsvText, takeApart } from "../sources/csv-text";
import type { PlainField, PlainLayout, PlainRows } from "../sources/plain-rows";
import type { Records } from "../sources/records";
import { type IpcColumn, toIpc } from "./ipc";
import { ACTION_COLUMNS, type ActionRole, type Mapped } from "./standardize";
import type { IdKinds } from "./values";
import { ZoneClock } from "./zone-clock";

const BASE = 1_000_000_000;
const NO_CUSTOMER = -1;

/** Customer numbers by id, for ids of at most 18 digits. */
export class CustomerNumbers {
  /** Four entries a slot: the id as two digits to the base of 10^9, and the number; one cache line answers most questions. */
  private readonly slots: Int32Array;
  private readonly mask: number;

  /** @param ids by number */
  constructor(ids: BigInt64Array) {
    const count = 2 ** Math.ceil(Math.log2(2 * ids.length + 1));
    this.mask = count - 1;
    this.slots = new Int32Array(4 * count).fill(NO_CUSTOMER);
    for (const [number, id] of ids.entries()) {
      if (id < 0n || id >= BigInt(BASE) ** 2n) continue;
      const high = Number(id / BigInt(BASE));
      const low = Number(id % BigInt(BASE));
      this.slots.set([high, low, number], this.slotOf(high, low));
    }
  }

  /** The number of a customer, given as two digits to the base of 10^9; negative where there is none. */
  of(high: number, low: number): number {
    return this.slots[this.slotOf(high, low) + 2] as number;
  }

  /** Where the slot of an id begins, or would. */
  private slotOf(high: number, low: number): number {
    const { mask, slots } = this;
    const mixed = Math.imul(low, 0x9e3779b1) ^ Math.imul(high, 0x85ebca6b);
    let slot = (mixed ^ (mixed >>> 15)) & mask;
    while (slots[4 * slot + 2] !== NO_CUSTOMER && (slots[4 * slot + 1] !== low || slots[4 * slot] !== high))
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
 * How the plain rows of a CSV file are read; `null` where the config asks for more than they give: ids that are text, and
 * the actions of customers without impressions.
 */
export function plainPlan(file: Mapped & { role: ActionRole }, config: Config, idKinds: IdKinds): PlainPlan | null {
  const { standardize, unify, filter, output } = config;
  if (idKinds.customer === "text" || idKinds.item === "text") return null;
  if (unify.duplicates === "drop" || output.itemIds === "vocabulary") return null;
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
export interface PlainAnswer {
  /** How many rows are plain. */
  rows: number;
  actions: PlainActions;
  others: Records;
  /** The place of each row of `others`, malformed ones included, in the text. */
  places: Int32Array;
}

/** Reads texts by their plan, in this thread or in another one. */
export interface PlainReader {
  /** To be called before the first text, with the ids of the customers that matter, by number. */
  begin(customers: BigInt64Array): Promise<void>;
  read(text: CsvText, plan: PlainPlan): Promise<PlainAnswer>;
}

/** Reads in this thread. */
export function createPlainReader(): PlainReader {
  let customers = new CustomerNumbers(new BigInt64Array(0));
  return {
    async begin(ids) {
      customers = new CustomerNumbers(ids);
    },
    async read(text, plan) {
      const { delimiter, quote, maxBytes } = text.shape;
      const { plain, others } = takeApart(text, { ...plan.layout, delimiter, quote, maxBytes });
      return { rows: plain.count, actions: standardizePlain(plain, customers, plan), others, places: plain.places };
    },
  };
}

/** What the plain rows of a chunk of actions are, once standardized. */
export interface PlainActions {
  /** The actions of customers with impressions, for the table `actions`: an Arrow IPC stream, with {@link NO_DAY} for no day. */
  ipc: Uint8Array;
  /** How many these are. */
  collected: number;
  /** Actions whose partition date is not the calendar day of their instant. */
  mismatches: number;
  /** By action type. */
  counts: Map<number, number>;
}

/** Standardizes plain rows as `standardizeActions` does, and unifies them as `collectActions` does. */
function standardizePlain(rows: PlainRows, customers: CustomerNumbers, plan: PlainPlan): PlainActions {
  const timeZone = new ZoneClock(plan.timeZone);
  const dayZone = new ZoneClock(plan.dayZone);
  const c = new Int32Array(rows.count);
  const types = new Int32Array(rows.count);
  const days = new Int32Array(rows.count);
  const item = new BigInt64Array(rows.count);
  const occurredAt = new BigInt64Array(rows.count);
  const items = halvesOf(item);
  const instants = halvesOf(occurredAt);
  const counts = new Uint32Array(256);
  let n = 0;
  let mismatches = 0;
  for (let row = 0; row < rows.count; row += 1) {
    const type = plan.type ?? (rows.types[row] as number);
    counts[type] = (counts[type] as number) + 1;
    const own = rows.days[row] as number;
    const day = own === NO_DAY ? (plan.pathDay ?? NO_DAY) : own;
    const time = rows.times[row] as number;
    const instant = Number.isNaN(time) ? dayZone.startOf(own) : rows.clocks[row] === 1 ? timeZone.instantOf(time) : time;
    if (day !== NO_DAY && day !== dayZone.dayOf(instant)) mismatches += 1;
    const customer = customers.of(rows.customerHigh[row] as number, rows.customerLow[row] as number);
    if (customer < 0) continue;
    c[n] = customer;
    types[n] = type;
    days[n] = day;
    setInteger(items, n, rows.itemHigh[row] as number, rows.itemLow[row] as number);
    instants[2 * n] = instant;
    instants[2 * n + 1] = Math.floor(instant / 2 ** 32);
    n += 1;
  }
  const columns: Record<string, IpcColumn> = {
    c: c.subarray(0, n),
    item: item.subarray(0, n),
    action_type: types.subarray(0, n),
    occurred_at: occurredAt.subarray(0, n),
    partition_day: days.subarray(0, n),
  };
  return { ipc: toIpc(columns), collected: n, mismatches, counts: nonZero(counts) };
}

/** Writes `high` · 10^9 + `low` as the `n`-th 64-bit integer of little-endian halves. No step exceeds 2^53. */
function setInteger(halves: Int32Array, n: number, high: number, low: number): void {
  const lower = high * (BASE & 0xffff) + low;
  const upper = high * (BASE >> 16) + Math.floor(lower / 65_536);
  halves[2 * n] = (upper % 65_536) * 65_536 + (lower % 65_536);
  halves[2 * n + 1] = Math.floor(upper / 65_536);
}

function nonZero(counts: Uint32Array): Map<number, number> {
  const found = new Map<number, number>();
  counts.forEach((count, type) => {
    if (count > 0) found.set(type, count);
  });
  return found;
}
