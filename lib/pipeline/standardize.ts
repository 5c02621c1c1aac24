import type { Config, Role } from "../config";
import { eventTypes } from "../event-types";
import { NO_SLOT } from "../no-slot";
import type { RejectReason } from "../report";
import type { SourceColumn } from "../sources/column";
import type { ColumnProfile } from "../sources/profile";
import type { DateOrder } from "../sources/times";
import { id, join, type Sql, sql } from "../sql";
import { clockOf, dayOf, instantOf, localTimeOf, type TimeSettings, timeShape } from "./times";
import { chunkColumn, type Field, type IdKind, type IdKinds, idOf, isPresent, labelOf, textOf } from "./values";

/** A file as the stage sees it: its role, its columns, and which of them is which canonical column. */
export interface Mapped {
  role: Role;
  columns: readonly SourceColumn[];
  /** Canonical column to position in `columns`. */
  positions: Readonly<Record<string, number>>;
  /** The partition date (days since 1970) that the file's path holds, for files without the column. */
  pathDay: number | null;
  delimiter: string;
  /** The first rows as text. */
  sample: readonly (readonly (string | null)[])[];
  profile: readonly ColumnProfile[];
  /** The order of dates such as `01/02/2024` in all files. */
  dateOrder: DateOrder | null;
}

/** A time column, with the form in which its sample is written. */
function timeField(file: Mapped, canonical: string): Field {
  const field = fieldOf(file, canonical);
  const position = file.positions[canonical];
  if (field.kind !== "text" || position === undefined) return field;
  return { ...field, shape: timeShape(file.sample.map((row) => row[position] ?? null)) };
}

export type ActionRole = Exclude<Role, "impressions">;

/** Where each role with actions keeps what an action is made of. */
export const ACTION_COLUMNS = {
  clicks: { item: "item_id", time: "click_time", day: "dt", type: "click" },
  add_to_carts: { item: "config_id", time: "occurred_at", day: "dt", type: "add_to_cart" },
  previous_orders: { item: "config_id", time: "occurred_at", day: "order_date", type: "order" },
  events: { item: "item_id", time: "occurred_at", day: "dt", type: null },
} as const;

/** Where each role keeps times and days. */
export const TIME_COLUMNS: Readonly<Record<Role, readonly string[]>> = {
  impressions: ["dt"],
  clicks: timesOf("clicks"),
  add_to_carts: timesOf("add_to_carts"),
  previous_orders: timesOf("previous_orders"),
  events: timesOf("events"),
};

function timesOf(role: ActionRole): string[] {
  return [ACTION_COLUMNS[role].time, ACTION_COLUMNS[role].day];
}

/** What an ignored event type has instead of a number of its own. */
export const IGNORED = 0;

/** What the values of an event log's type column stand for: an action type, or {@link IGNORED}. */
export function typeNumbers(config: Config): [string, number][] {
  return [...eventTypes(config)].map(([value, type]) => [value, type ?? IGNORED]);
}

/** Whether rows of a file may be ignored. They are then among the usable rows, until {@link dropIgnored}. */
export function mayIgnore(role: Role, config: Config): boolean {
  return role === "events" && Object.values(config.standardize.columns.events?.types ?? {}).includes("ignored");
}

/** Takes the ignored rows out of the staged ones; the answer's `Count` says how many they were. */
export function dropIgnored(): Sql {
  return sql`DELETE FROM staged WHERE action_type = ${IGNORED}`;
}

function settingsOf(file: Mapped, { standardize, filter }: Config): TimeSettings {
  const { timeZone, epochUnit } = standardize;
  return { timeZone, dayZone: filter.dayZone, epochUnit, dateOrder: file.dateOrder };
}

/**
 * Whether a column of times without an offset holds days: every one at the beginning of the file is a midnight. It matters
 * where the two zones differ; otherwise the instant's day is the same.
 */
