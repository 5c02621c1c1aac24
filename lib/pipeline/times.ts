import {
  COMPACT_DAY,
  DATE_TIME,
  type DateOrder,
  END_OF_TIME,
  EPOCH,
  type EpochUnit,
  LEAST_EPOCH_OF_DAY,
  MAX_OFFSET_HOURS,
  type TimeRules,
} from "../sources/times";
import { type Sql, sql } from "../sql";
import { type Field, integralText, textOf } from "./values";
import { dayOfInstant, instantOfLocal } from "./zones";

/** How texts and numbers are read as times: the rules of `lib/sources/times.ts`, and two zones. */
export interface TimeSettings extends TimeRules {
  /** Of times without an offset. */
  timeZone: string;
  /** Of dates alone. */
  dayZone: string;
}

/** ISO 8601 as DuckDB reads it right, with an offset or without. */
const ISO_8601 =
  "\\d{4}-\\d\\d-\\d\\d[T ](?:[01]\\d|2[0-3]):[0-5]\\d:[0-5]\\d(?:[.]\\d{1,9})?(?:Z| UTC|[+-](?:0\\d|1[0-5]):[0-5]\\d)?";
const ISO_DAY = "\\d{4}-\\d\\d-\\d\\d";
const MICROS_A_DAY = 86_400_000_000n;

/**
 * A time as microseconds since 1970 on the clock that it was written by, NULL where the value is no time. Which clock that is
 * tells {@link clockOf}; {@link instantOf} turns both into an instant.
 */
export function localTimeOf(field: Field, rules: TimeRules): Sql {
  const { column, kind } = field;
  switch (kind) {
    case "timestamp":
    case "instant":
      return ofCalendar(column, sql`epoch_us(${column})`);
    case "date":
      return ofCalendar(column, sql`epoch_us(${column}::TIMESTAMP)`);
    case "integer":
      return epochMicros(sql`TRY_CAST(${column} AS BIGINT)`, rules.epochUnit);
    case "float":
    case "decimal":
      return epochMicros(sql`CASE WHEN ${column} = trunc(${column}) THEN TRY_CAST(${column} AS BIGINT) END`, rules.epochUnit);
    case "text":
      return localTimeOfText(field, rules);
    default:
      return sql`NULL::BIGINT`;
  }
}

/** The cheap tests come first: nearly all values of a log are written in one form. */
function localTimeOfText(field: Field, { dateOrder, epochUnit }: TimeRules): Sql {
  const { column } = field;
  const text = textOf(field);
  const number = sql`TRY_CAST(split_part(${text}, '.', 1) AS BIGINT)`;
  return sql`CASE ${whenShaped(field, sql`epoch_us(TRY_CAST(${column} AS TIMESTAMPTZ))`)}
    WHEN regexp_full_match(${column}, ${ISO_8601}) THEN epoch_us(TRY_CAST(${column} AS TIMESTAMPTZ))
    WHEN regexp_full_match(${text}, ${ISO_DAY}) THEN epoch_us(TRY_CAST(${text} AS DATE)::TIMESTAMP)
    WHEN regexp_matches(${text}, ${EPOCH}) THEN ${epochMicros(number, epochUnit)}
    ELSE ${partsToMicros(text, dateOrder)} END`;
}

/**
 * How a text writes a time, as a regular expression with a place for each digit, which is quicker than one for all of ISO 8601.
 * What matches it and is a timestamp to DuckDB is ISO 8601. `undefined` for other forms, those with an offset in digits among them.
 */
export function timeShape(sample: readonly (string | null)[]): string | undefined {
  const text = sample.find((value) => value !== null);
  if (!text || !new RegExp(`^(?:${ISO_8601})$`).test(text)) return undefined;
  return /[+-]\d\d:\d\d$/.test(text.slice(10)) ? undefined : text.replaceAll(".", "[.]").replace(/\d/g, "\\d");
}

function whenShaped({ column, shape }: Field, value: Sql): Sql {
  return shape === undefined ? sql`` : sql`WHEN regexp_full_match(${column}, ${shape}) THEN ${value}`;
}

const PARTS = ["a", "s1", "b", "s2", "c", "h", "m", "s", "f", "half", "zone"];

/** A text of the form {@link DATE_TIME} as microseconds; NULL where it is none, or has parts that no date or clock has. */
function partsToMicros(text: Sql, order: DateOrder | null): Sql {
  const names = PARTS.map((name) => sql`${name}`);
  // The list is there to work out the parts once.
  return sql`list_transform([regexp_extract(upper(${text}), ${DATE_TIME}, [${names}])], lambda p:
    epoch_us(TRY_CAST(${dateText(order)} AS DATE)::TIMESTAMP) + CASE WHEN p['h'] = '' THEN 0 ELSE ${clockMicros()} END)[1]`;
}

