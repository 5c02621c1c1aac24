import { type DataType, DataType as Type } from "apache-arrow";
import { stringify } from "lossless-json";

/** A value of an Arrow column as a person would write it; `null` where it is missing. */
export function textOfCell(value: unknown, type: DataType | undefined): string | null {
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
  return Number.isNaN(date.getTime())
    ? String(milliseconds)
    : date
        .toISOString()
        .replace("T", " ")
        .replace(/(?:\.000)?Z$/, "");
}

function decimalText(words: Uint32Array, scale: number): string {
  let value = words.reduceRight((sum, word) => (sum << 32n) | BigInt(word), 0n);
  value = BigInt.asIntN(words.length * 32, value);
  const digits = String(value < 0n ? -value : value).padStart(scale + 1, "0");
  const text = scale > 0 ? `${digits.slice(0, -scale)}.${digits.slice(-scale)}` : digits;
  return value < 0n ? `-${text}` : text;
}
