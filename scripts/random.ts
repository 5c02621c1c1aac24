/** A stream of pseudo-random numbers (mulberry32) that a seed fixes for ever. */
export class Random {
  #state: number;

  constructor(seed: number) {
    this.#state = seed >>> 0;
  }

  /** 0 ≤ x < 1. */
  next(): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let t = this.#state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  }

  /** An integer, 0 ≤ x < `end`. */
  below(end: number): number {
    return Math.floor(this.next() * end);
  }

  /** An integer, 0 ≤ x < `end`, of which small ones are the likelier, the more so the greater `power` (1 = all alike). */
  skewed(end: number, power: number): number {
    return Math.floor(this.next() ** power * end);
  }
}
