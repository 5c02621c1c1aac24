import type { Config } from "../config";
import { grouped } from "./grouping";

/** The items shown, by column. */
export interface ShownItems {
  slots: Int32Array;
  /** Item numbers. */
  items: Int32Array;
  /** 0 false, 1 true, 2 missing. */
  labels: Uint8Array;
}

/** By number of a carousel, the number of its ranking: those that agree in day, customer and ranking are neighbours with one number. */
export interface Carousels {
  rankings: Int32Array;
}

export interface OrderedItems {
  items: ShownItems;
  /** Where the items of each carousel begin, and their end; those of a ranking's carousels are taken together where they are mixed. */
  starts: Uint32Array;
  /** How many items each carousel has, in the order of the output. */
  lengths: Uint32Array;
}

/**
 * Puts the items shown in the order of the output: by carousel, in it by slot, then by item, descending, then by label. Carousels
 * of one ranking are put in order by their items, descending, so that the order of the files never matters. In the exploded
 * layout their items are mixed: by slot, and only then by carousel.
 * @param shown in any order
 */
export function inOutputOrder(
  shown: ShownItems & { carousels: Int32Array },
  { rankings }: Carousels,
  layout: Config["output"]["layout"],
): OrderedItems {
  const { starts, order: places } = grouped(shown.carousels, rankings.length);
  const lengths = Uint32Array.from(rankings, (_, k) => (starts[k + 1] as number) - (starts[k] as number));
  const order = new ItemOrder(shown);
  for (let k = 0; k < lengths.length; k += 1) order.sort(places.subarray(starts[k], starts[k + 1]));
  for (let first = 0, end = 0; first < rankings.length; first = end) {
    while (end < rankings.length && rankings[end] === rankings[first]) end += 1;
    if (end - first < 2) continue;
    const repeats: Uint32Array[] = [];
    for (let k = first; k < end; k += 1) repeats.push(places.slice(starts[k], starts[k + 1]));
    repeats.sort((a, b) => order.compareCarousels(a, b));
    for (const [index, repeat] of repeats.entries()) lengths[first + index] = repeat.length;
    places.set(layout === "compact" ? repeats.flatMap((repeat) => [...repeat]) : order.mix(repeats), starts[first]);
  }
  return { items: order.itemsAt(places), starts, lengths };
}

class ItemOrder {
  constructor(private readonly shown: ShownItems) {}

  /** Sorts places in their array. Those of a file mostly stand in order. */
  sort(places: Uint32Array): void {
    for (let k = 1; k < places.length; k += 1) {
      if (this.compare(places[k - 1] as number, places[k] as number) <= 0) continue;
      places.sort((a, b) => this.compare(a, b));
      return;
    }
  }

  /** By items, descending, then by slots, then by labels; of two that begin alike the shorter one is the lesser. */
  compareCarousels(a: Uint32Array, b: Uint32Array): number {
    const { items, slots, labels } = this.shown;
    return compareLists(b, a, items) || compareLists(a, b, slots) || compareLists(a, b, labels);
  }

  /** The places of several carousels in one order: by slot, then by carousel. */
  mix(carousels: readonly Uint32Array[]): number[] {
    const { slots } = this.shown;
    const all = carousels.flatMap((places, carousel) =>
      Array.from(places, (at) => ({ at, carousel, slot: slots[at] as number })),
    );
    all.sort((a, b) => a.slot - b.slot || a.carousel - b.carousel || this.compare(a.at, b.at));
    return all.map(({ at }) => at);
  }

  itemsAt(places: Uint32Array): ShownItems {
    const { slots, items, labels } = this.shown;
    const ordered = {
      slots: new Int32Array(places.length),
      items: new Int32Array(places.length),
      labels: new Uint8Array(places.length),
    };
    for (let k = 0; k < places.length; k += 1) {
      const at = places[k] as number;
      ordered.slots[k] = slots[at] as number;
      ordered.items[k] = items[at] as number;
      ordered.labels[k] = labels[at] as number;
    }
    return ordered;
  }

  private compare(a: number, b: number): number {
    const { slots, items, labels } = this.shown;
    return (
      (slots[a] as number) - (slots[b] as number) ||
      (items[b] as number) - (items[a] as number) ||
      (labels[a] as number) - (labels[b] as number)
    );
  }
}

/** Compares the values at two lists of places, one by one. */
function compareLists(a: Uint32Array, b: Uint32Array, values: Int32Array | Uint8Array): number {
  const length = Math.min(a.length, b.length);
  for (let k = 0; k < length; k += 1) {
    const difference = (values[a[k] as number] as number) - (values[b[k] as number] as number);
    if (difference !== 0) return difference;
  }
  return a.length - b.length;
}
