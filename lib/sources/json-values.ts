import { isLosslessNumber, parse, stringify } from "lossless-json";

const SPACE = 32;
const QUOTE = 34;

export type JsonRecord = Readonly<Record<string, unknown>>;

/** Numbers that JSON.parse may change. Those in strings only cost time. */
const RISKY_NUMBER = /(?:"\s*:|[[,])\s*(?:-0\b|-?\d{16}|-?\d+[.eE])/;

/**
 * A record with its numbers as they are written, or `null` if the text is no JSON object, or if an object in it has a key twice
 * with different values.
 */
export function parseRecord(text: string): JsonRecord | null {
  try {
    const value: unknown = RISKY_NUMBER.test(text) ? parse(text) : parsePlain(text);
    return isObject(value) ? value : null;
  } catch {
    return null;
  }
}

/** JSON.parse keeps the last of equal keys without a word; lossless-json refuses them. */
function parsePlain(text: string): unknown {
  const value: unknown = JSON.parse(text);
  return countKeys(value) === countKeyEnds(text) ? value : parse(text);
}

/** Quotes that are followed by a colon: at least as many as keys in the text. */
function countKeyEnds(text: string): number {
  let ends = 0;
  for (let at = text.indexOf(":"); at >= 0; at = text.indexOf(":", at + 1)) {
    let before = at - 1;
    while (text.charCodeAt(before) <= SPACE) before--;
    if (text.charCodeAt(before) === QUOTE) ends++;
  }
  return ends;
}

function countKeys(value: unknown): number {
  if (typeof value !== "object" || value === null) return 0;
  let keys = 0;
  if (Array.isArray(value)) for (const entry of value) keys += countKeys(entry);
  else for (const name in value) keys += 1 + countKeys((value as JsonRecord)[name]);
  return keys;
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
