/**
 * The part of `value` that is not the same in `base`; `undefined` where all is. Lists are compared as a whole.
 * A key that only `base` has counts as the same: where it is left out, its default holds.
 */
export function difference(value: unknown, base: unknown): unknown {
  if (!isRecord(value) || !isRecord(base)) return JSON.stringify(value) === JSON.stringify(base) ? undefined : value;
  const entries = Object.entries(value)
    .map(([key, inner]) => [key, difference(inner, own(base, key))] as const)
    .filter(([, inner]) => inner !== undefined);
  return entries.length === 0 ? undefined : Object.fromEntries(entries);
}

/** One setting that differs, with the keys that lead to it. */
export interface Change {
  path: string[];
  value: unknown;
  /** What stands in its place in the base; `undefined` if nothing does. */
  base: unknown;
}

/** {@link difference} as a list, a setting each, in the order of `value`. */
export function changesOf(value: unknown, base: unknown, path: string[] = []): Change[] {
  if (isRecord(value) && (isRecord(base) || base === undefined)) {
    return Object.entries(value).flatMap(([key, inner]) => changesOf(inner, own(base, key), [...path, key]));
  }
  return difference(value, base) === undefined ? [] : [{ path, value, base }];
}

function own(record: Record<string, unknown> | undefined, key: string): unknown {
  return record && Object.hasOwn(record, key) ? record[key] : undefined;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
