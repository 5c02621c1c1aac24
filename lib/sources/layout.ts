import type { Role } from "../config";
import type { SniffedSource } from "./types";

/**
 * Files of one role with the same columns are one layout: the parts of a table, say. They are mapped, shown and checked as one.
 * The key is no text to show.
 */
export function layoutKey(role: Role | null, { format, columns }: Pick<SniffedSource, "format" | "columns">): string {
  return JSON.stringify([role, format, columns.map(({ name, kind }) => [name, kind])]);
}
