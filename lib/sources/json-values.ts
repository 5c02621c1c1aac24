import { isLosslessNumber, parse, stringify } from "lossless-json";

export type JsonRecord = Readonly<Record<string, unknown>>;

/** Numbers that JSON.parse may change. Those in strings only cost time. */
const RISKY_NUMBER = /(?:"\s*:|[[,])\s*(?:-0\b|-?\d{16}|-?\d+[.eE])/;

/** A record with its numbers as they are written, or `null` if the text is no JSON object. */
export function parseRecord(text: string): JsonRecord | null {
  try {
    const value: unknown = RISKY_NUMBER.test(text) ? parse(text) : JSON.parse(text);
    return isObject(value) ? value : null;
  } catch {
    return null;
  }
}

/** A value as the text that stands for it in a CSV file; `null` if there is none. */
export function textOfValue(value: unknown): string | null {
  if (value === null || value === undefined || value === "") return null;
  if (typeof value === "string") return value;
  if (typeof value === "number" || typeof value === "boolean") return String(value);
  if (isLosslessNumber(value)) return value.value;
  return stringify(value) ?? null;
}

/** Whether a parsed value is a JSON object. */
export function isObject(value: unknown): value is JsonRecord {
  return typeof value === "object" && value !== null && !Array.isArray(value) && !isLosslessNumber(value);
}
