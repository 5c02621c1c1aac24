import type { Config } from "../config";
import { countUp } from "../gather";
import { compareUtf8 } from "../inspect/compare-utf8";
import { grouped, startsOf } from "./grouping";
import { type Carousels, NO_RANKING, type Shown, type ShownItems } from "./shown";

/** Carousels by day, customer and ranking, those without a ranking first. */
export function orderCarousels(shown: Shown): Uint32Array {
  const { rankings } = shown;
  const order = byDayAndCustomer(shown);
  const compare = (a: number, b: number) =>
    rankings[a] === rankings[b] ? 0 : compareRankings(rankingOf(shown, a), rankingOf(shown, b));
  for (const [first, end] of runsOf(order, areOfOneCustomer(shown)))
    if (end - first > 1) order.subarray(first, end).sort(compare);
  return order;
}

/** The text of a carousel's ranking; `null` where it has none. */
export function rankingOf({ rankings, rankingTexts }: Shown, carousel: number): string | null {
  const ranking = rankings[carousel] as number;
  return ranking === NO_RANKING ? null : (rankingTexts[ranking] as string);
}

type Keys = Pick<Carousels, "days" | "customers">;

/** Carousels, given in an order, by day and customer; those of one day and customer keep it. */
export function byDayAndCustomer({ days, customers }: Keys, given: Uint32Array = countUp(customers.length)): Uint32Array {
  const numbers = new Map([...new Set(days)].sort((a, b) => a - b).map((day, number) => [day, number]));
  return byNumber(
    days.map((day) => numbers.get(day) as number),
    byNumber(customers, given),
  );
}

/** Things, given in an order, by a number that each has, from 0; those of one number keep it. */
export function byNumber(numbers: Int32Array, given: Uint32Array): Uint32Array {
  const count = numbers.reduce((most, number) => Math.max(most, number + 1), 0);
  return grouped(numbers, count, given).order;
}

/** Whether two carousels have one day and customer. */
export function areOfOneCustomer({ days, customers }: Keys): (a: number, b: number) => boolean {
  return (a, b) => days[a] === days[b] && customers[a] === customers[b];
}

/** Whether two carousels have one day, customer and ranking. */
export function areOfOneKey({ days, customers, rankings }: Carousels): (a: number, b: number) => boolean {
  return (a, b) => days[a] === days[b] && customers[a] === customers[b] && rankings[a] === rankings[b];
}

function compareRankings(one: string | null, other: string | null): number {
  if (one === null || other === null) return Number(one !== null) - Number(other !== null);
  return compareUtf8(one, other);
}

/** Where neighbours that are one begin and end; one alone is such a run too. */
export function* runsOf(order: Uint32Array, areOne: (a: number, b: number) => boolean): Generator<[first: number, end: number]> {
  for (let first = 0, end = 0; first < order.length; first = end) {
    do end += 1;
    while (end < order.length && areOne(order[first] as number, order[end] as number));
    yield [first, end];
  }
}

export interface OrderedItems {
  items: ShownItems;
  /** How many items each carousel has, in the order of the output. */
  lengths: Uint32Array;
}

/**
 * Puts the items shown in the order of the output: by carousel, in it by slot, then by item, descending, then by label. Carousels
 * of one ranking are put in order by their items, descending, so that the order of the files never matters. In the exploded
 * layout their items are mixed: by slot, and only then by carousel.
 * @param order of the carousels, by {@link orderCarousels}
 */
export function inOutputOrder(shown: Shown, order: Uint32Array, layout: Config["output"]["layout"]): OrderedItems {
  const { starts } = shown;
  const lengths = order.map((k) => (starts[k + 1] as number) - (starts[k] as number));
  const at = startsOf(lengths);
  const places = new Uint32Array(shown.items.length);
  const items = new ItemOrder(shown);
  for (const [index, carousel] of order.entries()) {
    const own = places.subarray(at[index], at[index + 1]);
    for (let k = 0; k < own.length; k += 1) own[k] = (starts[carousel] as number) + k;
    items.sort(own);
  }
  for (const [first, end] of runsOf(order, areOfOneKey(shown))) {
    if (end - first === 1) continue;
    const repeats: Uint32Array[] = [];
    for (let index = first; index < end; index += 1) repeats.push(places.slice(at[index], at[index + 1]));
    repeats.sort((a, b) => items.compareCarousels(a, b));
    for (const [index, repeat] of repeats.entries()) lengths[first + index] = repeat.length;
    places.set(layout === "compact" ? repeats.flatMap((repeat) => [...repeat]) : items.mix(repeats), at[first]);
  }
  return { items: items.itemsAt(places), lengths };
}

/** Compares items shown, and puts them in order. */
export class ItemOrder {
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
