import { halvesOf } from "../halves";
import type { Shelf, Shelved } from "./shelf";

/** Actions of customers with impressions, in any order, by column. All columns share one buffer. */
export interface ActionRun {
  /** Microseconds since 1970 in UTC. */
  occurredAt: BigInt64Array;
  /** Customer numbers. */
  customers: Int32Array;
  /** Codes of a codebook, or once numbered, item numbers. */
  items: Int32Array;
  /** In days since 1970; `NO_DAY` where the source has none. */
  partitionDays: Int32Array;
  types: Uint8Array;
}

/** The bytes of an {@link ActionRun}: from thread to thread goes one array, and not five. */
export type PackedRun = Uint8Array;

/** Actions whose items are codes of a codebook, which has this number. */
export interface CodedRun {
  codebook: number;
  packed: PackedRun;
}

/** 8 + 4 + 4 + 4 + 1. */
const BYTES_AN_ACTION = 21;

/**
 * Customers are divided into buckets of neighbours, which are ranked on their own. While a bucket is ranked, memory holds it a
 * few times in each lane, so there are more of them the more there is to read. Their number changes no byte of the result.
 */
export class Buckets {
  constructor(
    readonly customers: number,
    readonly count: number,
  ) {}

  /** Buckets ascend with the numbers of their customers. */
  of(customer: number): number {
    return Math.floor((customer * this.count) / this.customers);
  }

  /** The first customer of each bucket, and their number at the end. */
  starts(): number[] {
    return Array.from({ length: this.count + 1 }, (_, bucket) => Math.ceil((bucket * this.customers) / this.count));
  }
}

const FEWEST_BUCKETS = 32;
const MOST_BUCKETS = 256;
const INPUT_BYTES_A_BUCKET = 16 << 20;

/** How many buckets input of so many bytes is worth: they are numbered by single bytes. */
export function bucketCount(inputBytes: number): number {
  return Math.min(MOST_BUCKETS, Math.max(FEWEST_BUCKETS, Math.ceil(inputBytes / INPUT_BYTES_A_BUCKET)));
}

export function makeRun(length: number): ActionRun {
  return unpacked(new Uint8Array(length * BYTES_AN_ACTION));
}

/** How many actions a run has. */
export function lengthOf(run: PackedRun): number {
  return run.length / BYTES_AN_ACTION;
}

export function unpacked(run: PackedRun): ActionRun {
  const { buffer } = run;
  const length = lengthOf(run);
  return {
    occurredAt: new BigInt64Array(buffer, 0, length),
    customers: new Int32Array(buffer, 8 * length, length),
    items: new Int32Array(buffer, 12 * length, length),
    partitionDays: new Int32Array(buffer, 16 * length, length),
    types: new Uint8Array(buffer, 20 * length, length),
  };
}

function packed(run: ActionRun): PackedRun {
  return new Uint8Array(run.occurredAt.buffer);
}

/** Divides a run by the buckets of its customers. */
export function intoBuckets(run: ActionRun, buckets: Buckets): PackedRun[] {
  const { length } = run.customers;
  return divide(
    run,
    length,
    Uint8Array.from(run.customers, (customer) => buckets.of(customer)),
    buckets.count,
  );
}

/** Divides the first `length` actions of a run by the bucket of each, one of `count`. */
export function divide(run: ActionRun, length: number, bucketsOfAll: Uint8Array, count: number): PackedRun[] {
  const buckets = bucketsOfAll.subarray(0, length);
  const parts = Array.from(sizesOf(buckets, count), makeRun);
  const columns = <Name extends keyof ActionRun>(name: Name) => parts.map((part) => part[name]);
  scatter(run.customers, buckets, columns("customers"));
  scatter(run.items, buckets, columns("items"));
  scatter(run.types, buckets, columns("types"));
  scatter(run.partitionDays, buckets, columns("partitionDays"));
  scatterPairs(halvesOf(run.occurredAt), buckets, columns("occurredAt").map(halvesOf));
  return parts.map(packed);
}

function sizesOf(buckets: Uint8Array, count: number): Uint32Array {
  const sizes = new Uint32Array(count);
  for (let at = 0; at < buckets.length; at += 1) sizes[buckets[at] as number] = (sizes[buckets[at] as number] as number) + 1;
  return sizes;
}

function scatter<T extends Int32Array | Uint8Array>(from: T, buckets: Uint8Array, to: readonly T[]): void {
  const next = new Uint32Array(to.length);
  for (let at = 0; at < buckets.length; at += 1) {
    const bucket = buckets[at] as number;
    const place = next[bucket] as number;
    next[bucket] = place + 1;
    (to[bucket] as T)[place] = from[at] as number;
  }
}

/** The same for pairs of values. */
function scatterPairs(from: Int32Array, buckets: Uint8Array, to: readonly Int32Array[]): void {
  const next = new Uint32Array(to.length);
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
  private readonly buckets = new Map<number, { codebook: number; shelved: Shelved }[]>();
  total = 0;

  constructor(private readonly shelf: Shelf) {}

  /** @param parts a run by bucket */
  add(codebook: number, parts: readonly PackedRun[]): void {
    for (const [bucket, run] of parts.entries()) {
      if (run.length === 0) continue;
      const runs = this.buckets.get(bucket) ?? [];
      this.buckets.set(bucket, runs);
      runs.push({ codebook, shelved: this.shelf.put(run) });
      this.total += lengthOf(run);
    }
  }

  /** Hands over the actions of a bucket. */
  take(bucket: number): CodedRun[] {
    const runs = this.buckets.get(bucket) ?? [];
    this.buckets.delete(bucket);
    return runs.map(({ codebook, shelved }) => ({ codebook, packed: this.shelf.take(shelved) }));
  }
}
