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
      return daysSince1970(sql`CASE WHEN TRY_CAST(${column} AS DATE)::VARCHAR = ${column} THEN TRY_CAST(${column} AS DATE)
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

const ISO_8601 =
  "([0-9]{4}-[0-9]{2}-[0-9]{2})[Tt ]([0-9]{2}:[0-9]{2})(:[0-9]{2})?([.,][0-9]{1,9})?[ ]?([Zz]|[+-][0-9]{2}(:?[0-9]{2})?)?";

/**
 * A time as its local microseconds and how to get from there to UTC, in the two columns `<name>_local` and `<name>_basis`.
 * The basis is 0 for an instant, 1 for the wall clock of `timeZone`, 2 for a date alone, which is the wall clock of `dayZone`.
 * `<name>_local` is NULL where the value is no time. {@link instantOf} turns both into an instant.
 */
export function localTimeOf(field: Field): { local: Sql; basis: Sql } {
  const { column, kind } = field;
  switch (kind) {
    case "timestamp":
      return { local: sql`epoch_us(${column})`, basis: sql`1` };
    case "instant":
      return { local: sql`epoch_us(${column})`, basis: sql`0` };
    case "date":
      return { local: sql`epoch_us(${column}::TIMESTAMP)`, basis: sql`2` };
    case "integer":
      return { local: epochMicros(sql`TRY_CAST(${column} AS BIGINT)`), basis: sql`0` };
    case "float":
    case "decimal":
      return {
        local: epochMicros(sql`CASE WHEN ${column} = trunc(${column}) THEN TRY_CAST(${column} AS BIGINT) END`),
        basis: sql`0`,
      };
    case "text":
      return localTimeOfText(field);
    default:
      return { local: sql`NULL::BIGINT`, basis: sql`0` };
  }
}

function localTimeOfText(field: Field): { local: Sql; basis: Sql } {
  const { column } = field;
  const text = textOf(field);
  const plain = sql`TRY_CAST(${column} AS TIMESTAMP)::VARCHAR = ${column}`;
  const isIso = sql`regexp_full_match(${text}, ${ISO_8601})`;
  const isDay = sql`regexp_full_match(${text}, '[0-9]{4}-[0-9]{2}-[0-9]{2}')`;
  const isEpoch = sql`regexp_full_match(${text}, '-?[0-9]{1,19}([.]0+)?')`;
  return {
    local: sql`CASE WHEN ${plain} THEN epoch_us(TRY_CAST(${column} AS TIMESTAMP))
      WHEN ${isIso} THEN ${isoMicros(text)}
      WHEN ${isDay} THEN epoch_us(TRY_CAST(${text} AS DATE)::TIMESTAMP)
      WHEN ${isEpoch} THEN ${epochMicros(sql`TRY_CAST(split_part(${text}, '.', 1) AS BIGINT)`)} END`,
    basis: sql`CASE WHEN ${plain} THEN 1
      WHEN ${isIso} THEN CASE WHEN regexp_extract(${text}, ${ISO_8601}, 5) = '' THEN 1 ELSE 0 END
      WHEN ${isDay} THEN 2 ELSE 0 END`,
  };
}

/** Wall clock of an ISO 8601 text, the offset already taken off. Fractions are cut to six digits; `:60` and `24:00` are no time. */
function isoMicros(text: Sql): Sql {
  const part = (group: number) => sql`regexp_extract(${text}, ${ISO_8601}, ${group})`;
  const clock = sql`(${part(1)} || ' ' || ${part(2)} || coalesce(nullif(${part(3)}, ''), ':00'))`;
  const offset = sql`nullif(replace(${part(5)}, ':', ''), '')`;
  const minutes = sql`(substr(${offset}, 2, 2)::INTEGER * 60 + coalesce(nullif(substr(${offset}, 4, 2), '')::INTEGER, 0))`;
  return sql`CASE WHEN TRY_CAST(${clock} AS TIMESTAMP)::VARCHAR = ${clock} THEN epoch_us(TRY_CAST(${clock} AS TIMESTAMP))
      + coalesce(nullif(rpad(substr(${part(4)}, 2, 6), 6, '0'), '000000')::BIGINT, 0)
      - CASE WHEN starts_with(${offset}, '+') THEN ${minutes} WHEN starts_with(${offset}, '-') THEN -${minutes} ELSE 0 END * 60000000::BIGINT END`;
}

/** Seconds, milliseconds, microseconds or nanoseconds since 1970, told apart by their size, as microseconds. */
function epochMicros(value: Sql): Sql {
  const below = (limit: bigint) => sql`${value} > ${-limit} AND ${value} < ${limit}`;
  return sql`CASE WHEN ${below(10n ** 11n)} THEN ${value} * 1000000
    WHEN ${below(10n ** 14n)} THEN ${value} * 1000
    WHEN ${below(10n ** 17n)} THEN ${value}
    ELSE ${value} // 1000 END`;
}

/** The instant (BIGINT, microseconds since 1970 in UTC) of what {@link localTimeOf} gave. */
export function instantOf(local: Sql, basis: Sql, { timeZone, dayZone }: Zones): Sql {
  const inTimeZone = instantOfLocal(local, timeZone);
  if (timeZone === dayZone) return sql`CASE WHEN ${basis} = 0 THEN ${local} ELSE ${inTimeZone} END`;
  return sql`CASE ${basis} WHEN 0 THEN ${local} WHEN 1 THEN ${inTimeZone} ELSE ${instantOfLocal(local, dayZone)} END`;
}

/** A label: NULL where there is none. `isLabel` tells a value that is neither true nor false from a missing one. */
export function labelOf(field: Field): { label: Sql; isLabel: Sql } {
  const text = sql`lower(${textOf(field)})`;
  return {
    label: sql`CASE WHEN ${text} IN ('true', '1', '1.0') THEN TRUE WHEN ${text} IN ('false', '0', '0.0') THEN FALSE END`,
    isLabel: sql`(${text} IS NULL OR ${text} IN ('true', '1', '1.0', 'false', '0', '0.0'))`,
  };
}

function daysSince1970(date: Sql): Sql {
  return sql`((${date}) - DATE '1970-01-01')::INTEGER`;
}

/** The `index`-th column of a chunk. */
export function chunkColumn(index: number): Sql {
  return id(`c${index}`);
}
