/**
 * How texts write times and days, in plain TypeScript: what a column holds, and what the page shows beside it.
 * `lib/pipeline/times.ts` is the same rule in SQL; a property test holds the two together.
 */

export type DateOrder = "day_first" | "month_first";
export type EpochUnit = "s" | "ms" | "us" | "ns";

/** The clock that a time was written by: UTC, the wall clock of `standardize.timeZone`, or (a date alone) of `filter.dayZone`. */
export type ClockName = "utc" | "time_zone" | "day_zone";

/** `numeric` is a date of three numbers with the year last, which has an order that must be known. */
export type TimeForm = "iso" | "year_first" | "numeric" | "compact" | `epoch_${EpochUnit}`;

/** What the texts alone do not tell; `null` where nobody told. */
export interface TimeRules {
  dateOrder: DateOrder | null;
  epochUnit: EpochUnit | null;
}

export interface WrittenTime {
  form: TimeForm;
  clock: ClockName;
  /** Microseconds since 1970 on that clock. */
  micros: bigint;
}

/**
 * A date with or without a time of day, in capital letters. Groups: 1 first number, 2 separator, 3 second number, 4 separator,
 * 5 third number, 6 hour, 7 minute, 8 second, 9 fraction, 10 AM or PM, 11 zone.
 */
export const DATE_TIME =
  "^(\\d{1,4})([-/.])(\\d{1,2})([-/.])(\\d{1,4})(?:(?:T|,? )(\\d{1,2}):(\\d\\d)(?::(\\d\\d)(?:[.,](\\d{1,9}))?)?(?: ?([AP]M))?(?: ?(Z|UTC|GMT|[-+]\\d\\d(?::?\\d\\d)?))?)?$";
/** A number of seconds, milliseconds, microseconds or nanoseconds. */
export const EPOCH = "^-?\\d{1,19}(?:[.]0+)?$";
/** `20240514`, in columns of days. */
export const COMPACT_DAY = "^(?:19|20)\\d{6}$";
/** A number in a column of days is a time since 1970 from here on, which is 1973 as seconds; smaller ones are no days. */
export const LEAST_EPOCH_OF_DAY = 100_000_000n;

/** No zone is further from UTC. */
export const MAX_OFFSET_HOURS = 15;
const DATE_TIME_PATTERN = new RegExp(DATE_TIME);
const EPOCH_PATTERN = new RegExp(EPOCH);
const COMPACT_PATTERN = new RegExp(COMPACT_DAY);
const MICROS_A_SECOND = 1_000_000n;
const MICROS_A_DAY = 86_400n * MICROS_A_SECOND;
/** The start of the year 10000 in seconds; times from there on are none. */
export const END_OF_TIME = 253_402_300_800n;

const MAX_EXACT = Number.MAX_SAFE_INTEGER - 2 * Number(MICROS_A_DAY);

/** Whether a number holds microseconds exactly, also once the offsets of two zones are added: between the years 1685 and 2255. */
export function isExactTime(micros: number): boolean {
  return micros <= MAX_EXACT && micros >= -MAX_EXACT;
}

/** The text of a value without the blanks around it, as ids and times are read. */
export function trimmed(text: string): string {
  const hasBlanks = isBlank(text.charCodeAt(0)) || isBlank(text.charCodeAt(text.length - 1));
  return hasBlanks ? text.replace(/^[ \t\r\n]+|[ \t\r\n]+$/g, "") : text;
}

function isBlank(code: number): boolean {
  return code === 32 || code === 9 || code === 13 || code === 10;
}

/** A time as a text writes it; `null` if it is none. */
export function parseTime(text: string, rules: TimeRules): WrittenTime | null {
  const bare = trimmed(text);
  if (EPOCH_PATTERN.test(bare)) return epochTime(BigInt(bare.split(".")[0] ?? bare), rules.epochUnit);
  const parts = partsOf(bare);
  const date = parts && dateOf(parts, rules.dateOrder);
  return parts && date !== null ? timeOf(parts, date) : null;
}

/** A time in a column of days: also `dt=2024-05-14` and `20240514`; small numbers are none. */
export function parseDay(text: string, rules: TimeRules): WrittenTime | null {
  const bare = trimmed(text).replace(/^dt=/, "");
  if (COMPACT_PATTERN.test(bare)) {
    const date = dayNumber(bare.slice(0, 4), bare.slice(4, 6), bare.slice(6));
    return date === null ? null : { form: "compact", clock: "day_zone", micros: date * MICROS_A_DAY };
  }
  if (EPOCH_PATTERN.test(bare) && rules.epochUnit === null) {
    const value = BigInt(bare.split(".")[0] ?? bare);
    if (value < LEAST_EPOCH_OF_DAY && value > -LEAST_EPOCH_OF_DAY) return null;
  }
  return parseTime(bare, rules);
}

/** The orders that make a `numeric` date of a text; empty for other texts. */
export function ordersOf(text: string): DateOrder[] {
  const parts = partsOf(trimmed(text).replace(/^dt=/, ""));
  if (!parts || !isNumeric(parts)) return [];
  return (["day_first", "month_first"] as const).filter((order) => {
    const date = dateOf(parts, order);
    return date !== null && timeOf(parts, date) !== null;
  });
}

