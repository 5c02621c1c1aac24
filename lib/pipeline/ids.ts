import type { RecordBatch } from "apache-arrow";
import { concatenated } from "./columns";
import type { IdKind } from "./values";

/** Ids by number: 64-bit integers or texts. */
export type Ids = BigInt64Array | string[];

/** The ids in a column of a result. */
export function idsOf(batches: readonly RecordBatch[], name: string, kind: IdKind): Ids {
  if (kind === "text") return batches.flatMap((batch) => [...(batch.getChild(name) ?? [])].map(String));
  return concatenated<BigInt64Array>(batches, name, BigInt64Array);
}

/** Item ids with the padding in front, so that the number of an item is its position. */
export function withPadding(ids: Ids): Ids {
  if (!(ids instanceof BigInt64Array)) return ["", ...ids];
  const padded = new BigInt64Array(ids.length + 1);
  padded.set(ids, 1);
  return padded;
}
