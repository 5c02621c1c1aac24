import { halvesOf } from "../halves";
import type { LongCodes } from "./long-codes";
import type { CarouselRun } from "./shown";

/** Builds a run of carousels with integer ids, item by item. */
export class CarouselBuilder {
  private readonly days: number[] = [];
  private readonly lengths: number[] = [];
  /** Halves of ids. */
  private readonly customers: number[] = [];
  private readonly rankings: (string | null)[] = [];
  private readonly slots: number[] = [];
  private readonly items: number[] = [];
  private readonly labels: number[] = [];
  private slot = 0;

  /** @param codes of items */
  constructor(private readonly codes: LongCodes) {}

  /** How many carousels there are. */
  get count(): number {
    return this.days.length;
  }

  /** Ends a carousel: the items since the last one. One without items is none. The customer is given as two halves. */
  end(day: number, customerLow: number, customerHigh: number, ranking: string | null): void {
    if (this.slot === 0) return;
    this.days.push(day);
    this.customers.push(customerLow, customerHigh);
    this.rankings.push(ranking === "" ? null : ranking);
    this.lengths.push(this.slot);
    this.slot = 0;
  }

  /** Adds an item, given as two halves, and its label. */
  add(low: number, high: number, label: number): void {
    this.slots.push(this.slot);
    this.items.push(this.codes.of(low, high));
    this.labels.push(label);
    this.slot += 1;
  }

  run(): CarouselRun {
    const customers = new BigInt64Array(this.count);
    halvesOf(customers).set(this.customers);
    return {
      days: Int32Array.from(this.days),
      customers,
      rankings: this.rankings,
      lengths: Uint32Array.from(this.lengths),
      slots: Int32Array.from(this.slots),
      items: Int32Array.from(this.items),
      labels: Uint8Array.from(this.labels),
    };
  }
}
