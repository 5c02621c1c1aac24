import type { Config } from "../../lib/config";
import type { ColumnProfile } from "../../lib/sources/profile";
import { type DateOrder, ordersOf, parseDay, parseTime, type WrittenTime } from "../../lib/sources/times";
import { zoneTime } from "../ui/zone-time";

/** A time of a file, as written and as read. */
export interface TimeReading {
  /** The name of the format: `YYYY-MM-DD hh:mm:ss`, `epoch milliseconds`. */
  format: string;
  written: string;
  /** With its zone, or `null` where the value cannot be read as it stands. */
  read: string | null;
}

const UNITS = { s: "seconds", ms: "milliseconds", us: "microseconds", ns: "nanoseconds" } as const;

/** How a column's times are read with a config; `null` for a column without times. */
export function timeReading(profile: ColumnProfile, { standardize, filter }: Config, isDay: boolean): TimeReading | null {
  const { holds, examples } = profile;
  const isTime = holds.kind === "date" || holds.kind === "timestamp";
  const written = isTime ? holds.format.example : examples[0];
  if (written === undefined || (!isTime && holds.kind !== "integer")) return null;
  const order = standardize.dateOrder ?? (isTime ? knownOrder(holds.format.order) : null);
  const time = (isDay ? parseDay : parseTime)(written, { dateOrder: order, epochUnit: standardize.epochUnit });
  const format = time ? formatName(time, isTime ? holds.format.pattern : "") : isTime ? holds.format.pattern : "number";
  return { format, written, read: time && instantText(time, standardize.timeZone, filter.dayZone, isDay) };
}

function knownOrder(order: DateOrder | "both" | null): DateOrder | null {
  return order === "both" ? null : order;
}

function formatName({ form }: WrittenTime, pattern: string): string {
  if (form === "compact") return "YYYYMMDD";
  const unit = /^epoch_(s|ms|us|ns)$/.exec(form)?.[1] as keyof typeof UNITS | undefined;
  return unit ? `epoch ${UNITS[unit]}` : pattern;
}

/** The instant in the zone of days, by which the cutoff goes. */
function instantText({ clock, micros }: WrittenTime, timeZone: string, dayZone: string, isDay: boolean): string {
  const days = zoneTime(dayZone);
  if (clock === "day_zone") return days.text(days.instantOf(Number(micros))).slice(0, isDay ? 10 : undefined);
  const instant = clock === "utc" ? micros : zoneTime(timeZone).instantOf(Number(micros));
  return isDay ? days.text(instant).slice(0, 10) : `${days.text(instant)} ${days.zoneText(instant)}`;
}

/** A date that may be read in two ways: what it is in each, as a day. */
export interface DateQuestion {
  example: string;
  dayFirst: string;
  monthFirst: string;
  /** Some values prove one order, and some the other. */
  isContradicted: boolean;
}

/**
 * The question that time columns leave open: day first or month first. `null` where there is none, or where the values of any
 * column answer it.
 */
export function dateQuestion(profiles: readonly ColumnProfile[]): DateQuestion | null {
  const numeric = profiles.flatMap(({ holds }) =>
    (holds.kind === "date" || holds.kind === "timestamp") && holds.format.form === "numeric" ? [holds.format] : [],
  );
  const orders = new Set(numeric.map(({ order }) => order));
  const [first] = numeric;
  const isContradicted = orders.has("both") || (orders.has("day_first") && orders.has("month_first"));
  if (!first || (!isContradicted && (orders.has("day_first") || orders.has("month_first")))) return null;
  const example = numeric.find(({ example: text }) => ordersOf(text).length === 2)?.example ?? first.example;
  return { example, dayFirst: dayWords(example, "day_first"), monthFirst: dayWords(example, "month_first"), isContradicted };
}

function dayWords(text: string, dateOrder: DateOrder): string {
  const time = parseDay(text, { dateOrder, epochUnit: null });
  if (!time) return "no date";
  return new Date(Number(time.micros / 1000n)).toLocaleDateString("en-GB", { dateStyle: "long", timeZone: "UTC" });
}
