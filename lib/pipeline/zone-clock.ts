import { type OffsetPeriod, offsetPeriods, wallPeriods } from "./zones";

const MICROS_A_DAY = 86_400_000_000;

/** The rules of `zones.ts` for single values. Times are whole microseconds as numbers: see `isExactTime` and `instantAt`. */
export class ZoneClock {
  private readonly instants: Offsets;
  private readonly walls: Offsets;

  constructor(zone: string) {
    const periods = offsetPeriods(zone);
    this.instants = new Offsets(periods);
    this.walls = new Offsets(wallPeriods(periods));
  }

  /** The instant of a time on the zone's wall clock, as {@link instantOfLocal} says. */
  instantOf(local: number): number {
    return local - this.walls.at(local);
  }

  /** The calendar day (days since 1970) of an instant. */
  dayOf(instant: number): number {
    return Math.floor((instant + this.instants.at(instant)) / MICROS_A_DAY);
  }

  /** The last calendar day that has begun by an instant: its own, but where clocks went back across midnight the next. */
  lastBegun(instant: number): number {
    const day = this.dayOf(instant);
    return instant < this.startOf(day + 1) ? day : day + 1;
  }

  /** The instant at which a calendar day begins. */
  startOf(day: number): number {
    return this.instantOf(day * MICROS_A_DAY);
  }
}

/** Finds the offset of a time; times that follow each other mostly lie in one period. */
class Offsets {
  private readonly from: Float64Array;
  private readonly offsets: Float64Array;
  /** The period of the last time: [start, end), and its offset. */
  private start = Number.POSITIVE_INFINITY;
  private end = Number.NEGATIVE_INFINITY;
  private offset = 0;

  constructor(periods: readonly OffsetPeriod[]) {
    this.from = Float64Array.from(periods, ({ from }, index) => (index === 0 ? Number.NEGATIVE_INFINITY : Number(from)));
    this.offsets = Float64Array.from(periods, ({ offset }) => Number(offset));
  }

  at(time: number): number {
    if (time < this.start || time >= this.end) this.find(time);
    return this.offset;
  }

  private find(time: number): void {
    const { from } = this;
    let low = 0;
    let high = from.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((from[middle] ?? 0) <= time) low = middle;
      else high = middle - 1;
    }
    this.start = from[low] ?? 0;
    this.end = from[low + 1] ?? Number.POSITIVE_INFINITY;
    this.offset = this.offsets[low] ?? 0;
  }
}
