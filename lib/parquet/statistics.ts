import { halvesOf } from "../halves";

/** The smallest and the largest value of a column chunk, PLAIN encoded; null where there are none. */
export type Bounds = { min: Uint8Array; max: Uint8Array } | null;

/** Texts longer than this many bytes would weigh the footer down: their chunk goes without bounds, as the format allows. */
const LONGEST_BOUND = 128;

export function boundsOfInt32(values: Int32Array): Bounds {
  if (values.length === 0) return null;
  let min = values[0] as number;
  let max = min;
  for (let i = 1; i < values.length; i++) {
    const value = values[i] as number;
    if (value < min) min = value;
    else if (value > max) max = value;
  }
  return { min: bytesOf(Int32Array.of(min)), max: bytesOf(Int32Array.of(max)) };
}

export function boundsOfInt64(values: BigInt64Array): Bounds {
  if (values.length === 0) return null;
  const halves = halvesOf(values);
  let min = 0;
  let max = 0;
  for (let i = 2; i < halves.length; i += 2) {
    if (isLess(halves, i, min)) min = i;
    else if (isLess(halves, max, i)) max = i;
  }
  return { min: bytesOf(halves.slice(min, min + 2)), max: bytesOf(halves.slice(max, max + 2)) };
}

/** False before true. */
export function boundsOfBooleans(values: Uint8Array): Bounds {
  if (values.length === 0) return null;
  return { min: Uint8Array.of(values.includes(0) ? 0 : 1), max: Uint8Array.of(values.includes(1) ? 1 : 0) };
}

/** By unsigned bytes, a prefix before what it begins: text i is `bytes[offsets[i] .. offsets[i + 1])`. */
export function boundsOfTexts(offsets: Int32Array, bytes: Uint8Array): Bounds {
  if (offsets.length < 2) return null;
  const text = (i: number) => bytes.subarray(offsets[i], offsets[i + 1]);
  let min = text(0);
  let max = min;
  for (let i = 1; i < offsets.length - 1; i++) {
    const value = text(i);
    if (compareBytes(value, min) < 0) min = value;
    else if (compareBytes(value, max) > 0) max = value;
  }
  return Math.max(min.length, max.length) > LONGEST_BOUND ? null : { min: min.slice(), max: max.slice() };
}

function compareBytes(a: Uint8Array, b: Uint8Array): number {
  const shared = Math.min(a.length, b.length);
  for (let i = 0; i < shared; i++) {
    const difference = (a[i] as number) - (b[i] as number);
    if (difference !== 0) return difference;
  }
  return a.length - b.length;
}

function isLess(halves: Int32Array, a: number, b: number): boolean {
  const highA = halves[a + 1] as number;
  const highB = halves[b + 1] as number;
  if (highA !== highB) return highA < highB;
  return (halves[a] as number) >>> 0 < (halves[b] as number) >>> 0;
}

/** A typed array's memory. Parquet is little-endian, and so is every machine that browsers run on. */
export function bytesOf(values: Int32Array | BigInt64Array): Uint8Array {
  return new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
}
