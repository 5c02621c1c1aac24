import type { ColumnKind } from "../sources/types";
import { id, type Sql, sql } from "../sql";
import { instantOfLocal } from "./zones";

/** What an id column is over all sources: integers are BIGINT, text is VARCHAR. */
export type IdKind = "integer" | "text";
export type IdKinds = { customer: IdKind; item: IdKind };

/** A column of a relation with its kind. */
export interface Field {
  column: Sql;
  kind: ColumnKind;
  /** Of a text column of times: how its sample writes them, as {@link timeShape} gives it. It saves time and changes no result. */
  shape?: string | undefined;
}

/** The text of a value as it stood in the file, without the blanks around it; NULL where there is nothing. */
export function textOf({ column, kind }: Field): Sql {
  return kind === "text" ? sql`nullif(trim(${column}, ${" \t\r\n"}), '')` : sql`(${column})::VARCHAR`;
}

/** TRUE where there is a value at all. */
export function isPresent(field: Field): Sql {
  return sql`(${textOf(field)} IS NOT NULL)`;
}

/**
 * An id by the contract's rule, of type BIGINT or VARCHAR. As an integer it is NULL where the value is no integer of 64 bits
 * written without leading zeros. The round trip through BIGINT settles nearly all values; the pattern takes the rest.
 */
export function idOf(field: Field, idKind: IdKind): Sql {
  const { column, kind } = field;
  if (idKind === "text") return kind === "float" || kind === "decimal" ? textOfIntegral(column) : textOf(field);
  switch (kind) {
    case "integer":
      return sql`TRY_CAST(${column} AS BIGINT)`;
    case "float":
    case "decimal":
      return sql`CASE WHEN ${column} = trunc(${column}) THEN TRY_CAST(${column} AS BIGINT) END`;
    case "text":
      return sql`CASE WHEN TRY_CAST(${column} AS BIGINT)::VARCHAR = ${column} THEN TRY_CAST(${column} AS BIGINT)
        WHEN regexp_full_match(${textOf(field)}, '(0|-?[1-9][0-9]*)([.]0+)?')
        THEN TRY_CAST(split_part(${textOf(field)}, '.', 1) AS BIGINT) END`;
    default:
      return sql`NULL::BIGINT`;
  }
}

/** An integral float is written as the integer that it stands for. */
function textOfIntegral(column: Sql): Sql {
  return sql`CASE WHEN ${column} = trunc(${column}) AND TRY_CAST(${column} AS BIGINT) IS NOT NULL
    THEN TRY_CAST(${column} AS BIGINT)::VARCHAR ELSE (${column})::VARCHAR END`;
}

/** A calendar day (INTEGER, days since 1970); NULL where the value is no day. Accepts `2024-05-15` and `dt=2024-05-15`. */
export function dayOf(field: Field): Sql {
  const { column, kind } = field;
  switch (kind) {
    case "date":
      return daysSince1970(column);
    case "timestamp":
    case "instant":
      return sql`CASE WHEN ${column} = ${column}::DATE THEN ${daysSince1970(sql`${column}::DATE`)} END`;
    case "text": {
      const bare = sql`regexp_replace(${textOf(field)}, '^dt=', '')`;
      return daysSince1970(sql`CASE WHEN ${column} LIKE '____-__-__' THEN TRY_CAST(${column} AS DATE)
        WHEN regexp_full_match(${bare}, '[0-9]{4}-[0-9]{2}-[0-9]{2}') THEN TRY_CAST(${bare} AS DATE) END`);
    }
    default:
      return sql`NULL::INTEGER`;
  }
}

/** The zones that a time without an offset, and a date alone, are read in. */
export interface Zones {
  timeZone: string;
  dayZone: string;
}

/** ISO 8601 as DuckDB reads it right, with an offset or without. */
const ISO_8601 = "\\d{4}-\\d\\d-\\d\\d[T ]\\d\\d:\\d\\d:\\d\\d(?:[.]\\d{1,9})?(?:Z|[+-]\\d\\d:\\d\\d)?";
const ISO_DAY = "\\d{4}-\\d\\d-\\d\\d";

/**
 * A time as microseconds since 1970 on the clock that it was written by, NULL where the value is no time. Which clock that is
 * tells {@link clockOf}; {@link instantOf} turns both into an instant.
 */
export function localTimeOf(field: Field): Sql {
  const { column, kind } = field;
  switch (kind) {
    case "timestamp":
    case "instant":
      return sql`epoch_us(${column})`;
    case "date":
      return sql`epoch_us(${column}::TIMESTAMP)`;
    case "integer":
      return epochMicros(sql`TRY_CAST(${column} AS BIGINT)`);
    case "float":
    case "decimal":
      return epochMicros(sql`CASE WHEN ${column} = trunc(${column}) THEN TRY_CAST(${column} AS BIGINT) END`);
    case "text":
      return localTimeOfText(field);
    default:
      return sql`NULL::BIGINT`;
  }
}

