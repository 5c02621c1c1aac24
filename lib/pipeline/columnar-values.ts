import { type Data, DataType, type List, type RecordBatch, type Struct, type Utf8 } from "apache-arrow";
import { halvesOf } from "../halves";
import { isPlainTextId } from "../sources/plain-text";
import type { IdKind } from "./values";

/** A column of a batch; `undefined` for no name, and where there is none of it. */
export function dataOf(batch: RecordBatch, name: string | null): Data | undefined {
  return name === null ? undefined : batch.getChild(name)?.data[0];
}

/** The bits of a validity bitmap; `null` where nothing is missing. */
export interface Present {
  validity: Uint8Array | null;
}

export function isPresent({ validity }: Present, row: number): boolean {
  return validity === null || isSet(validity, row);
}

export function isSet(bits: Uint8Array, at: number): boolean {
  return (((bits[at >> 3] as number) >> (at & 7)) & 1) === 1;
}

/** The validity bitmap of a column; `null` where nothing is missing. */
export function validityOf(data: Data): Uint8Array | null {
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

/** Integers of up to 64 bits, all below 2^63; or texts. `null` for others. */
export function idPairsOf(data: Data | undefined, kind: IdKind): IdPairs | null {
  if (data?.offset !== 0) return null;
  const validity = validityOf(data);
  if (kind === "text") {
    if (!DataType.isUtf8(data.type)) return null;
    const { values: bytes, valueOffsets } = data as Data<Utf8>;
    return { validity, pairs: spansOf(valueOffsets, data.length), bytes, areTexts: true };
  }
  if (!DataType.isInt(data.type)) return null;
  const pairs = integersOf(data.values);
  return pairs && { validity, pairs, bytes: NO_BYTES, areTexts: false };
}

/** Integers as pairs of words; `null` where they are none, or one has no place in 64 bits with a sign. */
function integersOf(values: unknown): Int32Array | null {
  if (values instanceof BigInt64Array) return halvesOf(values);
  if (values instanceof BigUint64Array) {
    const halves = halvesOf(values);
    return halves.every((half, at) => at % 2 === 0 || half >= 0) ? halves : null;
  }
  return isSmall(values) ? extended(values) : null;
}

type SmallIntegers = Int32Array | Uint32Array | Int16Array | Uint16Array | Int8Array | Uint8Array;

function isSmall(values: unknown): values is SmallIntegers {
  return [Int32Array, Uint32Array, Int16Array, Uint16Array, Int8Array, Uint8Array].some((type) => values instanceof type);
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

function extended(values: SmallIntegers): Int32Array {
  const halves = new Int32Array(2 * values.length);
  for (let row = 0; row < values.length; row += 1) {
    const value = values[row] as number;
    halves[2 * row] = value;
    halves[2 * row + 1] = value < 0 ? -1 : 0;
  }
  return halves;
}

/** The years 0001 to 9999, in days since 1970. */
const [FIRST_DAY, LAST_DAY] = [-719_162, 2_932_896];

/** Whether a day is one that a text can write: infinity, for example, is none, and the SQL says so. */
export function isOfCalendar(day: number): boolean {
  return day >= FIRST_DAY && day <= LAST_DAY;
}

/** Texts, and where each begins and ends in their bytes. */
export interface Texts extends Present {
  bytes: Uint8Array;
  offsets: Int32Array;
  at(row: number): string;
}

export function textsOf(data: Data | undefined): Texts | null {
  if (data?.offset !== 0 || !DataType.isUtf8(data.type)) return null;
  const { values, valueOffsets } = data as Data<Utf8>;
  const decoder = new TextDecoder("utf-8", { ignoreBOM: true });
  return {
    validity: validityOf(data),
    bytes: values,
    offsets: valueOffsets,
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
