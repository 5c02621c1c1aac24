import { Buckets } from "./action-runs";
import { codesOf, LongCodes } from "./long-codes";
import type { KnownCustomers } from "./standardizer";

/** Customer numbers by id. */
export class CustomerNumbers implements KnownCustomers {
  private readonly numbers = new LongCodes();
  private readonly buckets: Uint8Array;

  /** @param ids by number, each once */
  constructor(
    ids: BigInt64Array,
    readonly bucketCount: number,
  ) {
    const buckets = new Buckets(ids.length, bucketCount);
    this.buckets = Uint8Array.from(codesOf(ids, this.numbers), (number) => buckets.of(number));
  }

  find(ids: Int32Array, numbers: Int32Array): void {
    this.numbers.find(ids, numbers);
  }

  bucketsOf(numbers: Int32Array, buckets: Uint8Array): void {
    for (let at = 0; at < numbers.length; at += 1) buckets[at] = this.buckets[numbers[at] as number] as number;
  }
}