function holdsDays(file: Mapped, canonical: string, { timeZone, dayZone }: TimeSettings): boolean {
  const holds = file.profile[file.positions[canonical] ?? -1]?.holds;
  return timeZone !== dayZone && holds?.kind === "timestamp" && holds.format.midnights;
}

/** A column that a file does not have. Its kind keeps what is worked out of it short, which DuckDB would plan for each chunk. */
const NOTHING: Field = { column: sql`NULL::VARCHAR`, kind: "other" };

function fieldOf(file: Mapped, canonical: string): Field {
  const position = file.positions[canonical];
  const column = position === undefined ? undefined : file.columns[position];
  return position === undefined || !column ? NOTHING : { column: chunkColumn(position), kind: column.kind };
}

/** The two answers to a chunk of actions. Both read the chunk. */
export interface StandardizedActions {
  /**
   * The usable rows, and the ignored ones: `customer` and `item` (BIGINT or VARCHAR by the id kinds), `action_type`, `occurred_at` (microseconds
   * since 1970 in UTC) and `partition_day` (days since 1970 or NULL).
   */
  usable: Sql;
  /**
   * All other rows: `seq` (the row's place in the chunk), `reason`, `text`, and `customer_text` and `item_text` (ids that are no
   * integers although integers were expected, or NULL; such a row may have no reason).
   */
  unusable: Sql;
}

/** Standardizes a chunk of a file with actions. */
export function standardizeActions(
  from: Sql,
  file: Mapped & { role: ActionRole },
  config: Config,
  idKinds: IdKinds,
): StandardizedActions {
  const names = ACTION_COLUMNS[file.role];
  const customer = fieldOf(file, "customer_id");
  const item = fieldOf(file, names.item);
  const day = fieldOf(file, names.day);
  const time = timeField(file, names.time);
  const type = names.type ? sql`${config.unify.actionTypes[names.type]}` : typeOf(fieldOf(file, "action_type"), config);
  const settings = settingsOf(file, config);
  const takesDay = file.role === "previous_orders";
  const occurredAt = instantOf(id("local_time"), id("clock"), settings);
  const ownMidnight = instantOf(id("own_midnight"), sql`2`, settings);
  // The window stands above what is derived, since DuckDB would push the filter below it and derive everything twice.
  const derived = sql`
    SELECT *, row_number() OVER () AS seq, coalesce(own_day, ${file.pathDay}) AS partition_day, own_day::BIGINT * 86400000000 AS own_midnight
    FROM (SELECT *, ${idOf(customer, idKinds.customer)} AS customer, ${idOf(item, idKinds.item)} AS item,
      ${localTimeOf(time, settings)} AS local_time, ${clockOf(time)} AS clock,
      ${dayOf(day, settings, holdsDays(file, names.day, settings))} AS own_day, ${type} AS action_type FROM ${from})`;
  const hasTime = sql`local_time IS NOT NULL`;
  const isUsable = join(
    [
      sql`customer IS NOT NULL`,
      isUsableItem(idKinds.item, config),
      takesDay ? sql`(${hasTime} OR (own_day IS NOT NULL AND NOT ${isPresent(time)}))` : hasTime,
      day === NOTHING ? sql`TRUE` : sql`(own_day IS NOT NULL OR NOT ${isPresent(day)})`,
      sql`action_type IS NOT NULL`,
    ],
    " AND ",
  );
  return {
    usable: sql`
      SELECT customer, item, action_type::UTINYINT AS action_type, partition_day,
        ${takesDay ? sql`CASE WHEN ${hasTime} THEN ${occurredAt} ELSE ${ownMidnight} END` : occurredAt} AS occurred_at
      FROM (${derived}) WHERE ${isUsable} ${mayIgnore(file.role, config) ? sql`OR action_type = ${IGNORED}` : sql``}`,
    unusable: sql`
      SELECT seq::INTEGER AS seq, ${rowText(file)} AS text,
        ${firstReason([
          [sql`NOT ${isPresent(customer)}`, "missing-customer-id"],
          [sql`NOT ${isPresent(item)}`, "missing-item-id"],
          [isStructured(textOf(item)), "bad-item-id"],
          [sql`NOT ${isPresent(time)} ${takesDay ? sql`AND NOT ${isPresent(day)}` : sql``}`, "missing-time"],
          [sql`local_time IS NULL ${takesDay ? sql`AND ${isPresent(time)}` : sql``}`, "bad-time"],
          [sql`own_day IS NULL AND ${isPresent(day)}`, "bad-date"],
          [sql`action_type IS NULL`, "unknown-action-type"],
          [isPadding(idKinds.item, config), "item-id-is-padding"],
        ])} AS reason,
        ${notInteger(idKinds.customer, "customer", customer)} AS customer_text,
        ${notInteger(idKinds.item, "item", item)} AS item_text
      FROM (${derived}) WHERE (NOT (${isUsable}) OR customer IS NULL) AND action_type IS DISTINCT FROM ${IGNORED} ORDER BY seq`,
  };
}

