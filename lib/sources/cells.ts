import { type DataType, type Field, DataType as Type, type Vector } from "apache-arrow";
import { stringify } from "lossless-json";
import type { SourceColumn } from "./column";

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
    if (!entryOf) return (row: number) => textOfCell(vectors[index]?.get(row), vectors[index]?.type);
    const list = vectors[columns.findIndex(({ name }) => name === entryOf.list)];
    const type = list?.type.children?.[0]?.type.children?.find(({ name }: Field) => name === entryOf.field)?.type;
    return (row: number) => textOfCell(list?.get(row)?.get(0)?.[entryOf.field], type);
  });
  return Array.from({ length: rows }, (_, row) => cells.map((cell) => cell(row)));
}

/** A value of an Arrow column as a person would write it; `null` where it is missing. */
function textOfCell(value: unknown, type: DataType | undefined): string | null {
  if (value === null || value === undefined) return null;
  if (type && Type.isTimestamp(type)) return `${instantText(Number(value))}${type.timezone ? "Z" : ""}`;
  if (type && Type.isDate(type)) return new Date(Number(value)).toISOString().slice(0, 10);
  if (type && Type.isDecimal(type)) return decimalText(value as Uint32Array, type.scale);
  if (typeof value === "object") return stringify(value) ?? null;
  return String(value);
}

/** apache-arrow gives milliseconds, with fractions. */
function instantText(milliseconds: number): string {
  const date = new Date(Math.floor(milliseconds));
  if (Number.isNaN(date.getTime())) return String(milliseconds);
  const text = date.toISOString().replace("T", " ").slice(0, -1);
  return text.endsWith(".000") ? text.slice(0, -4) : text;
}

function decimalText(words: Uint32Array, scale: number): string {
  let value = words.reduceRight((sum, word) => (sum << 32n) | BigInt(word), 0n);
  value = BigInt.asIntN(words.length * 32, value);
  const digits = String(value < 0n ? -value : value).padStart(scale + 1, "0");
  const text = scale > 0 ? `${digits.slice(0, -scale)}.${digits.slice(-scale)}` : digits;
  return value < 0n ? `-${text}` : text;
}
