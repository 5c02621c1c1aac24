import { countUp } from "../gather";
import type { Leaf } from "./schema";
import type { FixedData, ListData, TextData } from "./types";

/** How the rows of a scalar or list column lie over its values: the levels of "Nested Encoding". */
export interface Shape {
  /** Row r has the entries `entryStarts[r] .. entryStarts[r + 1])`; an empty list has one, which has no value. */
  entryStarts: Uint32Array;
  /** Entry e has the value `valueStarts[e]` of those that are present, if `valueStarts[e + 1]` is greater. */
  valueStarts: Uint32Array;
  /** By entry; null where the leaf's maximum is 0. */
  repetition: Uint8Array | null;
  definition: Uint8Array | null;
}

export function shapeOfScalars(leaf: Leaf, rows: number, { validity }: FixedData | TextData): Shape {
  const entryStarts = countUp(rows + 1);
  const definition = leaf.maxDefinition === 0 ? null : new Uint8Array(rows).fill(1);
  if (definition && validity) for (let row = 0; row < rows; row++) definition[row] = validity[row] ? 1 : 0;
  return { entryStarts, valueStarts: countValues(rows, definition, leaf.maxDefinition), repetition: null, definition };
}

export function shapeOfLists(leaf: Leaf, rows: number, { offsets, validity }: ListData): Shape {
  const entryStarts = new Uint32Array(rows + 1);
  for (let row = 0; row < rows; row++) {
    entryStarts[row + 1] = (entryStarts[row] as number) + Math.max(1, lengthOf(offsets, row));
  }
  const entries = entryStarts[rows] as number;
  const repetition = new Uint8Array(entries).fill(1);
  const definition = new Uint8Array(entries).fill(leaf.maxDefinition);
  for (let row = 0; row < rows; row++) {
    const start = entryStarts[row] as number;
    repetition[start] = 0;
    if (lengthOf(offsets, row) === 0) definition[start] = 0;
    else if (leaf.maxDefinition === 2 && validity)
      markNulls(definition, start, validity, offsets[row] as number, offsets[row + 1] as number);
  }
  return { entryStarts, valueStarts: countValues(entries, definition, leaf.maxDefinition), repetition, definition };
}

function lengthOf(offsets: Int32Array, row: number): number {
  return (offsets[row + 1] as number) - (offsets[row] as number);
}

/** An element that is null is one level less defined than one that is there. */
function markNulls(definition: Uint8Array, at: number, validity: Uint8Array, from: number, to: number): void {
  for (let i = from; i < to; i++) if (!validity[i]) definition[at + i - from] = 1;
}

function countValues(entries: number, definition: Uint8Array | null, maxDefinition: number): Uint32Array {
  const starts = new Uint32Array(entries + 1);
  for (let e = 0; e < entries; e++)
    starts[e + 1] = (starts[e] as number) + (!definition || definition[e] === maxDefinition ? 1 : 0);
  return starts;
}
