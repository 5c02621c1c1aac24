import { type Config, ROLES, type Role } from "../config";
import type { SourceColumn } from "./column";
import type { SniffedSource } from "./types";

interface Schema {
  required: readonly string[];
  /** Columns of which one must be there. */
  oneOf?: readonly string[];
  optional: readonly string[];
}

/** The columns of each role. `dt` of impressions may be a part of the file's path instead. */
export const SCHEMAS: Readonly<Record<Role, Schema>> = {
  impressions: {
    required: ["customer_id"],
    oneOf: ["impressions", "item_id"],
    optional: ["dt", "ranking_id", "is_order", "slot"],
  },
  clicks: { required: ["customer_id", "item_id", "click_time"], optional: ["dt"] },
  add_to_carts: { required: ["customer_id", "config_id", "occurred_at"], optional: ["dt", "simple_id"] },
  previous_orders: { required: ["order_date", "customer_id", "config_id"], optional: ["simple_id", "occurred_at"] },
  events: { required: ["customer_id", "item_id", "action_type", "occurred_at"], optional: ["dt"] },
};

type Columns = Pick<SniffedSource, "columns">;

/**
 * The role whose columns a file has; if several fit, the one with the most columns found, then the one in the file's name.
 * A file whose columns fit no role has the role that its name says, so that the message about its columns can be precise.
 */
export function recogniseRole(source: Columns, path: string, config: Config): Role | null {
  const named = roleOfName(path);
  let best: { role: Role; score: number } | null = null;
  for (const role of ROLES) {
    const found = findColumns(role, source, config);
    if (missingColumn(role, found, source, path, config) !== null || !isTelling(role, found, config)) continue;
    const score = Object.keys(found).length + (role === named ? 0.5 : 0);
    if (!best || score > best.score) best = { role, score };
  }
  return best?.role ?? named;
}

/**
 * A customer, an item and a day alone may be anything: impressions with an item a row have a label or a slot too, or their
 * item column is named by the config.
 */
function isTelling(role: Role, found: Found, config: Config): boolean {
  if (role !== "impressions") return true;
  const isNamed = config.standardize.columns.impressions?.item_id !== undefined;
  return isNamed || ["impressions", "is_order", "slot"].some((column) => found[column] !== undefined);
}

/** The day that a part of the path gives, as in `dt=2024-05-15/part-0.csv`, in days since 1970; `null` if none does. */
export function partitionDate(path: string): number | null {
  const part = path.split(/[/\\]/).findLast((name) => /^dt=\d{4}-\d\d-\d\d(?:\.|$)/.test(name));
  if (part === undefined) return null;
  const date = part.slice(3, 13);
  const time = Date.parse(`${date}T00:00:00Z`);
  return Number.isNaN(time) || new Date(time).toISOString().slice(0, 10) !== date ? null : time / 86_400_000;
}

/**
 * Where each canonical column of a role stands in a file, as far as the file has it.
 * A column is found by its exact name (the config's, else the canonical one), or else by that name in other letter case,
 * with blanks around it or a byte order mark, if just one column has it.
 */
export function findColumns(role: Role, source: Columns, config: Config): Found {
  const ofSource = alreadyFound.get(source.columns) ?? new WeakMap<Mapping, Partial<Record<Role, Found>>>();
  alreadyFound.set(source.columns, ofSource);
  const { columns } = config.standardize;
  const ofMapping = ofSource.get(columns) ?? {};
  ofSource.set(columns, ofMapping);
  ofMapping[role] ??= searchColumns(role, source, config);
  return ofMapping[role];
}

type Mapping = Config["standardize"]["columns"];

/** The page asks for the columns of all files whenever one of them changes. */
const alreadyFound = new WeakMap<Columns["columns"], WeakMap<Mapping, Partial<Record<Role, Found>>>>();

