import { countUp, intsAt } from "../gather";
import { NO_SLOT } from "../no-slot";
import { areOfOneKey, byDayAndCustomer, byNumber, ItemOrder, runsOf } from "./rows-order";
import { type Carousels, NO_RANKING, type NumberedRun, type ShownItems } from "./shown";

/** Fragments of carousels, in any order, and where each stands. */
export interface Fragments extends Carousels {
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
  const fromZero = rankings.map((ranking) => (ranking === NO_RANKING ? 0 : ranking + 1));
  const order = byDayAndCustomer(fragments, byNumber(fromZero, asTheyStand(fragments)));
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
    days: intsAt(days, heads),
    customers: intsAt(customers, heads),
    rankings: intsAt(rankings, heads),
    lengths: Uint32Array.from(lengths),
    ...items,
  };
}

/** The fragments in the order in which they stand. */
function asTheyStand({ files, pieces, places }: Fragments): Uint32Array {
  const order = countUp(places.length);
  const compare = (a: number, b: number) =>
    (files[a] as number) - (files[b] as number) ||
    (pieces[a] as number) - (pieces[b] as number) ||
    (places[a] as number) - (places[b] as number);
  const isInOrder = order.every((k) => k === 0 || compare(k - 1, k) < 0);
  return isInOrder ? order : order.sort(compare);
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
   * @param own its fragments, in the order in which they stand
   * @returns how many items it has
   */
  join(own: Uint32Array): number {
    const { files } = this.fragments;
    const start = this.end;
    if (files[own[0] as number] === files[own.at(-1) as number]) this.add(own);
    else this.addOfFiles(own);
    return this.end - start;
  }

  /** The items of all carousels. */
  items(): ShownItems {
    return this.order.itemsAt(this.places);
  }

  /** Adds what several files have, in order by what it holds. */
  private addOfFiles(own: Uint32Array): void {
    const { files } = this.fragments;
    const start = this.end;
    const runs = runsOf(own, (a, b) => files[a] === files[b]);
    const parts = Array.from(runs, ([first, end]) => this.add(own.subarray(first, end)));
    this.places.set(
      parts.toSorted((a, b) => this.order.compareCarousels(a, b)).flatMap((part) => [...part]),
      start,
    );
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
}