function dateText(order: DateOrder | null): Sql {
  const date = (year: string, month: string, day: string) =>
    sql`p[${year}] || '-' || lpad(p[${month}], 2, '0') || '-' || lpad(p[${day}], 2, '0')`;
  const ordered = { day_first: date("c", "b", "a"), month_first: date("c", "a", "b") };
  return sql`CASE WHEN p['s1'] <> p['s2'] THEN NULL
    WHEN length(p['a']) = 4 AND length(p['c']) <= 2 AND (p['s1'] <> '-' OR (length(p['b']) = 2 AND length(p['c']) = 2))
      THEN ${date("a", "b", "c")}
    WHEN length(p['a']) BETWEEN 1 AND 2 AND length(p['c']) = 4 THEN ${order === null ? sql`NULL` : ordered[order]} END`;
}

function clockMicros(): Sql {
  const number = (part: Sql) => sql`coalesce(TRY_CAST(${part} AS BIGINT), 0)`;
  const hour = number(sql`p['h']`);
  const minute = number(sql`p['m']`);
  const second = number(sql`p['s']`);
  const fraction = number(sql`rpad(left(p['f'], 6), 6, '0')`);
  const offset = sql`CASE WHEN left(p['zone'], 1) IN ('+', '-') THEN ${offsetSeconds()} ELSE 0 END`;
  const isClock = sql`${minute} < 60 AND ${second} < 60
    AND (${hour} < 24 OR (${hour} = 24 AND ${minute} + ${second} + ${fraction} = 0)) AND (p['half'] = '' OR ${hour} BETWEEN 1 AND 12)`;
  const hours = sql`CASE p['half'] WHEN '' THEN ${hour} WHEN 'PM' THEN ${hour} % 12 + 12 ELSE ${hour} % 12 END`;
  return sql`CASE WHEN ${isClock} THEN (${hours} * 3600 + ${minute} * 60 + ${second} - ${offset}) * 1000000 + ${fraction} END`;
}

/** NULL for an offset that no zone has. */
function offsetSeconds(): Sql {
  const hours = sql`substr(p['zone'], 2, 2)::BIGINT`;
  const minutes = sql`CASE WHEN length(p['zone']) > 3 THEN right(p['zone'], 2)::BIGINT ELSE 0 END`;
  const sign = sql`CASE WHEN left(p['zone'], 1) = '-' THEN -1 ELSE 1 END`;
  return sql`CASE WHEN ${hours} <= ${MAX_OFFSET_HOURS} AND ${minutes} < 60 THEN (${sign}) * (${hours} * 3600 + ${minutes} * 60) END`;
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
      const shaped = field.shape !== undefined && /[A-Z]$/.test(field.shape) ? sql`0` : sql`1`;
      return sql`CASE ${whenShaped(field, shaped)}
        WHEN NOT contains(${text}, ':') THEN CASE WHEN regexp_matches(${text}, ${EPOCH}) THEN 0 ELSE 2 END
        WHEN regexp_matches(upper(${text}), '(Z|UTC|GMT|[+-][0-9]{2}(:?[0-9]{2})?)$') THEN 0 ELSE 1 END`;
    }
    default:
      return sql`0`;
  }
}

/** Seconds, milliseconds, microseconds or nanoseconds since 1970 as microseconds; told apart by their size where `unit` is null. */
function epochMicros(value: Sql, unit: EpochUnit | null): Sql {
  const within = (limit: bigint) => sql`${value} > ${-limit} AND ${value} < ${limit}`;
  switch (unit) {
    case "s":
      return sql`CASE WHEN ${within(END_OF_TIME)} THEN ${value} * 1000000 END`;
    case "ms":
      return sql`CASE WHEN ${within(END_OF_TIME * 1000n)} THEN ${value} * 1000 END`;
    case "us":
      return sql`CASE WHEN ${within(END_OF_TIME * 1_000_000n)} THEN ${value} END`;
    case "ns":
      return sql`${value} // 1000`;
    case null:
      return sql`CASE WHEN ${within(10n ** 11n)} THEN ${value} * 1000000
        WHEN ${within(10n ** 14n)} THEN ${value} * 1000
        WHEN ${within(10n ** 17n)} THEN ${value}
        ELSE ${value} // 1000 END`;
    default:
      return unit satisfies never;
  }
}