/**
 * Impressions of one chunk before their items: `seq`, `day`, `customer`, `ranking_id`, `reason`, `customer_text`, the
 * chunk's own columns, and those that hold the items: `cell` of a nested file; `item`, `item_text`, `slot` and `is_order` of a
 * flat one.
 */
export function standardizeImpressions(from: Sql, file: Mapped, config: Config, idKinds: IdKinds): Sql {
  const customer = fieldOf(file, "customer_id");
  const day = fieldOf(file, "dt");
  const settings = settingsOf(file, config);
  const nested = isNested(file);
  const item = nested ? NOTHING : fieldOf(file, "item_id");
  const slot = nested ? NOTHING : fieldOf(file, "slot");
  const label = nested ? NOTHING : fieldOf(file, "is_order");
  const flatReasons: [Sql, RejectReason][] = [
    [sql`NOT ${isPresent(item)}`, "missing-item-id"],
    [isStructured(textOf(item)), "bad-item-id"],
    [sql`(is_order IS NULL AND ${isPresent(label)}) OR (slot IS NULL AND ${isPresent(slot)})`, "malformed-row"],
    [isPadding(idKinds.item, config), "item-id-is-padding"],
  ];
  return sql`
    SELECT seq, day, customer, ranking_id, cell, item, slot, is_order, customer_text, item_text, reason, ${file.columns.map((_, position) => chunkColumn(position))}
    FROM (SELECT *,
      ${reasonOf(sql`FALSE`, [
        [sql`NOT ${isPresent(customer)}`, "missing-customer-id"],
        [sql`day IS NULL`, "bad-date"],
        ...(nested ? [] : flatReasons),
      ])} AS reason,
      ${notInteger(idKinds.customer, "customer", customer)} AS customer_text,
      ${nested ? sql`NULL::VARCHAR` : notInteger(idKinds.item, "item", item)} AS item_text
    FROM (SELECT *, ${idOf(customer, idKinds.customer)} AS customer, ${idOf(item, idKinds.item)} AS item,
      coalesce(${dayOf(day, settings, holdsDays(file, "dt", settings))}, CASE WHEN NOT ${isPresent(day)} THEN ${file.pathDay}::INTEGER END) AS day,
      nullif((${fieldOf(file, "ranking_id").column})::VARCHAR, '') AS ranking_id, ${nested ? fieldOf(file, "impressions").column : sql`NULL`} AS cell,
      nullif(TRY_CAST(${idOf(slot, "integer")} AS INTEGER), ${NO_SLOT}) AS slot, ${labelOf(label)} AS is_order
    FROM (SELECT row_number() OVER () AS seq, * FROM ${from})))`;
}