/** The cheap tests come first: nearly all values of a log are written in one form. */
function localTimeOfText(field: Field): Sql {
  const { column } = field;
  const text = textOf(field);
  const iso = plainIso(text);
  return sql`CASE ${whenShaped(field, sql`epoch_us(TRY_CAST(${column} AS TIMESTAMPTZ))`)}
    WHEN regexp_full_match(${column}, ${ISO_8601}) THEN epoch_us(TRY_CAST(${column} AS TIMESTAMPTZ))
    WHEN regexp_full_match(${text}, ${ISO_DAY}) THEN epoch_us(TRY_CAST(${text} AS DATE)::TIMESTAMP)
    WHEN regexp_full_match(${text}, '-?[0-9]{1,19}(?:[.]0+)?') THEN ${epochMicros(sql`TRY_CAST(split_part(${text}, '.', 1) AS BIGINT)`)}
    WHEN regexp_full_match(${iso}, ${ISO_8601}) THEN epoch_us(TRY_CAST(${iso} AS TIMESTAMPTZ)) END`;
}

/**
 * How a text writes a time, as a pattern of LIKE: `____-__-__T__:__:__.___Z`. What matches it and is a timestamp to DuckDB is
 * ISO 8601, since only digits can stand in the blanks. `undefined` for other forms.
 */
export function timeShape(sample: readonly (string | null)[]): string | undefined {
  const text = sample.find((value) => value !== null);
  return text && new RegExp(`^(?:${ISO_8601})$`).test(text) ? text.replace(/\d/g, "_") : undefined;
}

function whenShaped({ column, shape }: Field, value: Sql): Sql {
  return shape === undefined ? sql`` : sql`WHEN ${column} LIKE ${shape} THEN ${value}`;
}

/** The rarer forms of ISO 8601 (no seconds, a decimal comma, offsets of two or four digits, small letters) as the usual one. */
function plainIso(text: Sql): Sql {
  const upper = sql`replace(replace(upper(${text}), ',', '.'), ' Z', 'Z')`;
  const withSeconds = sql`regexp_replace(${upper}, '([T ][0-9]{2}:[0-9]{2})((Z|[+-][0-9:]+)?)$', '\\1:00\\2')`;
  const withColon = sql`regexp_replace(${withSeconds}, '(:[0-9.]+[+-][0-9]{2})([0-9]{2})$', '\\1:\\2')`;
  return sql`regexp_replace(${withColon}, '(:[0-9.]+[+-][0-9]{2})$', '\\1:00')`;
}

function hasOffset(shape: string | undefined): boolean {
  return shape !== undefined && /[Z+-]/.test(shape.slice(10));
}

/** The clock that a time was written by: 0 UTC, 1 the wall clock of `timeZone`, 2 (a date alone) the wall clock of `dayZone`. */
export function clockOf(field: Field): Sql {
  switch (field.kind) {
    case "timestamp":
      return sql`1`;
    case "date":
      return sql`2`;
    case "text": {
      const text = textOf(field);
      return sql`CASE ${whenShaped(field, hasOffset(field.shape) ? sql`0` : sql`1`)} WHEN regexp_full_match(${text}, ${ISO_DAY}) THEN 2
        WHEN regexp_matches(${text}, '([Zz]|:[0-9]{2}([.,][0-9]+)?[+-][0-9]{2}(:?[0-9]{2})?)$') THEN 0
        WHEN contains(${text}, ':') THEN 1 ELSE 0 END`;
    }
    default:
      return sql`0`;
  }
}

/** Seconds, milliseconds, microseconds or nanoseconds since 1970, told apart by their size, as microseconds. */
function epochMicros(value: Sql): Sql {
  const below = (limit: bigint) => sql`${value} > ${-limit} AND ${value} < ${limit}`;
  return sql`CASE WHEN ${below(10n ** 11n)} THEN ${value} * 1000000
    WHEN ${below(10n ** 14n)} THEN ${value} * 1000
    WHEN ${below(10n ** 17n)} THEN ${value}
    ELSE ${value} // 1000 END`;
}

/** The instant (BIGINT, microseconds since 1970 in UTC) of what {@link localTimeOf} and {@link clockOf} gave. */
export function instantOf(local: Sql, clock: Sql, { timeZone, dayZone }: Zones): Sql {
  if (timeZone === "UTC" && dayZone === "UTC") return local;
  const inTimeZone = instantOfLocal(local, timeZone);
  if (timeZone === dayZone) return sql`CASE WHEN ${clock} = 0 THEN ${local} ELSE ${inTimeZone} END`;
  return sql`CASE ${clock} WHEN 0 THEN ${local} WHEN 1 THEN ${inTimeZone} ELSE ${instantOfLocal(local, dayZone)} END`;
}

/** A label; NULL where there is none, and where the value is neither true nor false. */
export function labelOf(field: Field): Sql {
  const text = sql`lower(${textOf(field)})`;
  const plain =
    field.kind === "text" ? sql`WHEN ${field.column} = 'true' THEN TRUE WHEN ${field.column} = 'false' THEN FALSE` : sql``;
  return sql`CASE WHEN ${field.column} IS NULL THEN NULL::BOOLEAN ${plain}
    WHEN ${text} IN ('true', '1', '1.0') THEN TRUE WHEN ${text} IN ('false', '0', '0.0') THEN FALSE END`;
}

function daysSince1970(date: Sql): Sql {
  return sql`((${date}) - DATE '1970-01-01')::INTEGER`;
}

/** The `index`-th column of a chunk. */
export function chunkColumn(index: number): Sql {
  return id(`c${index}`);
}
