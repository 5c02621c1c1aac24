import { NO_DAY } from "../no-day";
import type { CarouselBuilder } from "./carousel-builder";
import { type CarouselRun, NO_RANKING } from "./shown";

const NO_CUSTOMER = -1;

/** Builds a run of fragments from rows that hold an item each: rows of one carousel that follow each other are one. */
export class FragmentBuilder {
  /** Where each fragment begins. */
  private readonly places: number[] = [];
  private day = NO_DAY;
  private customer = NO_CUSTOMER;
  private ranking = NO_RANKING;
  /** Just behind the last row. */
  private next = 0;

  constructor(private readonly carousels: CarouselBuilder) {}

  /**
   * Says of which carousel the item of a row is, before it is added.
   * @param place of the row, from 1
   * @param customer its code
   * @param ranking its code
   */
  begin(place: number, day: number, customer: number, ranking: number): void {
    const isNext = place === this.next && day === this.day && customer === this.customer && ranking === this.ranking;
    this.next = place + 1;
    if (isNext) return;
    this.end();
    this.places.push(place);
    this.day = day;
    this.customer = customer;
    this.ranking = ranking;
  }

  run(): CarouselRun {
    this.end();
    return { ...this.carousels.run(), places: Int32Array.from(this.places) };
  }

  private end(): void {
    this.carousels.end(this.day, this.customer, this.ranking);
  }
}