/** Items of carousels, already one a row as text, to standardized items: `seq`, `slot`, `item`, `is_order`, `reason`, `item_text`. */
export function standardizeItems(from: Sql, config: Config, idKind: IdKind): Sql {
  const item: Field = { column: id("item"), kind: "text" };
  const label: Field = { column: id("is_order"), kind: "text" };
  return sql`
    SELECT seq, slot, item_id AS item, label AS is_order,
      ${reasonOf(sql`${isUsableItem(idKind, config, sql`item_id`)} AND (is_order IS NULL OR label IS NOT NULL)`, [
        [sql`NOT ${isPresent(item)}`, "missing-item-id"],
        [isStructured(textOf(item)), "bad-item-id"],
        [sql`label IS NULL AND ${isPresent(label)}`, "malformed-row"],
        [isPadding(idKind, config, sql`item_id`), "item-id-is-padding"],
      ])} AS reason,
      ${notInteger(idKind, "item_id", item)} AS item_text
    FROM (SELECT *, ${idOf(item, idKind)} AS item_id, ${labelOf(label)} AS label FROM ${from})`;
}

/** Whether an impressions file has a carousel a row (a list, or JSON text of one) rather than an item a row. */
export function isNested(file: Pick<Mapped, "positions">): boolean {
  return file.positions.impressions !== undefined;
}

function typeOf(field: Field, config: Config): Sql {
  const cases = typeNumbers(config).map(([value, type]) => sql`WHEN ${value} THEN ${type}`);
  return sql`CASE ${textOf(field)} ${join(cases, " ")} END`;
}

/** NULL where the row is usable; otherwise the first reason that holds, which is worked out for these rows only. */
function reasonOf(usable: Sql, reasons: readonly [Sql, RejectReason][]): Sql {
  return sql`CASE WHEN ${usable} THEN NULL ELSE ${firstReason(reasons)} END`;
}

function firstReason(reasons: readonly [Sql, RejectReason][]): Sql {
  const cases = reasons.map(([condition, reason]) => sql`WHEN ${condition} THEN ${reason}`);
  return sql`CASE ${join(cases, " ")} END`;
}

function isUsableItem(idKind: IdKind, config: Config, item: Sql = sql`item`): Sql {
  const isId = idKind === "integer" ? sql`${item} IS NOT NULL` : sql`${item} IS NOT NULL AND NOT ${isStructured(item)}`;
  return sql`${isId} AND NOT ${isPadding(idKind, config, item)}`;
}

/** Zero is the padding of raw ids, so no item may have it. */
function isPadding(idKind: IdKind, config: Config, item: Sql = sql`item`): Sql {
  return idKind === "integer" && config.output.itemIds === "raw" ? sql`(${item} = 0)` : sql`FALSE`;
}

/** JSON objects and lists are no ids. */
function isStructured(text: Sql): Sql {
  return sql`(left(${text}, 1) IN ('{', '['))`;
}

/** The text of an id that is no integer although integers are expected; NULL otherwise, and for items that are rejected anyway. */
function notInteger(idKind: IdKind, name: string, field: Field): Sql {
  if (idKind === "text") return sql`NULL::VARCHAR`;
  const text = textOf(field);
  const rejected = name === "customer" ? sql`FALSE` : isStructured(text);
  return sql`CASE WHEN ${id(name)} IS NULL AND NOT ${rejected} THEN ${text} END`;
}

/** The row's fields joined as they would stand in the file. */
export function rowText({ columns, delimiter }: Mapped): Sql {
  const special = `["\r\n${delimiter === "\t" ? "\t" : `\\${delimiter}`}]`;
  const fields = columns.map((_, position) => {
    const text = sql`coalesce((${chunkColumn(position)})::VARCHAR, '')`;
    return sql`CASE WHEN regexp_matches(${text}, ${special}) THEN '"' || replace(${text}, '"', '""') || '"' ELSE ${text} END`;
  });
  return sql`concat_ws(${delimiter}, ${fields})`;
}
