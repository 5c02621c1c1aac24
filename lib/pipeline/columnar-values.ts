import { type Bool, type Data, DataType, type List, type Struct, type Timestamp, TimeUnit, type Utf8 } from "apache-arrow";
import { halvesOf, numberAt } from "../halves";

/** The bits of a validity bitmap; `null` where nothing is missing. */
export interface Present {
  validity: Uint8Array | null;
}

export function isPresent({ validity }: Present, row: number): boolean {
  return validity === null || isSet(validity, row);
}

function isSet(bits: Uint8Array, at: number): boolean {
  return (((bits[at >> 3] as number) >> (at & 7)) & 1) === 1;
}

function validityOf(data: Data): Uint8Array | null {
  return data.nullCount > 0 ? data.nullBitmap : null;
}

/** 64-bit integers by their halves. */
export interface Integers extends Present {
  low(row: number): number;
  high(row: number): number;
}

/** Integers of 32 or 64 bits with a sign; `null` for others. */
export function integersOf(data: Data | undefined): Integers | null {
  const values: unknown = data?.values;
  if (data?.offset !== 0) return null;
  const validity = validityOf(data);
  if (values instanceof BigInt64Array) {
    const halves = halvesOf(values);
    return { validity, low: (row) => halves[2 * row] as number, high: (row) => halves[2 * row + 1] as number };
  }
  if (values instanceof Int32Array)
    return { validity, low: (row) => values[row] as number, high: (row) => (values[row] as number) >> 31 };
  return null;
}

export interface Values<T> extends Present {
  at(row: number): T;
}

/** Timestamps as microseconds; NaN for those that the SQL shall judge. */
export function timesOf(data: Data | undefined): Values<number> | null {
  const values: unknown = data?.values;
  if (data?.offset !== 0 || !(values instanceof BigInt64Array)) return null;
  const halves = halvesOf(values);
  const validity = validityOf(data);
  switch ((data.type as Timestamp).unit) {
    case TimeUnit.SECOND:
      return { validity, at: (row) => numberAt(halves, row) * 1_000_000 };
    case TimeUnit.MILLISECOND:
      return { validity, at: (row) => numberAt(halves, row) * 1000 };
    case TimeUnit.MICROSECOND:
      return { validity, at: (row) => numberAt(halves, row) };
    case TimeUnit.NANOSECOND:
      return { validity, at: (row) => thousandth(halves[2 * row] as number, halves[2 * row + 1] as number) };
    default:
      return null;
  }
}

/** A thousandth of an integer that is not negative, rounded down; NaN for others. No step exceeds 2^53. */
function thousandth(low: number, high: number): number {
  if (high < 0) return Number.NaN;
  const quotient = Math.floor(high / 1000);
  const rest = (high - quotient * 1000) * 2 ** 32 + (low >>> 0);
  return quotient * 2 ** 32 + Math.floor(rest / 1000);
}

/** Days since 1970. */
export function daysOf(data: Data | undefined): Values<number> | null {
  const values: unknown = data?.values;
  if (data?.offset !== 0 || !(values instanceof Int32Array)) return null;
  return { validity: validityOf(data), at: (row) => values[row] as number };
}

export function booleansOf(data: Data | undefined): Values<boolean> | null {
  if (data?.offset !== 0 || !DataType.isBool(data.type)) return null;
  const { values } = data as Data<Bool>;
  return { validity: validityOf(data), at: (row) => isSet(values, row) };
}

export function textsOf(data: Data | undefined): Values<string> | null {
  if (data?.offset !== 0 || !DataType.isUtf8(data.type)) return null;
  const { values, valueOffsets } = data as Data<Utf8>;
  const decoder = new TextDecoder("utf-8", { ignoreBOM: true });
  return {
    validity: validityOf(data),
    at: (row) => decoder.decode(values.subarray(valueOffsets[row], valueOffsets[row + 1])),
  };
}

/** Lists by where their entries begin, and the entries of all. */
export interface Lists extends Values<number> {
  entries: Data;
}

export function listsOf(data: Data | undefined): Lists | null {
  if (data?.offset !== 0 || !DataType.isList(data.type)) return null;
  const { valueOffsets, children } = data as Data<List>;
  const [entries] = children;
  return entries ? { validity: validityOf(data), at: (row) => valueOffsets[row] as number, entries } : null;
}

/** A field of structs, with the structs' own validity; `undefined` where they have none of this name. */
export function fieldOf(structs: Data, name: string): Data | undefined {
  if (structs.offset !== 0 || !DataType.isStruct(structs.type)) return undefined;
  const { type, children } = structs as Data<Struct>;
  return children[type.children.findIndex((field) => field.name === name)];
}

/** Whether the structs themselves are there. */
export function presenceOf(structs: Data): Present {
  return { validity: validityOf(structs) };
}
