import { halvesOf, numberAt } from "../halves";

/** Runs of this length are sorted by insertion before they are merged. */
const RUN = 12;
/** For fewer the platform's sort takes longer to call than it saves. */
const FEW = 48;

/** The actions of all customers by column, those of customer `c` from `starts[c]` up to `starts[c + 1]`, the latter exclusive. */
export interface CustomerActions {
  /** C + 1 positions. */
  starts: Uint32Array;
  /** Item numbers; they order like the ids. */
  items: Int32Array;
  types: Uint8Array;
  /** Microseconds since 1970 in UTC. */
  occurredAt: BigInt64Array;
  partitionDays: Int32Array;
}

/**
 * Puts the actions of each customer into the contract's order, in place: newest first; ties by type, then by item, both
 * descending. Actions that tie in all of these are ordered by their partition date, descending, so that nothing depends on
 * the order in which they came.
 */
export function sortCustomers(actions: CustomerActions): void {
  const { starts } = actions;
  let longest = 0;
  for (let c = 0; c + 1 < starts.length; c += 1) longest = Math.max(longest, (starts[c + 1] as number) - (starts[c] as number));
  const order = new ActionOrder(actions, longest);
  const halves = halvesOf(actions.occurredAt);
  const spare = new Int32Array(2 * longest);
  for (let c = 0; c + 1 < starts.length; c += 1) {
    const from = starts[c] as number;
    const places = order.of(from, starts[c + 1] as number);
    if (places === null) continue;
    permute(actions.items, from, places, spare);
    permute(actions.types, from, places, spare);
    permute(actions.partitionDays, from, places, spare);
    permutePairs(halves, from, places, spare);
  }
}

/** Puts the value at `from + places[k]` at `from + k`. */
function permute(column: Int32Array | Uint8Array, from: number, places: Uint32Array, spare: Int32Array): void {
  for (let k = 0; k < places.length; k += 1) spare[k] = column[from + (places[k] as number)] as number;
  for (let k = 0; k < places.length; k += 1) column[from + k] = spare[k] as number;
}

/** The same for pairs of values. */
function permutePairs(column: Int32Array, from: number, places: Uint32Array, spare: Int32Array): void {
  for (let k = 0; k < places.length; k += 1) {
    const at = 2 * (from + (places[k] as number));
    spare[2 * k] = column[at] as number;
    spare[2 * k + 1] = column[at + 1] as number;
  }
  for (let k = 0; k < 2 * places.length; k += 1) column[2 * from + k] = spare[k] as number;
}

/** Finds the contract's order within one customer's actions: newest first; ties by type, then by item, both descending. */
class ActionOrder {
  private readonly order: Uint32Array;
  private readonly spare: Uint32Array;
  private readonly times: Float64Array;
  /** An action's time before the newest and its place, in one integer: the platform sorts those several times as fast. */
  private readonly keys: BigUint64Array;
  private readonly keyHalves: Uint32Array;
  private readonly halves: Int32Array;
  private from = 0;

  /** @param longest how many actions a customer has at most */
  constructor(
    private readonly actions: CustomerActions,
    longest: number,
  ) {
    this.order = new Uint32Array(longest);
    this.spare = new Uint32Array(longest);
    this.times = new Float64Array(longest);
    this.keys = new BigUint64Array(longest);
    this.keyHalves = new Uint32Array(this.keys.buffer);
    this.halves = halvesOf(actions.occurredAt);
  }

  /**
   * The places of the actions [from, to), counted from `from`, in their order; `null` where they stand in it. The result holds
   * until the next call.
   */
  of(from: number, to: number): Uint32Array | null {
    const { order, times, halves } = this;
    const length = to - from;
    this.from = from;
    let isOrdered = true;
    let newest = Number.NEGATIVE_INFINITY;
    let oldest = Number.POSITIVE_INFINITY;
    for (let k = 0; k < length; k += 1) {
      const time = numberAt(halves, from + k);
      times[k] = time;
      order[k] = k;
      newest = Math.max(newest, time);
      oldest = Math.min(oldest, time);
      if (isOrdered && k > 0 && this.isBefore(k, k - 1)) isOrdered = false;
    }
    if (isOrdered) return null;
    if (length < FEW) this.mergeSort(0, length);
    else this.sortByTime(length, newest, newest - oldest);
    return order.subarray(0, length);
  }

