import { type Bool, type Data, DataType, type List, type Struct, type Timestamp, TimeUnit, type Utf8 } from "apache-arrow";
import { halvesOf, numberAt } from "../halves";
import { isPlainTextId } from "../sources/plain-text";
import type { IdKind } from "./values";

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

/** Ids as pairs of words, see `IdCodes`. */
export interface IdPairs extends Present {
  pairs: Int32Array;
  /** Of texts. */
  bytes: Uint8Array;
  areTexts: boolean;
}

const NO_BYTES = new Uint8Array(0);

/** Integers of 32 or 64 bits with a sign, or texts; `null` for others. */
export function idPairsOf(data: Data | undefined, kind: IdKind): IdPairs | null {
  if (data?.offset !== 0) return null;
  const validity = validityOf(data);
  if (kind === "text") {
    if (!DataType.isUtf8(data.type)) return null;
    const { values: bytes, valueOffsets } = data as Data<Utf8>;
    return { validity, pairs: spansOf(valueOffsets, data.length), bytes, areTexts: true };
  }
  const values: unknown = data.values;
  if (values instanceof BigInt64Array) return { validity, pairs: halvesOf(values), bytes: NO_BYTES, areTexts: false };
  if (values instanceof Int32Array) return { validity, pairs: extended(values), bytes: NO_BYTES, areTexts: false };
  return null;
}

/** Whether an id is there and of use as it stands: no text that must be looked at more closely. */
export function isPlainId(ids: IdPairs, row: number): boolean {
  if (!isPresent(ids, row)) return false;
  return !ids.areTexts || isPlainTextId(ids.bytes, ids.pairs[2 * row] as number, ids.pairs[2 * row + 1] as number);
}

/** The same for an item: an integer 0 is the padding of raw ids. */
export function isPlainItem(items: IdPairs, row: number): boolean {
  const { pairs, areTexts } = items;
  return isPlainId(items, row) && (areTexts || pairs[2 * row] !== 0 || pairs[2 * row + 1] !== 0);
}

function spansOf(offsets: Int32Array, count: number): Int32Array {
  const spans = new Int32Array(2 * count);
  for (let row = 0; row < count; row += 1) {
    spans[2 * row] = offsets[row] as number;
    spans[2 * row + 1] = offsets[row + 1] as number;
  }
  return spans;
}

function extended(values: Int32Array): Int32Array {
  const halves = new Int32Array(2 * values.length);
  for (let row = 0; row < values.length; row += 1) {
    const value = values[row] as number;
    halves[2 * row] = value;
    halves[2 * row + 1] = value >> 31;
  }
  return halves;
}

export interface Values<T> extends Present {
  at(row: number): T;
}

/** Timestamps as microseconds; NaN for those that the SQL shall judge. */
export function timesOf(data: Data | undefined): (Present & { values: Float64Array }) | null {
  const values: unknown = data?.values;
  if (data?.offset !== 0 || !(values instanceof BigInt64Array)) return null;
  const halves = halvesOf(values);
  const validity = validityOf(data);
  switch ((data.type as Timestamp).unit) {
    case TimeUnit.SECOND:
      return { validity, values: multiplied(halves, 1_000_000) };
    case TimeUnit.MILLISECOND:
      return { validity, values: multiplied(halves, 1000) };
    case TimeUnit.MICROSECOND:
      return { validity, values: multiplied(halves, 1) };
    case TimeUnit.NANOSECOND:
      return { validity, values: thousandths(halves) };
    default:
      return null;
  }
}

function multiplied(halves: Int32Array, factor: number): Float64Array {
  const products = new Float64Array(halves.length / 2);
  for (let row = 0; row < products.length; row += 1) products[row] = numberAt(halves, row) * factor;
  return products;
}

function thousandths(halves: Int32Array): Float64Array {
  const quotients = new Float64Array(halves.length / 2);
  for (let row = 0; row < quotients.length; row += 1)
    quotients[row] = thousandth(halves[2 * row] as number, halves[2 * row + 1] as number);
  return quotients;
}

/** A thousandth of an integer that is not negative, rounded down; NaN for others. No step exceeds 2^53. */
function thousandth(low: number, high: number): number {
  if (high < 0) return Number.NaN;
  const quotient = Math.floor(high / 1000);
  const rest = (high - quotient * 1000) * 2 ** 32 + (low >>> 0);
  return quotient * 2 ** 32 + Math.floor(rest / 1000);
}

/** Days since 1970. */
export function daysOf(data: Data | undefined): (Present & { values: Int32Array }) | null {
  const values: unknown = data?.values;
  if (data?.offset !== 0 || !(values instanceof Int32Array)) return null;
  return { validity: validityOf(data), values };
}

/** The years 0001 to 9999, in days since 1970. */
const [FIRST_DAY, LAST_DAY] = [-719_162, 2_932_896];

/** Whether a day is one that a text can write: infinity, for example, is none, and the SQL says so. */
export function isOfCalendar(day: number): boolean {
  return day >= FIRST_DAY && day <= LAST_DAY;
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
export interface Lists extends Present {
  starts: Int32Array;
  entries: Data;
}

export function listsOf(data: Data | undefined): Lists | null {
  if (data?.offset !== 0 || !DataType.isList(data.type)) return null;
  const { valueOffsets, children } = data as Data<List>;
  const [entries] = children;
  return entries ? { validity: validityOf(data), starts: valueOffsets, entries } : null;
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
