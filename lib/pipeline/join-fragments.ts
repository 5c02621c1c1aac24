import { NO_SLOT } from "../no-slot";
import { areOfOneKey, ItemOrder, orderCarousels, runsOf } from "./rows-order";
import type { NumberedRun, Shown, ShownItems } from "./shown";

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
  const { days, customers, rankings } = fragments;
  const order = orderCarousels(fragments);
  const joiner = new Joiner(fragments);
  const heads: number[] = [];
  const lengths: number[] = [];
  for (const [first, end] of runsOf(order, areOfOneKey(fragments))) {
    heads.push(order[first] as number);
    lengths.push(joiner.join(order.subarray(first, end)));
  }
  const items = joiner.items();
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

/** Puts the items of carousels in the order in which they stand, one carousel behind the other. */
class Joiner {
  private readonly order: ItemOrder;
  private readonly places: Uint32Array;
  private end = 0;

  constructor(private readonly fragments: Fragments) {
    this.order = new ItemOrder(fragments);
    this.places = new Uint32Array(fragments.slots.length);
  }

  /**
   * Adds a carousel.
   * @param own its fragments, which are put in order
   * @returns how many items it has
   */
  join(own: Uint32Array): number {
    const { files } = this.fragments;
    const start = this.end;
    if (own.length > 1) own.sort((a, b) => this.compare(a, b));
    const parts: Uint32Array[] = [];
    for (const [first, end] of runsOf(own, (a, b) => files[a] === files[b])) parts.push(this.add(own.subarray(first, end)));
    if (parts.length > 1) {
      const inOrder = parts.toSorted((a, b) => this.order.compareCarousels(a, b));
      this.places.set(
        inOrder.flatMap((part) => [...part]),
        start,
      );
    }
    return this.end - start;
  }

  /** The items of all carousels. */
  items(): ShownItems {
    return this.order.itemsAt(this.places);
  }

  /** Adds the items of fragments of one file. */
  private add(own: Uint32Array): Uint32Array {
    const { starts } = this.fragments;
    const start = this.end;
    for (const fragment of own) {
      const end = starts[fragment + 1] as number;
      for (let item = starts[fragment] as number; item < end; item += 1) this.places[this.end++] = item;
    }
    return this.places.subarray(start, this.end);
  }

  /** By where they stand. */
  private compare(a: number, b: number): number {
    const { files, pieces, places } = this.fragments;
    return (
      (files[a] as number) - (files[b] as number) ||
      (pieces[a] as number) - (pieces[b] as number) ||
      (places[a] as number) - (places[b] as number)
    );
  }
}
