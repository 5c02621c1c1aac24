import { createIdCodes } from "./id-codes";
import { type IdCodes, idsAt } from "./ids";
import { type CarouselRun, NO_RANKING } from "./shown";
import { TextCodes } from "./text-codes";
import type { IdKind } from "./values";

/** Builds a run of carousels, item by item. Ids are given as pairs of words, see `IdCodes`. */
export class CarouselBuilder {
  /** Codes of the customers of this run. */
  readonly customers: IdCodes;
  private readonly days: number[] = [];
  private readonly lengths: number[] = [];
  /** By carousel, the code of its customer. */
  private readonly customerCodes: number[] = [];
  private readonly rankingCodes = new TextCodes();
  /** By carousel, the code of its ranking. */
  private readonly rankings: number[] = [];
  private readonly slots: number[] = [];
  private readonly items: number[] = [];
  private readonly labels: number[] = [];
  /** Where the items begin of the carousel to be ended. */
  private start = 0;

  /** @param codes of items */
  constructor(
    private readonly codes: IdCodes,
    customerIds: IdKind,
  ) {
    this.customers = createIdCodes(customerIds);
  }

  /** How many carousels there are. */
  get count(): number {
    return this.days.length;
  }

  /** Adds an item. @param bytes of the item */
  add(low: number, high: number, bytes: Uint8Array, slot: number, label: number): void {
    this.items.push(this.codes.of(low, high, bytes));
    this.slots.push(slot);
    this.labels.push(label);
  }

  /** The code of a ranking, given as where its text begins and ends; an empty one is none. */
  rankingOf(start: number, end: number, bytes: Uint8Array): number {
    return start === end ? NO_RANKING : this.rankingCodes.of(start, end, bytes);
  }

  /** Ends a carousel: the items since the last one. One without items is none. @param customer its code @param ranking its code */
  end(day: number, customer: number, ranking: number): void {
    const length = this.items.length - this.start;
    if (length === 0) return;
    this.start = this.items.length;
    this.days.push(day);
    this.customerCodes.push(customer);
    this.rankings.push(ranking);
    this.lengths.push(length);
  }

  run(): CarouselRun {
    return {
      days: Int32Array.from(this.days),
      customers: idsAt(this.customers.all(), Int32Array.from(this.customerCodes)),
      rankings: Int32Array.from(this.rankings),
      rankingTexts: this.rankingCodes.packed(),
      lengths: Uint32Array.from(this.lengths),
      slots: Int32Array.from(this.slots),
      items: Int32Array.from(this.items),
      labels: Uint8Array.from(this.labels),
      places: null,
    };
  }
}
