import type { Config, EventMeaning, Role } from "../../lib/config";
import type { Holding } from "../../lib/sources/profile";
import type { Found } from "../../lib/sources/recognise";
import type { SniffedSource } from "../../lib/sources/types";

type Columns = Config["standardize"]["columns"];

/** The names in a file that a mapping may name. */
export type Names = readonly string[];

/** The columns of a file; of impressions also the fields of the items in its lists. */
export function mappedNames(role: Role, { columns, profile }: Pick<SniffedSource, "columns" | "profile">): string[] {
  const names = columns.map(({ name }) => name);
  return role === "impressions" ? [...names, ...profile.flatMap(({ holds }) => fieldsOf(holds))] : names;
}

/** The fields of the items in a file's carousels; none where they are no lists of objects, or each entry is a row. */
export function carouselFields(
  role: Role,
  found: Found,
  { columns, profile }: Pick<SniffedSource, "columns" | "profile">,
): Names {
  if (role !== "impressions" || found.impressions === undefined) return [];
  const isEntry = found.item_id !== undefined && columns[found.item_id]?.entryOf !== undefined;
  return isEntry ? [] : fieldsOf(profile[found.impressions]?.holds);
}

function fieldsOf(holds: Holding | undefined): Names {
  return holds?.kind === "structs" ? holds.fields : [];
}

/**
 * The mapping with one column of a role called `name` in files with the columns of `layout`; `null`: none of theirs is. Files of
 * the role with other columns keep theirs, so there may be several names, of which the first that a file has is meant.
 * @param others the columns of the role's other files
 */
export function withColumn(
  columns: Columns,
  role: Role,
  canonical: string,
  name: string | null,
  layout: Names,
  others: readonly Names[] = [],
): Columns {
  const before = namesIn(columns, role, canonical);
  const without = before.filter((known) => known !== name && (name !== null || !has(layout, known)));
  if (name === null) return withNames(columns, role, canonical, without);
  const place = without.findIndex((known) => has(layout, known));
  const names = without.toSpliced(place < 0 ? without.length : place, 0, name);
  return withNames(columns, role, canonical, needed(names, canonical, [layout, ...others]));
}

/** The event log's type map with one value more; `null` takes it out. */
export function withEventType(columns: Columns, value: string, meaning: EventMeaning | null): Columns {
  const { [value]: _, ...others } = columns.events?.types ?? {};
  const types = meaning === null ? others : { ...others, [value]: meaning };
  return withEntry(columns, "events", "types", Object.keys(types).length === 0 ? undefined : types);
}

/** How a text cell lists items. */
export function withList(columns: Columns, list: NonNullable<Columns["impressions"]>["list"] | undefined): Columns {
  return withEntry(columns, "impressions", "list", list);
}

/** The mapping in which the column of a carousel's items was chosen: a text that lists them is then read as its values show. */
export function withListOf(columns: Columns, holds: Holding | undefined): Columns {
  if (holds?.kind !== "ids" || holds.separator === null || columns.impressions?.list) return columns;
  return withList(columns, { separator: holds.separator, label: holds.label });
}

/** The names that are looked for, in their order. */
function namesIn(columns: Columns, role: Role, canonical: string): string[] {
  const value = (columns[role] as Record<string, unknown> | undefined)?.[canonical];
  if (typeof value === "string") return [value];
  return Array.isArray(value) ? value : [canonical];
}

/** Leaves out what the files at hand show to be superfluous; names that none of them has stay, for they are of other files. */
function needed(names: readonly string[], canonical: string, layouts: readonly Names[]): string[] {
  let left = [...names];
  for (const name of names) {
    const without = left.filter((other) => other !== name);
    const isKnown = layouts.some((layout) => has(layout, name));
    const isFree = layouts.every((layout) => found(layout, without) === found(layout, left));
    if (without.length > 0 && isFree && (isKnown || name === canonical)) left = without;
  }
  return left;
}

function found(layout: Names, names: readonly string[]): string | undefined {
  return names.find((name) => has(layout, name));
}

function has(layout: Names, name: string): boolean {
  const plain = (text: string) => text.trim().toLowerCase();
  return layout.some((column) => plain(column) === plain(name));
}

/** Its own name alone, or none, needs no entry. */
function withNames(columns: Columns, role: Role, canonical: string, names: readonly string[]): Columns {
  const [first] = names;
  const isPlain = first === undefined || (names.length === 1 && first === canonical);
  return withEntry(columns, role, canonical, isPlain ? undefined : names.length === 1 ? first : names);
}

function withEntry(columns: Columns, role: Role, key: string, value: unknown): Columns {
  const { [role]: before, ...others } = columns;
  const { [key]: _, ...rest } = (before ?? {}) as Record<string, unknown>;
  const after = value === undefined ? rest : { ...rest, [key]: value };
  return Object.keys(after).length === 0 ? others : { ...others, [role]: after };
}
