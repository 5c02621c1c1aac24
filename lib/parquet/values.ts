import { ByteWriter } from "./byte-writer";
import { type Bounds, boundsOfBooleans, boundsOfInt32, boundsOfInt64, boundsOfTexts, bytesOf } from "./statistics";

/** The values of a column chunk that are present, one after the other, and how to store them. */
export interface Values {
  count: number;
  bounds(): Bounds;
  /** PLAIN (Encodings.md) of the values `[from .. to)`. */
  plain(from: number, to: number): Uint8Array;
  /** Upper limit of the bytes of one value in a page. */
  bytesOf(value: number): number;
  /** A key that is the same for equal values only; null where a dictionary makes no sense. */
  key: ((value: number) => number | bigint | string) | null;
  /** The values at these places, in this order. */
  pick(places: Uint32Array): Values;
}

export function int32Values(values: Int32Array): Values {
  return {
    count: values.length,
    bounds: () => boundsOfInt32(values),
    plain: (from, to) => bytesOf(values.subarray(from, to)),
    bytesOf: () => 4,
    key: (i) => values[i] as number,
    pick: (places) => int32Values(Int32Array.from(places, (i) => values[i] as number)),
  };
}

export function int64Values(values: BigInt64Array): Values {
  return {
    count: values.length,
    bounds: () => boundsOfInt64(values),
    plain: (from, to) => bytesOf(values.subarray(from, to)),
    bytesOf: () => 8,
    key: (i) => values[i] as bigint,
    pick: (places) => int64Values(pickInt64(values, places)),
  };
}

function pickInt64(values: BigInt64Array, places: Uint32Array): BigInt64Array {
  const picked = new BigInt64Array(places.length);
  for (let i = 0; i < places.length; i++) picked[i] = values[places[i] as number] as bigint;
  return picked;
}

export function booleanValues(values: Uint8Array): Values {
  return {
    count: values.length,
    bounds: () => boundsOfBooleans(values),
    plain: (from, to) => packBooleans(values, from, to),
    bytesOf: () => 1,
    key: null,
    pick: (places) => booleanValues(Uint8Array.from(places, (i) => values[i] as number)),
  };
}

/** A bit each, the least significant first. */
function packBooleans(values: Uint8Array, from: number, to: number): Uint8Array {
  const packed = new Uint8Array(Math.ceil((to - from) / 8));
  for (let i = from; i < to; i++)
    if (values[i]) packed[(i - from) >> 3] = (packed[(i - from) >> 3] as number) | (1 << ((i - from) & 7));
  return packed;
}

/** Text i is `bytes[offsets[i] .. offsets[i + 1])`. */
export function textValues(offsets: Int32Array, bytes: Uint8Array): Values {
  // Gives each byte a character of its own, so that keys are equal where bytes are.
  const decoder = new TextDecoder("latin1");
  const text = (i: number) => bytes.subarray(offsets[i], offsets[i + 1]);
  return {
    count: offsets.length - 1,
    bounds: () => boundsOfTexts(offsets, bytes),
    plain: (from, to) => plainTexts(from, to, text),
    bytesOf: (i) => 4 + text(i).length,
    key: (i) => decoder.decode(text(i)),
    pick: (places) => pickTexts(places, text),
  };
}

/** The length in four bytes, then the bytes. */
function plainTexts(from: number, to: number, text: (i: number) => Uint8Array): Uint8Array {
  const out = new ByteWriter(1024);
  for (let i = from; i < to; i++) {
    out.uint32(text(i).length);
    out.append(text(i));
  }
  return out.copy();
}

function pickTexts(places: Uint32Array, text: (i: number) => Uint8Array): Values {
  const out = new ByteWriter(1024);
  const offsets = new Int32Array(places.length + 1);
  for (let i = 0; i < places.length; i++) {
    out.append(text(places[i] as number));
    offsets[i + 1] = out.length;
  }
  return textValues(offsets, out.copy());
}