function searchColumns(role: Role, source: Columns, config: Config): Found {
  const found: Record<string, number> = {};
  for (const canonical of canonicalColumns(role)) {
    const position = namesOf(role, canonical, config)
      .map((name) => positionOf(name, source))
      .find((at) => at >= 0);
    if (position !== undefined) found[canonical] = position;
  }
  return found;
}

export function canonicalColumns(role: Role): string[] {
  const { required, oneOf = [], optional } = SCHEMAS[role];
  return [...required, ...oneOf, ...optional];
}

/** Where the canonical columns of a role stand in a file, as {@link findColumns} gives it. */
export type Found = Readonly<Record<string, number>>;

/** The canonical column that stands in the way of reading a file in its role; `null` if none does. */
export function missingColumn(role: Role, found: Found, source: Columns, path: string, config: Config): string | null {
  return missingColumns(role, found, source, path, config)[0] ?? null;
}

/** All columns that a file lacks to be read in its role. */
export function missingColumns(role: Role, found: Found, source: Columns, path: string, config: Config): string[] {
  const { required, oneOf = [] } = SCHEMAS[role];
  const isMissing = (column: string) => found[column] === undefined;
  const day = role === "impressions" && isMissing("dt") && partitionDate(path) === null ? ["dt"] : [];
  const item = carouselWithoutItem(role, found, source, config) ? ["item_id"] : [];
  return [...required.filter(isMissing), ...day, ...(oneOf.every(isMissing) ? oneOf.slice(0, 1) : []), ...item];
}

/**
 * The column of carousels that are lists of structs by their type, if none of their fields is the item; `null` otherwise. A field
 * that is only guessed has the place of the list. If it is mapped as a column, each entry is a row, and the list is not read.
 */
export function carouselWithoutItem(role: Role, found: Found, { columns }: Columns, config: Config): SourceColumn | null {
  const carousel = role === "impressions" && found.impressions !== undefined ? columns[found.impressions] : undefined;
  if (!carousel?.fields) return null;
  const item = found.item_id === undefined ? undefined : columns[found.item_id];
  const names = namesOf(role, "item_id", config);
  const isFound = carousel.fields.some((field) => names.includes(field)) || item === carousel;
  return isFound || item?.entryOf?.list === carousel.name ? null : carousel;
}

/** Whether all that a file lacks is a field of the items in its carousels. */
export function isFieldMissing(role: Role, source: Columns, path: string, config: Config): boolean {
  const found = findColumns(role, source, config);
  return (
    missingColumn(role, found, source, path, config) === "item_id" && carouselWithoutItem(role, found, source, config) !== null
  );
}

/** The names by which a canonical column may go; the first that a file has is meant. */
export function namesOf(role: Role, canonical: string, config: Config): readonly string[] {
  const columns: Record<string, unknown> | undefined = config.standardize.columns[role];
  const name = columns && Object.hasOwn(columns, canonical) ? columns[canonical] : undefined;
  if (typeof name === "string") return [name];
  return Array.isArray(name) ? name : [canonical];
}

function positionOf(name: string, { columns }: Columns): number {
  const exact = columns.findIndex((column) => column.name === name);
  if (exact >= 0) return exact;
  const plain = (text: string) => text.trim().toLowerCase();
  const similar = columns.flatMap((column, position) => (plain(column.name) === plain(name) ? position : []));
  return similar.length === 1 ? (similar[0] ?? -1) : -1;
}

const NAMES: readonly (readonly [RegExp, Role])[] = [
  [/impression|carousel|ranking/, "impressions"],
  [/click/, "clicks"],
  [/cart|basket|atc/, "add_to_carts"],
  [/order|purchase|transaction|buy/, "previous_orders"],
  [/event|action|log/, "events"],
];

/** The role that a file's name speaks of, or else the name of a folder around it. */
export function roleOfName(path: string): Role | null {
  const [file, ...folders] = path.toLowerCase().split(/[/\\]/).reverse();
  for (const name of [file ?? "", ...folders]) {
    for (const [pattern, role] of NAMES) if (pattern.test(name)) return role;
  }
  return null;
}
