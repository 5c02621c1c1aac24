import { halvesOf } from "../halves";

const NO_CODE = -1;
/** Of a slot: the halves of the integer and its code; four entries, so that one line of a cache has all of them. */
const SLOT = 4;

/** Gives 64-bit integers codes from 0, in the order in which they are first seen. */
export class LongCodes {
  private count = 0;
  private values = new BigInt64Array(1024);
  private halves = halvesOf(this.values);
  /** A hash table that is at most two thirds full. */
  private slots = makeSlots(2048);

  /** The code of an integer, given as its low and its high half; a new one where it has none yet. */
  of(low: number, high: number): number {
    const slot = slotOf(this.slots, low, high);
    const known = this.slots[slot + 2] as number;
    return known === NO_CODE ? this.add(low, high, slot) : known;
  }

  /**
   * The codes of the first `codes.length` of some integers, given as halves. Where the table is larger than a cache, the processor
   * waits for many of them at once, and not for one after the other.
   */
  ofAll(halves: Int32Array, codes: Int32Array): void {
    for (let at = 0; at < codes.length; at += 1) codes[at] = this.of(halves[2 * at] as number, halves[2 * at + 1] as number);
  }

  /** How many integers have a code. */
  get size(): number {
    return this.count;
  }

  /** The integers by their codes. */
  all(): BigInt64Array {
    return this.values.slice(0, this.count);
  }

  private add(low: number, high: number, slot: number): number {
    const code = this.count;
    if (code === this.values.length) this.grow();
    this.halves[2 * code] = low;
    this.halves[2 * code + 1] = high;
    this.count += 1;
    if (3 * SLOT * this.count > 2 * this.slots.length) this.rehash();
    else put(this.slots, slot, low, high, code);
    return code;
  }

  private grow(): void {
    const values = new BigInt64Array(2 * this.values.length);
    values.set(this.values);
    this.values = values;
    this.halves = halvesOf(values);
  }

  private rehash(): void {
    const slots = makeSlots((2 * this.slots.length) / SLOT);
    for (let code = 0; code < this.count; code += 1) {
      const low = this.halves[2 * code] as number;
      const high = this.halves[2 * code + 1] as number;
      put(slots, slotOf(slots, low, high), low, high, code);
    }
    this.slots = slots;
  }
}

function makeSlots(count: number): Int32Array {
  return new Int32Array(SLOT * count).fill(NO_CODE);
}

/** Where the slot of an integer begins, or would. */
function slotOf(slots: Int32Array, low: number, high: number): number {
  const mask = slots.length - 1;
  const mixed = Math.imul(low, 0x9e3779b1) ^ Math.imul(high, 0x85ebca6b);
  let slot = (SLOT * (mixed ^ (mixed >>> 15))) & mask;
  while (slots[slot + 2] !== NO_CODE && (slots[slot] !== low || slots[slot + 1] !== high)) slot = (slot + SLOT) & mask;
  return slot;
}

function put(slots: Int32Array, slot: number, low: number, high: number, code: number): void {
  slots[slot] = low;
  slots[slot + 1] = high;
  slots[slot + 2] = code;
}

/** The codes that `known` has for integers; each must have one, or gets a new one. */
export function codesOf(values: BigInt64Array, known: LongCodes): Int32Array {
  const codes = new Int32Array(values.length);
  known.ofAll(halvesOf(values), codes);
  return codes;
}
