import { startsOf } from "./grouping";
import type { IdCodes, Ids } from "./ids";

/** The items shown, by column. */
export interface ShownItems {
  slots: Int32Array;
  /** Item numbers. */
  items: Int32Array;
  /** 0 false, 1 true, 2 missing. */
  labels: Uint8Array;
}

/** Carousels of one item or more, in any order, by column. */
export interface CarouselRun extends ShownItems {
  /** Days since 1970. */
  days: Int32Array;
  customers: Ids;
  /** Texts, `null` where there is none. */
  rankings: (string | null)[];
  /** How many items each carousel has; those of one follow those of the carousel before it. */
  lengths: Uint32Array;
}

/** All carousels shown, in any order. */
export interface Shown extends ShownItems {
  days: Int32Array;
  /** Customer numbers. */
  customers: Int32Array;
  rankings: (string | null)[];
  /** Where the items of each carousel begin, and where those of the last one end. */
  starts: Uint32Array;
}

/** Collects the carousels shown as they come from readers, each with the codebook of its items. */
export class CarouselRuns {
  private readonly runs: { codebook: number; run: CarouselRun; customers: Int32Array }[] = [];

  /** @param customers gives their ids codes */
  constructor(private readonly customers: IdCodes) {}

  /** @param run whose items are codes of this codebook */
  add(codebook: number, run: CarouselRun): void {
    if (run.lengths.length > 0) this.runs.push({ codebook, run, customers: this.customers.codesOf(run.customers) });
  }

  /**
   * All of them in one.
   * @param customers by code, the number of each customer
   * @param items by codebook and code, the number of each item
   */
  all(customers: Int32Array, items: readonly Int32Array[]): Shown {
    const { runs } = this;
    const carousels = runs.reduce((sum, { run }) => sum + run.lengths.length, 0);
    const shownItems = runs.reduce((sum, { run }) => sum + run.items.length, 0);
    const days = new Int32Array(carousels);
    const numbers = new Int32Array(carousels);
    const lengths = new Uint32Array(carousels);
    const slots = new Int32Array(shownItems);
    const itemNumbers = new Int32Array(shownItems);
    const labels = new Uint8Array(shownItems);
    const rankings: (string | null)[] = [];
    let at = 0;
    let itemAt = 0;
    for (const { codebook, run, customers: codes } of runs) {
      const numberOf = items[codebook] as Int32Array;
      days.set(run.days, at);
      lengths.set(run.lengths, at);
      for (const code of codes) numbers[at++] = customers[code] as number;
      for (const ranking of run.rankings) rankings.push(ranking);
      slots.set(run.slots, itemAt);
      labels.set(run.labels, itemAt);
      for (const code of run.items) itemNumbers[itemAt++] = numberOf[code] as number;
    }
    return { days, customers: numbers, rankings, starts: startsOf(lengths), slots, items: itemNumbers, labels };
  }
}
