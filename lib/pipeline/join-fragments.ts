import { NO_SLOT } from "../no-slot";
import { ItemOrder, orderCarousels } from "./rows-order";
import type { NumberedRun, Shown } from "./shown";

/** Fragments of carousels, in any order, and where each stands. */
export interface Fragments extends Shown {
  /** The number of the file. */
  files: Int32Array;
  /** The number of the piece: pieces ascend as they stand in a file. */
  pieces: Int32Array;
  /** Where it begins in its piece. */
  places: Int32Array;
}

/**
 * Puts carousels together: all fragments of one day, customer and ranking are one, in whatever files they stand. An item without
 * a slot gets its place in the carousel, from 0. Where a carousel stands in several files, what each of them has is put in order
 * by what it holds, so that the order of the files never matters.
 */
export function joinFragments(fragments: Fragments): NumberedRun {
  const { days, customers, rankings, slots } = fragments;
  const order = orderCarousels(fragments);
  const joiner = new Joiner(fragments);
  const places = new Uint32Array(slots.length);
  const heads: number[] = [];
  const lengths: number[] = [];
  const areOne = (a: number, b: number) => days[a] === days[b] && customers[a] === customers[b] && rankings[a] === rankings[b];
  let at = 0;
  for (let first = 0, end = 0; first < order.length; first = end) {
    const head = order[first] as number;
    do end += 1;
    while (end < order.length && areOne(head, order[end] as number));
    const to = joiner.join(order.subarray(first, end), places, at);
    heads.push(head);
    lengths.push(to - at);
    at = to;
  }
  const items = new ItemOrder(fragments).itemsAt(places);
  setSlots(items.slots, lengths);
  return {
    days: Int32Array.from(heads, (head) => days[head] as number),
    customers: Int32Array.from(heads, (head) => customers[head] as number),
    rankings: heads.map((head) => rankings[head] ?? null),
    lengths: Uint32Array.from(lengths),
    ...items,
  };
}

/** Gives items without a slot their place in the carousel. */
function setSlots(slots: Int32Array, lengths: readonly number[]): void {
  let at = 0;
  for (const length of lengths) {
    for (let place = 0; place < length; place += 1) if (slots[at + place] === NO_SLOT) slots[at + place] = place;
    at += length;
  }
}

/** Puts the items of the fragments of a carousel in the order in which they stand. */
class Joiner {
  private readonly items: ItemOrder;

  constructor(private readonly fragments: Fragments) {
    this.items = new ItemOrder(fragments);
  }

  /**
   * Writes the places of the items of a carousel from `at` on.
   * @param own its fragments, which are put in order
   * @returns where they end
   */
  join(own: Uint32Array, places: Uint32Array, at: number): number {
    const { files } = this.fragments;
    if (own.length > 1) own.sort((a, b) => this.compare(a, b));
    const parts: Uint32Array[] = [];
    let from = at;
    for (let first = 0, end = 0; first < own.length; first = end) {
      do end += 1;
      while (end < own.length && files[own[end] as number] === files[own[first] as number]);
      const to = this.write(own.subarray(first, end), places, from);
      parts.push(places.subarray(from, to));
      from = to;
    }
    if (parts.length > 1) places.set(this.inOrder(parts), at);
    return from;
  }

  private inOrder(parts: readonly Uint32Array[]): number[] {
    return parts.toSorted((a, b) => this.items.compareCarousels(a, b)).flatMap((part) => [...part]);
  }

  private write(own: Uint32Array, places: Uint32Array, from: number): number {
    const { starts } = this.fragments;
    let at = from;
    for (const fragment of own) {
      const end = starts[fragment + 1] as number;
      for (let item = starts[fragment] as number; item < end; item += 1) places[at++] = item;
    }
    return at;
  }

  /** By where they stand. */
  private compare(a: number, b: number): number {
    const { pieces, places } = this.fragments;
    return (pieces[a] as number) - (pieces[b] as number) || (places[a] as number) - (places[b] as number);
  }
}