  /** Sorts by times as far as a key has room for them, and what has one key by merging. */
  private sortByTime(length: number, newest: number, range: number): void {
    const { order, times, keys, keyHalves } = this;
    const placeBits = bitsOf(length - 1);
    const unit = 2 ** Math.max(0, bitsOf(range) + placeBits - 64);
    const places = 2 ** placeBits;
    const perHigh = 2 ** (32 - placeBits);
    for (let k = 0; k < length; k += 1) {
      const units = Math.floor((newest - (times[k] as number)) / unit);
      const high = Math.floor(units / perHigh);
      keyHalves[2 * k] = (units - high * perHigh) * places + k;
      keyHalves[2 * k + 1] = high;
    }
    keys.subarray(0, length).sort();
    const mask = places - 1;
    let tie = 0;
    for (let k = 0; k < length; k += 1) {
      order[k] = ((keyHalves[2 * k] as number) & mask) >>> 0;
      const isTied =
        keyHalves[2 * k + 1] === keyHalves[2 * tie + 1] &&
        ((keyHalves[2 * k] as number) ^ (keyHalves[2 * tie] as number)) >>> 0 < places;
      if (isTied) continue;
      if (k - tie > 1) this.mergeSort(tie, k);
      tie = k;
    }
    if (length - tie > 1) this.mergeSort(tie, length);
  }

  private mergeSort(from: number, to: number): void {
    for (let run = from; run < to; run += RUN) this.insertionSort(run, Math.min(run + RUN, to));
    for (let width = RUN; width < to - from; width *= 2) {
      for (let low = from; low + width < to; low += 2 * width) this.merge(low, low + width, Math.min(low + 2 * width, to));
    }
  }

  private isBefore(a: number, b: number): boolean {
    const difference = (this.times[a] as number) - (this.times[b] as number);
    return difference !== 0 ? difference > 0 : this.isBeforeInTie(this.from + a, this.from + b);
  }

  /** Beyond 2^53 (the year 2255) instants that differ may be one number. */
  private isBeforeInTie(a: number, b: number): boolean {
    const { occurredAt, types, items, partitionDays } = this.actions;
    const [ofA, ofB] = [occurredAt[a] as bigint, occurredAt[b] as bigint];
    if (ofA !== ofB) return ofA > ofB;
    const type = (types[a] as number) - (types[b] as number);
    if (type !== 0) return type > 0;
    const item = (items[a] as number) - (items[b] as number);
    return item !== 0 ? item > 0 : (partitionDays[a] as number) > (partitionDays[b] as number);
  }

  private insertionSort(from: number, to: number): void {
    const { order } = this;
    for (let k = from + 1; k < to; k += 1) {
      const moved = order[k] as number;
      let at = k;
      while (at > from && this.isBefore(moved, order[at - 1] as number)) {
        order[at] = order[at - 1] as number;
        at -= 1;
      }
      order[at] = moved;
    }
  }

  /** Merges order[low, middle) and order[middle, high). */
  private merge(low: number, middle: number, high: number): void {
    const { order, spare } = this;
    if (!this.isBefore(order[middle] as number, order[middle - 1] as number)) return;
    const left = middle - low;
    spare.set(order.subarray(low, middle));
    let a = 0;
    let b = middle;
    let at = low;
    while (a < left && b < high) {
      if (this.isBefore(order[b] as number, spare[a] as number)) order[at++] = order[b++] as number;
      else order[at++] = spare[a++] as number;
    }
    order.set(spare.subarray(a, left), at);
  }
}

/** How many bits an integer has that is not negative; 0 has none. */
function bitsOf(value: number): number {
  return value < 1 ? 0 : Math.floor(Math.log2(value)) + 1;
}
