import type { TextData } from "../types";

/** Texts as UTF-8 bytes and offsets; null leaves an empty place. */
export function textData(texts: readonly (string | null)[]): TextData {
  const parts = texts.map((text) => new TextEncoder().encode(text ?? ""));
  const offsets = Int32Array.from({ length: texts.length + 1 }, (_, i) =>
    parts.slice(0, i).reduce((sum, part) => sum + part.length, 0),
  );
  const bytes = new Uint8Array(offsets.at(-1) ?? 0);
  for (const [i, part] of parts.entries()) bytes.set(part, offsets[i]);
  return texts.includes(null) ? { offsets, bytes, validity: validityOf(texts) } : { offsets, bytes };
}

export function validityOf(values: readonly unknown[]): Uint8Array {
  return Uint8Array.from(values, (value) => (value === null ? 0 : 1));
}
