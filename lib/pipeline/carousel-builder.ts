import { longsAt } from "../halves";
import { createIdCodes } from "./id-codes";
import type { IdCodes, Ids } from "./ids";
import type { CarouselRun } from "./shown";
import type { IdKind } from "./values";

/** Builds a run of carousels, item by item. Ids are given as pairs of words, see `IdCodes`. */
export class CarouselBuilder {
  private readonly days: number[] = [];
  private readonly lengths: number[] = [];
  private readonly customers: IdCodes;
  /** By carousel, the code of its customer. */
  private readonly customerCodes: number[] = [];
  private readonly rankings: (string | null)[] = [];
  private readonly slots: number[] = [];
  private readonly items: number[] = [];
  private readonly labels: number[] = [];
  private slot = 0;

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

  /** Ends a carousel: the items since the last one. One without items is none. @param bytes of the customer */
  end(day: number, customerLow: number, customerHigh: number, bytes: Uint8Array, ranking: string | null): void {
    if (this.slot === 0) return;
    this.days.push(day);
    this.customerCodes.push(this.customers.of(customerLow, customerHigh, bytes));
    this.rankings.push(ranking === "" ? null : ranking);
    this.lengths.push(this.slot);
    this.slot = 0;
  }

  /** Adds an item and its label. @param bytes of the item */
  add(low: number, high: number, bytes: Uint8Array, label: number): void {
    this.slots.push(this.slot);
    this.items.push(this.codes.of(low, high, bytes));
    this.labels.push(label);
    this.slot += 1;
  }

  run(): CarouselRun {
    return {
      days: Int32Array.from(this.days),
      customers: at(this.customers.all(), this.customerCodes),
      rankings: this.rankings,
      lengths: Uint32Array.from(this.lengths),
      slots: Int32Array.from(this.slots),
      items: Int32Array.from(this.items),
      labels: Uint8Array.from(this.labels),
    };
  }
}

function at(ids: Ids, codes: readonly number[]): Ids {
  if (ids instanceof BigInt64Array) return longsAt(ids, Int32Array.from(codes));
  return codes.map((code) => ids[code] as string);
}
