import { type DataType, type Field, Int64, List, type Timestamp, DataType as Type, Vector } from "apache-arrow";
import { stringify } from "lossless-json";
import type { SourceColumn } from "./column";

type ValueAt = (row: number) => unknown;

/**
 * The first rows of Arrow data as text. Of a field of a list's entries, that of the first entry.
 * @param vectors of the columns, as far as they are the file's own
 */
export function sampleRows(
  vectors: readonly (Vector | null)[],
  columns: readonly SourceColumn[],
  rows: number,
): (string | null)[][] {
  const cells = columns.map(({ entryOf }, index) => {
    if (!entryOf) return textsOf(vectors[index] ?? null);
    const list = vectors[columns.findIndex(({ name }) => name === entryOf.list)];
    return (row: number) => {
      const entries: Vector | null = list?.get(row) ?? null;
      return entries && entries.length > 0 && entries.isValid(0) ? textsOf(entries.getChild(entryOf.field))(0) : null;
    };
  });
  return Array.from({ length: rows }, (_, row) => cells.map((cell) => cell(row)));
}

/** The values of a column as a person would write them; `null` where they are missing. */
function textsOf(vector: Vector | null): (row: number) => string | null {
  if (!vector) return () => null;
  const valueAt = valuesOf(vector);
  return (row) => {
    const value = valueAt(row) ?? null;
    if (value === null) return null;
    return typeof value === "object" ? (stringify(value) ?? null) : String(value);
  };
}

/** Times, dates and decimals are texts; lists and structs are plain ones. */
function valuesOf(vector: Vector): ValueAt {
  const { type } = vector;
  if (Type.isTimestamp(type)) return timesOf(vector, type);
  if (Type.isDate(type)) return (row) => mapped(vector.get(row), dateText);
  if (Type.isDecimal(type)) return (row) => mapped(vector.get(row), (words: Uint32Array) => decimalText(words, type.scale));
  if (Type.isList(type) || Type.isFixedSizeList(type)) return listsOf(vector);
  if (Type.isMap(type)) return listsOf(retyped(vector, new List(type.children[0] as Field)));
  if (Type.isStruct(type)) return structsOf(vector, type.children);
  return (row) => vector.get(row);
}

function mapped<T>(value: T | null, map: (value: T) => unknown): unknown {
  return value === null ? null : map(value);
}

function listsOf(vector: Vector): ValueAt {
  return (row) =>
    mapped(vector.get(row), (entries: Vector) => {
      const valueAt = valuesOf(entries);
      return Array.from({ length: entries.length }, (_, at) => valueAt(at));
    });
}

function structsOf(vector: Vector, fields: readonly Field[]): ValueAt {
  const members = fields.map(({ name }, index) => {
    const values = vector.getChildAt(index);
    return [name, values ? valuesOf(values) : () => null] as const;
  });
  return (row) => (vector.isValid(row) ? Object.fromEntries(members.map(([name, valueAt]) => [name, valueAt(row)])) : null);
}

const UNITS = ["seconds", "milliseconds", "microseconds", "nanoseconds"];
/** What a `Date` can hold. */
const MAX_DATE_SECONDS = 8_640_000_000_000n;
const MILLISECONDS_A_DAY = 86_400_000;

/** apache-arrow throws at times that are no safe numbers, such as those that stand for infinity. */
function timesOf(vector: Vector, { unit, timezone }: Timestamp): ValueAt {
  const numbers = retyped(vector, new Int64());
  const limit = MAX_DATE_SECONDS * 1000n ** BigInt(unit);
  return (row) =>
    mapped(numbers.get(row), (number: bigint) => {
      if (number > limit || number < -limit) return `${number} ${UNITS[unit]} since 1970`;
      return `${instantText(vector.get(row))}${timezone ? "Z" : ""}`;
    });
}

/** The same memory as values of another type. */
function retyped(vector: Vector, type: DataType): Vector {
  return new Vector(vector.data.map((data) => data.clone(type)));
}

/** apache-arrow gives milliseconds, with fractions. */
function instantText(milliseconds: number): string {
  const text = new Date(Math.floor(milliseconds)).toISOString().replace("T", " ").slice(0, -1);
  return text.endsWith(".000") ? text.slice(0, -4) : text;
}

function dateText(milliseconds: number): string {
  const date = new Date(milliseconds);
  if (Number.isNaN(date.getTime())) return `${milliseconds / MILLISECONDS_A_DAY} days since 1970`;
  return date.toISOString().slice(0, -"T00:00:00.000Z".length);
}

function decimalText(words: Uint32Array, scale: number): string {
  let value = words.reduceRight((sum, word) => (sum << 32n) | BigInt(word), 0n);
  value = BigInt.asIntN(words.length * 32, value);
  const digits = String(value < 0n ? -value : value).padStart(scale + 1, "0");
  const text = scale > 0 ? `${digits.slice(0, -scale)}.${digits.slice(-scale)}` : digits;
  return value < 0n ? `-${text}` : text;
}
