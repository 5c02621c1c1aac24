import type { RecordBatch, Table } from "apache-arrow";
import { dataOf, isPresent, textsOf } from "./columnar-values";

type TypedArray = Int32Array | Uint8Array | BigInt64Array | Float64Array | Uint32Array;

/** The values of a fixed-width column without missing values, without a copy. */
export function column<T extends TypedArray>(batch: RecordBatch, name: string, type: abstract new (...args: never[]) => T): T {
  const data = batch.getChild(name)?.data[0];
  if (!data) throw new TypeError(`the engine gave no column ${name}`);
  const values: unknown = data.values;
  if (!(values instanceof type)) throw new TypeError(`the engine gave another type for column ${name}`);
  return values.subarray(0, batch.numRows) as T;
}

/** The values of such a column of several batches, one behind the other. */
export function concatenated<T extends TypedArray>(
  batches: readonly RecordBatch[],
  name: string,
  type: new (length: number) => T & { set(values: T, at: number): void },
): T {
  const all = new type(batches.reduce((sum, { numRows }) => sum + numRows, 0));
  let at = 0;
  for (const batch of batches) {
    all.set(column<T>(batch, name, type), at);
    at += batch.numRows;
  }
  return all;
}

/** The texts of a column, as they are; `null` where one is missing. */
export function textColumn(batches: readonly RecordBatch[], name: string): (string | null)[] {
  return batches.flatMap((batch) => {
    const texts = textsOf(dataOf(batch, name));
    if (!texts) throw new TypeError(`the engine gave another type for column ${name}`);
    return Array.from({ length: batch.numRows }, (_, row) => (isPresent(texts, row) ? texts.at(row) : null));
  });
}

/** The one row of a result as plain values: numbers, texts, booleans, bigints and nulls. */
export function onlyRow(table: Table): Record<string, unknown> {
  const row = table.get(0);
  if (!row) throw new RangeError("the engine gave no row");
  return row.toJSON();
}