/** The form of a time in letters: `DD/MM/YYYY hh:mm`, `YYYY-MM-DDThh:mm:ss±hh:mm`, or the text itself if it is no date. */
export function patternOf(text: string, order: DateOrder | null): string {
  const bare = trimmed(text).replace(/^dt=/, "");
  if (COMPACT_PATTERN.test(bare)) return "YYYYMMDD";
  const parts = partsOf(bare);
  if (!parts) return bare;
  const [, separator] = parts;
  const names = { day_first: ["DD", "MM", "YYYY"], month_first: ["MM", "DD", "YYYY"] } as const;
  const numeric = order === null ? ["?", "?", "YYYY"] : names[order];
  const date = (isNumeric(parts) ? numeric : ["YYYY", "MM", "DD"]).join(separator);
  const rest = bare.slice(parts.slice(0, 5).join("").length);
  const time = rest
    .replace(/\d{1,2}:\d\d(:\d\d)?/, (_, seconds) => (seconds === undefined ? "hh:mm" : "hh:mm:ss"))
    .replace(/([.,])\d+/, (_, point, at, all) => point + "s".repeat(all.slice(at + 1).match(/^\d+/)?.[0].length ?? 0))
    .replace(/ ?[-+]\d\d(?::?\d\d)?$/, "±hh:mm");
  return date + time;
}

type Parts = readonly string[];

/** The groups of {@link DATE_TIME} from the first on, `""` where one is not there. */
function partsOf(text: string): Parts | null {
  const match = DATE_TIME_PATTERN.exec(text.toUpperCase());
  if (!match) return null;
  const parts = match.slice(1).map((part) => part ?? "");
  const [a = "", first, b = "", second, c = ""] = parts;
  const isYearFirst = a.length === 4 && c.length <= 2 && (first !== "-" || (b.length === 2 && c.length === 2));
  const isYearLast = a.length <= 2 && c.length === 4;
  return first === second && (isYearFirst || isYearLast) ? parts : null;
}

function isNumeric(parts: Parts): boolean {
  return parts[4]?.length === 4;
}

/** Days since 1970. */
function dateOf(parts: Parts, order: DateOrder | null): bigint | null {
  const [a = "", , b = "", , c = ""] = parts;
  if (!isNumeric(parts)) return dayNumber(a, b, c);
  if (order === null) return null;
  return order === "day_first" ? dayNumber(c, b, a) : dayNumber(c, a, b);
}

function dayNumber(year: string, month: string, day: string): bigint | null {
  const date = new Date(0);
  date.setUTCFullYear(Number(year), Number(month) - 1, Number(day));
  const isReal = date.getUTCMonth() === Number(month) - 1 && date.getUTCDate() === Number(day);
  return isReal ? BigInt(date.getTime()) / 86_400_000n : null;
}

function timeOf(parts: Parts, date: bigint): WrittenTime | null {
  const form = isNumeric(parts) ? "numeric" : parts[1] === "-" ? "iso" : "year_first";
  const [hours = "", minutes = "", seconds = "", fraction = "", half = "", zone = ""] = parts.slice(5);
  if (hours === "") return { form, clock: "day_zone", micros: date * MICROS_A_DAY };
  const hour = half === "" ? Number(hours) : (Number(hours) % 12) + (half === "PM" ? 12 : 0);
  const isHour = half === "" ? hour <= 24 : Number(hours) >= 1 && Number(hours) <= 12;
  const isMidnight = Number(minutes) + Number(seconds) + Number(fraction.slice(0, 6)) === 0;
  if (!isHour || (hour === 24 && !isMidnight) || Number(minutes) > 59 || Number(seconds) > 59) return null;
  const offset = offsetSeconds(zone);
  if (offset === null) return null;
  const ofDay = BigInt(hour * 3600 + Number(minutes) * 60 + Number(seconds) - offset) * MICROS_A_SECOND;
  const micros = date * MICROS_A_DAY + ofDay + BigInt(fraction.slice(0, 6).padEnd(6, "0"));
  return { form, clock: zone === "" ? "time_zone" : "utc", micros };
}

function offsetSeconds(zone: string): number | null {
  const match = /^([-+])(\d\d):?(\d\d)?$/.exec(zone);
  if (!match) return 0;
  const [hours, minutes] = [Number(match[2]), Number(match[3] ?? 0)];
  if (hours > MAX_OFFSET_HOURS || minutes > 59) return null;
  return (match[1] === "-" ? -1 : 1) * (hours * 3600 + minutes * 60);
}

function epochTime(value: bigint, told: EpochUnit | null): WrittenTime | null {
  if (BigInt.asIntN(64, value) !== value) return null;
  const unit = told ?? epochUnitOf(value);
  const micros = { s: value * MICROS_A_SECOND, ms: value * 1000n, us: value, ns: value / 1000n }[unit];
  const limit = END_OF_TIME * MICROS_A_SECOND;
  return micros < limit && micros > -limit ? { form: `epoch_${unit}`, clock: "utc", micros } : null;
}

/** The unit that the size of a number tells: seconds below 10^11 (the year 5138), milliseconds below 10^14, and so on. */
export function epochUnitOf(value: bigint): EpochUnit {
  const size = value < 0n ? -value : value;
  if (size < 10n ** 11n) return "s";
  if (size < 10n ** 14n) return "ms";
  return size < 10n ** 17n ? "us" : "ns";
}
