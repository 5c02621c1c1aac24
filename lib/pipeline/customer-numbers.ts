import { Buckets } from "./action-runs";
import { createIdCodes } from "./id-codes";
import type { IdCodes, Ids } from "./ids";
import type { KnownCustomers } from "./standardizer";

/** Customer numbers by id. */
export class CustomerNumbers implements KnownCustomers {
  private readonly numbers: IdCodes;
  private readonly buckets: Uint8Array;

  /** @param ids by number, each once */
  constructor(
    ids: Ids,
    readonly bucketCount: number,
  ) {
    this.numbers = createIdCodes(ids instanceof BigInt64Array ? "integer" : "text");
    const buckets = new Buckets(ids.length, bucketCount);
    this.buckets = Uint8Array.from(this.numbers.codesOf(ids), (number) => buckets.of(number));
  }

  find(ids: Int32Array, numbers: Int32Array, bytes: Uint8Array): void {
    this.numbers.find(ids, numbers, bytes);
  }

  bucketsOf(numbers: Int32Array, buckets: Uint8Array): void {
    for (let at = 0; at < numbers.length; at += 1) buckets[at] = this.buckets[numbers[at] as number] as number;
  }
}
