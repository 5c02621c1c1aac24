import { halvesOf } from "../halves";

/**
 * Customers are divided into so many buckets of neighbours, of which one is ranked at a time: while a bucket is
 * ranked, memory holds it twice, and all others once. The number changes no byte of the result.
 */
export const BUCKETS = 32;

/** Actions of customers with impressions, in any order, by column. */
export interface ActionRun {
  /** Customer numbers. */
  customers: Int32Array;
  /** Codes of a codebook, or once numbered, item numbers. */
  items: Int32Array;
  types: Uint8Array;
  /** Microseconds since 1970 in UTC. */
  occurredAt: BigInt64Array;
  /** In days since 1970; `NO_DAY` where the source has none. */
  partitionDays: Int32Array;
}

/** The bucket of each customer of `count`. Buckets ascend with the numbers of their customers. */
export function bucketOf(customer: number, count: number): number {
  return Math.floor((customer * BUCKETS) / count);
}

/** The first customer of each bucket, and `count` at the end. */
export function bucketStarts(count: number): number[] {
  return Array.from({ length: BUCKETS + 1 }, (_, bucket) => Math.ceil((bucket * count) / BUCKETS));
}

export function makeRun(length: number): ActionRun {
  return {
    customers: new Int32Array(length),
    items: new Int32Array(length),
    types: new Uint8Array(length),
    occurredAt: new BigInt64Array(length),
    partitionDays: new Int32Array(length),
  };
}

/** Divides a run by the buckets of its customers. @param count of all customers */
export function intoBuckets(run: ActionRun, count: number): ActionRun[] {
  return divide(
    run,
    run.customers.length,
    Uint8Array.from(run.customers, (customer) => bucketOf(customer, count)),
  );
}

/** Divides the first `length` actions of a run by the bucket of each. */
export function divide(run: ActionRun, length: number, bucketsOfAll: Uint8Array): ActionRun[] {
  const buckets = bucketsOfAll.subarray(0, length);
  const sizes = new Uint32Array(BUCKETS);
  for (let at = 0; at < length; at += 1) sizes[buckets[at] as number] = (sizes[buckets[at] as number] as number) + 1;
  const parts = Array.from(sizes, makeRun);
  const columns = <Name extends keyof ActionRun>(name: Name) => parts.map((part) => part[name]);
  scatter(run.customers, buckets, columns("customers"));
  scatter(run.items, buckets, columns("items"));
  scatter(run.types, buckets, columns("types"));
  scatter(run.partitionDays, buckets, columns("partitionDays"));
  scatterPairs(halvesOf(run.occurredAt), buckets, columns("occurredAt").map(halvesOf));
  return parts;
}

function scatter<T extends Int32Array | Uint8Array>(from: T, buckets: Uint8Array, to: readonly T[]): void {
  const next = new Uint32Array(BUCKETS);
  for (let at = 0; at < buckets.length; at += 1) {
    const bucket = buckets[at] as number;
    const place = next[bucket] as number;
    next[bucket] = place + 1;
    (to[bucket] as T)[place] = from[at] as number;
  }
}

/** The same for pairs of values. */
function scatterPairs(from: Int32Array, buckets: Uint8Array, to: readonly Int32Array[]): void {
  const next = new Uint32Array(BUCKETS);
  for (let at = 0; at < buckets.length; at += 1) {
    const bucket = buckets[at] as number;
    const place = next[bucket] as number;
    next[bucket] = place + 2;
    const target = to[bucket] as Int32Array;
    target[place] = from[2 * at] as number;
    target[place + 1] = from[2 * at + 1] as number;
  }
}

/** Actions as they come from readers, each with the codebook of its reader, until they are ranked. */
export class ActionRuns {
  private readonly buckets: { codebook: number; run: ActionRun }[][] = Array.from({ length: BUCKETS }, () => []);
  total = 0;

  /** @param parts a run by bucket */
  add(codebook: number, parts: readonly ActionRun[]): void {
    for (const [bucket, run] of parts.entries()) {
      if (run.customers.length > 0) this.buckets[bucket]?.push({ codebook, run });
      this.total += run.customers.length;
    }
  }

  /** Hands over the actions of a bucket. @param numbers by codebook and code, the number of each item */
  take(bucket: number, numbers: readonly Int32Array[]): ActionRun {
    const runs = this.buckets[bucket] ?? [];
    this.buckets[bucket] = [];
    const all = makeRun(runs.reduce((sum, { run }) => sum + run.customers.length, 0));
    let at = 0;
    for (const { codebook, run } of runs) {
      all.customers.set(run.customers, at);
      all.types.set(run.types, at);
      all.occurredAt.set(run.occurredAt, at);
      all.partitionDays.set(run.partitionDays, at);
      const numberOf = numbers[codebook] as Int32Array;
      for (const code of run.items) all.items[at++] = numberOf[code] as number;
    }
    return all;
  }
}
