import type { Config } from "../config";
import { NO_DAY, type PlainRows } from "../sources/plain-rows";
import { type IpcColumn, toIpc } from "./ipc";
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
export class PlainStandardizer {
  private readonly timeZone: ZoneClock;
  private readonly dayZone: ZoneClock;

  constructor(
    private readonly customers: CustomerNumbers,
    { standardize, filter }: Config,
    /** The action type of each row, or `null` where the rows have their own. */
    private readonly type: number | null,
    private readonly pathDay: number | null,
  ) {
    this.timeZone = new ZoneClock(standardize.timeZone);
    this.dayZone = new ZoneClock(filter.dayZone);
  }

  actions(rows: PlainRows): PlainActions {
    const { customers, timeZone, dayZone } = this;
    const c = new Int32Array(rows.count);
    const types = new Int32Array(rows.count);
    const days = new Int32Array(rows.count);
    const item = new BigInt64Array(rows.count);
    const occurredAt = new BigInt64Array(rows.count);
    const items = new Int32Array(item.buffer);
    const instants = new Int32Array(occurredAt.buffer);
    const counts = new Uint32Array(256);
    let n = 0;
    let mismatches = 0;
    for (let row = 0; row < rows.count; row += 1) {
      const type = this.type ?? (rows.types[row] as number);
      counts[type] = (counts[type] as number) + 1;
      const own = rows.days[row] as number;
      const day = own === NO_DAY ? (this.pathDay ?? NO_DAY) : own;
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
