import { halvesOf } from "../halves";
import { Buckets } from "./action-runs";
import type { KnownCustomers } from "./standardizer";

const NO_CUSTOMER = -1;

/** Customer numbers by id. */
export class CustomerNumbers implements KnownCustomers {
  /** Four entries a slot: the halves of the id, the number and its bucket; one cache line answers most questions. */
  private readonly slots: Int32Array;
  private readonly mask: number;
  bucket = 0;

  /** @param ids by number */
  constructor(
    ids: BigInt64Array,
    readonly bucketCount: number,
  ) {
    const buckets = new Buckets(ids.length, bucketCount);
    const count = 2 ** Math.ceil(Math.log2(2 * ids.length + 1));
    this.mask = count - 1;
    this.slots = new Int32Array(4 * count).fill(NO_CUSTOMER);
    const halves = halvesOf(ids);
    for (let number = 0; number < ids.length; number += 1) {
      const low = halves[2 * number] as number;
      const high = halves[2 * number + 1] as number;
      this.slots.set([low, high, number, buckets.of(number)], this.slotOf(low, high));
    }
  }

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
