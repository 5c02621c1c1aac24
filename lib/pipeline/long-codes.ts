import { halvesOf } from "../halves";
import type { IdCodes, Ids } from "./ids";

const NO_CODE = -1;

/** Codes of 64-bit integers. */
export class LongCodes implements IdCodes {
  private count = 0;
  private values = new BigInt64Array(1024);
  private halves = halvesOf(this.values);
  /** By slot of a hash table that is at most two thirds full, the code that stands there. */
  private slots = new Int32Array(2048).fill(NO_CODE);

  of(low: number, high: number): number {
    const slot = this.slotOf(low, high);
    const known = this.slots[slot] as number;
    return known === NO_CODE ? this.add(low, high, slot) : known;
  }

  /** In a loop of its own the processor looks for several at once, where the table is larger than its cache. */
  ofAll(halves: Int32Array, codes: Int32Array): void {
    for (let at = 0; at < codes.length; at += 1) codes[at] = this.of(halves[2 * at] as number, halves[2 * at + 1] as number);
  }

  find(halves: Int32Array, codes: Int32Array): void {
    for (let at = 0; at < codes.length; at += 1)
      codes[at] = this.slots[this.slotOf(halves[2 * at] as number, halves[2 * at + 1] as number)] as number;
  }

  codesOf(ids: Ids): Int32Array {
    const codes = new Int32Array(ids.length);
    this.ofAll(halvesOf(ids as BigInt64Array), codes);
    return codes;
  }

  get size(): number {
    return this.count;
  }

  all(): BigInt64Array {
    return this.values.slice(0, this.count);
  }

  private add(low: number, high: number, slot: number): number {
    const code = this.count;
    if (code === this.values.length) this.grow();
    this.halves[2 * code] = low;
    this.halves[2 * code + 1] = high;
    this.count += 1;
    if (3 * this.count > 2 * this.slots.length) this.rehash();
    else this.slots[slot] = code;
    return code;
  }

  private slotOf(low: number, high: number): number {
    const { slots, halves } = this;
    const mask = slots.length - 1;
    const mixed = Math.imul(low, 0x9e3779b1) ^ Math.imul(high, 0x85ebca6b);
    let slot = (mixed ^ (mixed >>> 15)) & mask;
    for (let code = slots[slot] as number; code !== NO_CODE; code = slots[slot] as number) {
      if (halves[2 * code] === low && halves[2 * code + 1] === high) break;
      slot = (slot + 1) & mask;
    }
    return slot;
  }

  private grow(): void {
    const values = new BigInt64Array(2 * this.values.length);
    values.set(this.values);
    this.values = values;
    this.halves = halvesOf(values);
  }

  private rehash(): void {
    this.slots = new Int32Array(2 * this.slots.length).fill(NO_CODE);
    for (let code = 0; code < this.count; code += 1) {
      this.slots[this.slotOf(this.halves[2 * code] as number, this.halves[2 * code + 1] as number)] = code;
    }
  }
}
