import { Temporal } from "temporal-polyfill";
import { type Sql, sql } from "../sql";

/** Clocks change from the first of these years up to the last one, exclusive; outside of them its first or last offset holds. */
const FIRST_YEAR = 1900;
const LAST_YEAR = 2100;
const MICROS_A_DAY = 86_400_000_000n;
const EPOCH = Temporal.PlainDate.from({ year: 1970, month: 1, day: 1 });

/** From `from` on (microseconds, exclusive of what came before it) `offset` microseconds are added to UTC. */
export interface OffsetPeriod {
  from: bigint;
  offset: bigint;
}

const known = new Map<string, OffsetPeriod[]>();

/** The offsets of a zone over time, oldest first. The first period has no beginning; its `from` is ignored. */
export function offsetPeriods(zone: string): OffsetPeriod[] {
  const periods = known.get(zone) ?? findPeriods(zone);
  known.set(zone, periods);
  return periods;
}

function findPeriods(zone: string): OffsetPeriod[] {
  const end = Temporal.PlainDate.from({ year: LAST_YEAR, month: 1, day: 1 }).toZonedDateTime(zone).epochNanoseconds;
  let at = Temporal.PlainDate.from({ year: FIRST_YEAR, month: 1, day: 1 }).toZonedDateTime(zone);
  const periods = [period(at)];
  for (
    let next = at.getTimeZoneTransition("next");
    next && next.epochNanoseconds < end;
    next = at.getTimeZoneTransition("next")
  ) {
    periods.push(period(next));
    at = next;
  }
  return periods;
}

function period(at: Temporal.ZonedDateTime): OffsetPeriod {
  return { from: at.epochNanoseconds / 1000n, offset: BigInt(at.offsetNanoseconds) / 1000n };
}

/**
 * The offset (BIGINT, microseconds) that `zone` has at an instant.
 * @param instant name of a column of microseconds since 1970 in UTC
 */
function offsetOfInstant(instant: Sql, zone: string): Sql {
  return choose(instant, offsetPeriods(zone));
}

/**
 * The instant (BIGINT, microseconds since 1970 in UTC) of a local time. A local time that a change of offset repeats is the
 * first of the two; one that it skips is moved forward by the gap. (Temporal calls this disambiguation `compatible`.)
 * @param local name of a column of microseconds since 1970 on the wall clock of `zone`
 */
export function instantOfLocal(local: Sql, zone: string): Sql {
  return sql`(${local} - ${choose(local, wallPeriods(offsetPeriods(zone)))})`;
}

/** The periods by the local times from which each of them holds. */
export function wallPeriods(periods: readonly OffsetPeriod[]): OffsetPeriod[] {
  return periods.map(({ from, offset }, index) => {
    const before = periods[index - 1]?.offset ?? offset;
    const isGap = offset > before;
    return { from: from + (isGap ? offset : before), offset };
  });
}

/** The calendar day (INTEGER, days since 1970) of an instant in `zone`. */
export function dayOfInstant(instant: Sql, zone: string): Sql {
  return sql`(make_timestamp(${instant} + ${offsetOfInstant(instant, zone)})::DATE - DATE '1970-01-01')::INTEGER`;
}

/** The instant (microseconds since 1970 in UTC) at which a calendar day (days since 1970) begins in `zone`. */
export function startOfDay(day: number, zone: string): bigint {
  const date = toPlainDate(day);
  if (date.year >= FIRST_YEAR && date.year < LAST_YEAR) return date.toZonedDateTime(zone).epochNanoseconds / 1000n;
  const held = offsetPeriods(zone).at(date.year < FIRST_YEAR ? 0 : -1);
  return BigInt(day) * MICROS_A_DAY - (held?.offset ?? 0n);
}

/** The day as `2024-05-15`. */
export function formatDay(day: number): string {
  return toPlainDate(day).toString();
}

/** The day `2024-05-15` in days since 1970. */
export function parseDay(text: string): number {
  return EPOCH.until(Temporal.PlainDate.from(text), { largestUnit: "days" }).days;
}

function toPlainDate(day: number): Temporal.PlainDate {
  return EPOCH.add({ days: day });
}

/** Periods as a balanced tree of comparisons: a vector of one summer goes down a single path. */
function choose(column: Sql, periods: readonly OffsetPeriod[]): Sql {
  const middle = periods.length >> 1;
  const split = periods[middle];
  if (!split || middle === 0) return sql`${periods[0]?.offset ?? 0n}`;
  const before = choose(column, periods.slice(0, middle));
  const after = choose(column, periods.slice(middle));
  return sql`CASE WHEN ${column} < ${split.from} THEN ${before} ELSE ${after} END`;
}
