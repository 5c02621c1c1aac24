/** Runs of this length are sorted by insertion before they are merged. */
const RUN = 12;

/** What the contract's order looks at. */
export interface Sortable {
  /** Microseconds since 1970 in UTC. */
  occurredAt: BigInt64Array;
  types: Uint8Array;
  /** Item numbers; they order like the ids. */
  items: Int32Array;
}

/** Finds the contract's order within one customer's actions: newest first; ties by type, then by item, both descending. */
export class ActionOrder {
  private readonly order: Uint32Array;
  private readonly spare: Uint32Array;
  private readonly times: Float64Array;
  private readonly halves: Int32Array;
  private from = 0;

  /** @param longest how many actions a customer has at most */
  constructor(
    private readonly actions: Sortable,
    longest: number,
  ) {
    this.order = new Uint32Array(longest);
    this.spare = new Uint32Array(longest);
    this.times = new Float64Array(longest);
    const { buffer, byteOffset, length } = actions.occurredAt;
    this.halves = new Int32Array(buffer, byteOffset, 2 * length);
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
    for (let k = 0; k < length; k += 1) {
      const low = halves[2 * (from + k)] as number;
      times[k] = (halves[2 * (from + k) + 1] as number) * 4_294_967_296 + (low >>> 0);
      order[k] = k;
      if (isOrdered && k > 0 && this.isBefore(k, k - 1)) isOrdered = false;
    }
    if (isOrdered) return null;
    for (let run = 0; run < length; run += RUN) this.insertionSort(run, Math.min(run + RUN, length));
    for (let width = RUN; width < length; width *= 2) {
      for (let low = 0; low + width < length; low += 2 * width) this.merge(low, low + width, Math.min(low + 2 * width, length));
    }
    return order.subarray(0, length);
  }

  private isBefore(a: number, b: number): boolean {
    const difference = (this.times[a] as number) - (this.times[b] as number);
    return difference !== 0 ? difference > 0 : this.isBeforeInTie(this.from + a, this.from + b);
  }

  /** Beyond 2^53 (the year 2255) instants that differ may be one number. */
  private isBeforeInTie(a: number, b: number): boolean {
    const { occurredAt, types, items } = this.actions;
    const [ofA, ofB] = [occurredAt[a] as bigint, occurredAt[b] as bigint];
    if (ofA !== ofB) return ofA > ofB;
    const type = (types[a] as number) - (types[b] as number);
    return type !== 0 ? type > 0 : (items[a] as number) > (items[b] as number);
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
