import { halvesOf } from "../halves";
import { Buckets } from "./action-runs";
import type { KnownCustomers } from "./standardizer";

const NO_CUSTOMER = -1;
/** Of a slot: the halves of the id, the number and its bucket; one line of a cache has all of them. */
const SLOT = 4;

/** Customer numbers by id. */
export class CustomerNumbers implements KnownCustomers {
  /** A hash table that is at most half full. */
  private readonly slots: Int32Array;

  /** @param ids by number */
  constructor(
    ids: BigInt64Array,
    readonly bucketCount: number,
  ) {
    const buckets = new Buckets(ids.length, bucketCount);
    this.slots = new Int32Array(SLOT * 2 ** Math.ceil(Math.log2(2 * ids.length + 1))).fill(NO_CUSTOMER);
    const halves = halvesOf(ids);
    for (let number = 0; number < ids.length; number += 1) {
      const low = halves[2 * number] as number;
      const high = halves[2 * number + 1] as number;
      this.slots.set([low, high, number, buckets.of(number)], slotOf(this.slots, low, high));
    }
  }

  find(ids: Int32Array, count: number, numbers: Int32Array, buckets: Uint8Array): void {
    const { slots } = this;
    for (let at = 0; at < count; at += 1) {
      const slot = slotOf(slots, ids[2 * at] as number, ids[2 * at + 1] as number);
      numbers[at] = slots[slot + 2] as number;
      buckets[at] = slots[slot + 3] as number;
    }
  }
}

/** Where the slot of an id begins, or would. */
function slotOf(slots: Int32Array, low: number, high: number): number {
  const mask = slots.length - 1;
  const mixed = Math.imul(low, 0x9e3779b1) ^ Math.imul(high, 0x85ebca6b);
  let slot = (SLOT * (mixed ^ (mixed >>> 15))) & mask;
  while (slots[slot + 2] !== NO_CUSTOMER && (slots[slot] !== low || slots[slot + 1] !== high)) slot = (slot + SLOT) & mask;
  return slot;
}
