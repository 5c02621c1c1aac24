import type { Role } from "../config";
import type { SniffedSource } from "./types";

/**
 * Files of one role with the same columns are one layout: the parts of a table, say. They are mapped, shown and checked as one.
 * The key is no text to show.
 */
export function layoutKey(role: Role | null, { format, columns }: Pick<SniffedSource, "format" | "columns">): string {
  const known = texts.get(columns) ?? JSON.stringify(columns.map(({ name, kind }) => [name, kind]));
  texts.set(columns, known);
  return `${role} ${format} ${known}`;
}

/** The page asks for the keys of all files whenever one of them changes. */
const texts = new WeakMap<SniffedSource["columns"], string>();
