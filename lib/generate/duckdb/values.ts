import type { Config } from "../../config";
import { clockOf, dayOf, instantOf, localTimeOf, type TimeSettings } from "../../pipeline/times";
import { type Field, idOf, labelOf, textOf } from "../../pipeline/values";
import { dayOfInstant, instantOfLocal } from "../../pipeline/zones";
import { type Sql, sql } from "../../sql";

/** The app's own rules for values, as macros over text. */
export function macros({ standardize, filter }: Config): Sql[] {
  const value: Field = { column: sql`value`, kind: "text" };
  const { timeZone, dateOrder, epochUnit } = standardize;
  const settings: TimeSettings = { timeZone, dayZone: filter.dayZone, dateOrder, epochUnit };
  return [
    sql`CREATE OR REPLACE MACRO text_of(value) AS ${textOf(value)}`,
    sql`CREATE OR REPLACE MACRO integer_of(value) AS ${idOf(value, "integer")}`,
    sql`CREATE OR REPLACE MACRO day_of(value) AS ${dayOf(value, settings)}`,
    sql`CREATE OR REPLACE MACRO label_of(value) AS ${labelOf(value)}`,
    sql`CREATE OR REPLACE MACRO local_time_of(value) AS ${localTimeOf(value, settings)}`,
    sql`CREATE OR REPLACE MACRO clock_of(value) AS ${clockOf(value)}`,
    sql`CREATE OR REPLACE MACRO instant_of(local, clock) AS ${instantOf(sql`local`, sql`clock`, settings)}`,
    sql`CREATE OR REPLACE MACRO calendar_day(instant) AS ${dayOfInstant(sql`instant`, filter.dayZone)}`,
    ...(filter.dayZone === "UTC" ? [] : lastDayBegun(filter.dayZone)),
    // Other times of such a column are no days.
    sql`CREATE OR REPLACE MACRO day_of_midnight(value) AS CASE WHEN clock_of(value) <> 1 THEN value
    WHEN local_time_of(value) % 86400000000 = 0 THEN make_timestamp(local_time_of(value))::DATE::VARCHAR ELSE 'no day' END`,
    sql`CREATE OR REPLACE MACRO is_structured(value) AS left(value, 1) IN ('{', '[')`,
    sql`CREATE OR REPLACE MACRO day_of_path(file) AS
  (TRY_CAST(nullif(regexp_extract(file, '^(?:.*[/\\\\])?dt=([0-9]{4}-[0-9]{2}-[0-9]{2})(?:[./\\\\]|$)', 1), '') AS DATE) - DATE '1970-01-01')::INTEGER`,
  ];
}

/** Mostly the calendar day. Where clocks go back across midnight it is the next one: that has begun already. */
function lastDayBegun(zone: string): Sql[] {
  return [
    sql`CREATE OR REPLACE MACRO start_of(midnight) AS ${instantOfLocal(sql`midnight`, zone)}`,
    sql`CREATE OR REPLACE MACRO last_day_begun(instant) AS
  list_transform([calendar_day(instant)], lambda day: CASE WHEN instant < start_of((day + 1) * 86400000000) THEN day ELSE day + 1 END)[1]`,
  ];
}