/** The instant (BIGINT, microseconds since 1970 in UTC) of what {@link localTimeOf} and {@link clockOf} gave. */
export function instantOf(local: Sql, clock: Sql, { timeZone, dayZone }: Pick<TimeSettings, "timeZone" | "dayZone">): Sql {
  if (timeZone === "UTC" && dayZone === "UTC") return local;
  const inTimeZone = instantOfLocal(local, timeZone);
  if (timeZone === dayZone) return sql`CASE WHEN ${clock} = 0 THEN ${local} ELSE ${inTimeZone} END`;
  return sql`CASE ${clock} WHEN 0 THEN ${local} WHEN 1 THEN ${inTimeZone} ELSE ${instantOfLocal(local, dayZone)} END`;
}

/**
 * The calendar day (INTEGER, days since 1970) that a value names, or on which its instant falls in the day zone; NULL where it
 * is neither.
 * @param holdsDays times without an offset stand for the day whose midnight they are; others are no days then
 */
export function dayOf(field: Field, settings: TimeSettings, holdsDays = false): Sql {
  const { column, kind } = field;
  if (kind === "date") return ofCalendar(column, daysSince1970(column));
  if (kind === "other") return sql`NULL::INTEGER`;
  const { local, clock } = timeInDayColumn(field, settings);
  const micros = sql`t['local']`;
  const midnight = sql`CASE WHEN ${micros} % ${MICROS_A_DAY} = 0 THEN (${micros} // ${MICROS_A_DAY})::INTEGER END`;
  const isDay = sql`t['clock'] = 2 ${holdsDays ? sql`OR t['clock'] = 1` : sql``}`;
  // The lists are there to work out each step once.
  const instants = sql`list_transform([{local: ${local}, clock: ${clock}}], lambda t:
    {local: ${micros}, is_day: ${isDay}, instant: ${instantOf(micros, sql`t['clock']`, settings)}})`;
  const day = sql`list_transform(${instants}, lambda t:
    CASE WHEN t['is_day'] THEN ${midnight} WHEN t['instant'] IS NOT NULL THEN ${dayOfInstant(sql`t['instant']`, settings.dayZone)} END)[1]`;
  if (kind !== "text") return sql`CASE WHEN ${column} IS NOT NULL THEN ${day} END`;
  return sql`CASE WHEN ${column} IS NULL THEN NULL
    WHEN ${isIsoDay(column)} THEN ${daysSince1970(sql`TRY_CAST(${column} AS DATE)`)} ELSE ${day} END`;
}

/** The way back tells: DuckDB also takes one digit and a blank, or a sign before the year. */
function isIsoDay(text: Sql): Sql {
  return sql`(${text} LIKE '____-__-__' AND TRY_CAST(${text} AS DATE)::VARCHAR = ${text})`;
}

/** Also `dt=2024-05-14` and `20240514`; numbers near zero are no times of a day column, unless their unit is told. */
function timeInDayColumn(field: Field, rules: TimeRules): { local: Sql; clock: Sql } {
  const { kind } = field;
  if (kind === "timestamp" || kind === "instant") return { local: localTimeOf(field, rules), clock: clockOf(field) };
  const text = kind === "text" ? sql`regexp_replace(${textOf(field)}, '^dt=', '')` : integralText(field);
  const bare: Field = { column: text, kind: "text" };
  const isCompact = sql`regexp_matches(${text}, ${COMPACT_DAY})`;
  const compact = sql`epoch_us(TRY_CAST(substr(${text}, 1, 4) || '-' || substr(${text}, 5, 2) || '-' || substr(${text}, 7) AS DATE)::TIMESTAMP)`;
  const number = sql`TRY_CAST(split_part(${text}, '.', 1) AS BIGINT)`;
  const isSmall = sql`regexp_matches(${text}, ${EPOCH}) AND ${number} > ${-LEAST_EPOCH_OF_DAY} AND ${number} < ${LEAST_EPOCH_OF_DAY}`;
  return {
    local: sql`CASE WHEN ${isCompact} THEN ${compact} ${rules.epochUnit === null ? sql`WHEN ${isSmall} THEN NULL` : sql``}
      ELSE ${localTimeOf(bare, rules)} END`,
    clock: sql`CASE WHEN ${isCompact} THEN 2 ELSE ${clockOf(bare)} END`,
  };
}

/** A value of dates or timestamps; NULL where these are not of the years that a text can write, as infinity is not. */
function ofCalendar(column: Sql, value: Sql): Sql {
  return sql`CASE WHEN ${column} >= DATE '0001-01-01' AND ${column} < DATE '10000-01-01' THEN ${value} END`;
}

function daysSince1970(date: Sql): Sql {
  return sql`((${date}) - DATE '1970-01-01')::INTEGER`;
}
