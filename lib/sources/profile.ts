import type { SourceColumn } from "./column";
import { type DateOrder, type EpochUnit, parseDay, patternOf, type TimeForm, trimmed, type WrittenTime } from "./times";

/**
 * What the values of a column are. A date is a day, a timestamp has a time of day.
 * Whole numbers say in `epoch` the unit by which all of them are times from 1990 to 2049, and in `compact` whether all are days
 * such as `20240514`.
 */
export type Holding =
  | { kind: "nothing" }
  | { kind: "integer"; epoch: EpochUnit | null; compact: boolean }
  | { kind: "number" }
  | { kind: "boolean" }
  | { kind: "text" }
  | { kind: "date"; format: TimeFormat }
  | { kind: "timestamp"; format: TimeFormat }
  /** A list of objects, as a type of the file or as JSON text. */
  | { kind: "structs"; fields: string[] }
  /** A list of plain ids. `separator` and `label` are those of a text that is not JSON. */
  | { kind: "ids"; separator: string | null; label: string | null }
  | { kind: "json" }
  /** A type of Parquet or Arrow that no canonical column can use. */
  | { kind: "other" };

export interface TimeFormat {
  form: TimeForm;
  /** Of the form `numeric`: the order that the values prove, `both` where they contradict each other, `null` where they do not tell. */
  order: DateOrder | "both" | null;
  /** The form in letters, such as `DD/MM/YYYY hh:mm` or `YYYY-MM-DDThh:mm:ss±hh:mm`. */
  pattern: string;
  /** A value that shows the order, else the first one. */
  example: string;
  /** Where the order is `both`: a value that shows the other one. */
  counterExample: string | null;
  zone: "written" | "none";
  /** Whether every time of day is midnight, so that the column may as well hold days. */
  midnights: boolean;
}

/** What a column holds, judged by the rows at the beginning of the file. */
export interface ColumnProfile {
  holds: Holding;
  /** Rows that were looked at. */
  rows: number;
  /** How many of them have no value. */
  missing: number;
  /** How many hold a word for nothing (NA, null, None, NaN, \N), which is read as the text that it is. */
  placeholders: number;
  /** How many hold neither nothing nor what {@link ColumnProfile.holds} says: at most one in ten. */
  misfits: number;
  /** The first values that differ, as written, at most {@link EXAMPLES}. */
  examples: string[];
  /** Every value with its count, the most frequent first, if there are at most {@link FEW}. */
  distinct: { value: string; count: number }[] | null;
}

const EXAMPLES = 5;
const FEW = 40;
/** So many of a column's values must fit for it to hold what they are. */
const MOST = 0.9;
const PLACEHOLDER = /^(?:na|n\/a|null|none|nan|\\n)$/i;
const INTEGER = /^(?:0|-?[1-9]\d{0,18})(?:[.]0+)?$/;
/** Not what begins with a zero, nor what has more digits than 64 bits hold. */
const NUMBER = /^[-+]?(?:(?:0|[1-9]\d{0,18})(?:[.]\d*)?|[.]\d+)(?:e[-+]?\d+)?$/i;
const DIGITS = /^-?\d+(?:[.]0+)?$/;
const BOOLEAN = /^(?:true|false)$/i;
const Y1990 = BigInt(Date.UTC(1990, 0)) * 1000n;
const Y2050 = BigInt(Date.UTC(2050, 0)) * 1000n;
const ANY_ORDER = ["day_first", "month_first"] as const;

/** The profiles of all columns. `rows` are the head of a file as text, `null` where a value is missing. */
export function profileOf(columns: readonly SourceColumn[], rows: readonly (readonly (string | null)[])[]): ColumnProfile[] {
  return columns.map((column, position) =>
    profileColumn(
      column,
      rows.map((row) => row[position] ?? null),
    ),
  );
}

function profileColumn(column: SourceColumn, cells: readonly (string | null)[]): ColumnProfile {
  const present = cells.filter((cell) => cell !== null && trimmed(cell) !== "") as string[];
  const told = present.filter((value) => !PLACEHOLDER.test(trimmed(value)));
  const { holds, fitting } = holdingOf(column, told);
  const counts = countsOf(present);
  return {
    holds,
    rows: cells.length,
    missing: cells.length - present.length,
    placeholders: present.length - told.length,
    misfits: told.length - fitting,
    examples: [...counts.keys()].slice(0, EXAMPLES),
    distinct:
      counts.size > FEW ? null : [...counts].map(([value, count]) => ({ value, count })).sort((a, b) => b.count - a.count),
  };
}

function countsOf(values: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return counts;
}

interface Held {
  holds: Holding;
  /** How many values are of that kind. */
  fitting: number;
}

function holdingOf(column: SourceColumn, values: readonly string[]): Held {
  const all = (holds: Holding): Held => ({ holds, fitting: values.length });
  switch (column.kind) {
    case "other":
      return all({ kind: "other" });
    case "boolean":
      return all({ kind: "boolean" });
    case "list":
      return all(column.fields ? { kind: "structs", fields: [...column.fields] } : { kind: "ids", separator: null, label: null });
    case "date":
    case "timestamp":
    case "instant":
      return typedTime(column.kind, values) ?? all({ kind: "nothing" });
    case "integer":
    case "float":
    case "decimal":
    case "text":
      return values.length > 0 ? heldByText(values) : all({ kind: "nothing" });
    default:
      return column.kind satisfies never;
  }
}

/** All values of a type are written alike, so the first one that a calendar has shows the format; `null` if none has one. */
function typedTime(kind: "date" | "timestamp" | "instant", values: readonly string[]): Held | null {
  const read = values.map(readingsOf).filter(({ readings }) => readings.length > 0);
  if (read.length === 0) return null;
  const zone = kind === "instant" ? "written" : "none";
  const format: TimeFormat = { ...formatOf(read.slice(0, 1)), zone, midnights: read.every(isMidnight) };
  return { holds: { kind: kind === "date" ? "date" : "timestamp", format }, fitting: read.length };
}

/** The first kind that nearly all values are of. */
function heldByText(values: readonly string[]): Held {
  const tries: (() => Held)[] = [
    () => fitting(values, BOOLEAN, () => ({ kind: "boolean" })),
    () => heldAsInteger(values),
    () => fitting(values, NUMBER, () => ({ kind: "number" })),
    () => heldAsTime(values),
    () => heldAsJson(values),
    () => heldAsList(values),
  ];
  for (const attempt of tries) {
    const held = attempt();
    if (held.fitting >= MOST * values.length) return held;
  }
  return { holds: { kind: "text" }, fitting: values.length };
}

function fitting(values: readonly string[], pattern: RegExp, holds: (fit: string[]) => Holding): Held {
  const fit = values.map(trimmed).filter((value) => pattern.test(value));
  return { holds: holds(fit), fitting: fit.length };
}

function heldAsInteger(values: readonly string[]): Held {
  return fitting(values, INTEGER, (fit) => {
    const form = plausibleForm(fit[0] ?? "");
    const only = form !== null && fit.every((value) => plausibleForm(value) === form) ? form : null;
    const epoch = only?.startsWith("epoch_") ? (only.slice("epoch_".length) as EpochUnit) : null;
    return { kind: "integer", epoch, compact: only === "compact" };
  });
}

function plausibleForm(value: string): TimeForm | null {
  const time = parseDay(value, { dateOrder: null, epochUnit: null });
  return time && time.micros >= Y1990 && time.micros < Y2050 ? time.form : null;
}

function heldAsTime(values: readonly string[]): Held {
  const read = values.filter((value) => !DIGITS.test(trimmed(value))).map(readingsOf);
  const fit = read.filter(({ readings }) => readings.length > 0);
  if (fit.length === 0) return { holds: { kind: "text" }, fitting: 0 };
  const isDate = fit.every(({ readings }) => readings[0]?.clock === "day_zone");
  return { holds: { kind: isDate ? "date" : "timestamp", format: formatOf(fit) }, fitting: fit.length };
}

/** A text with what it is as a time: once, or in each order that makes it one. */
interface Read {
  value: string;
  readings: (WrittenTime & { order: DateOrder | null })[];
}

function readingsOf(value: string): Read {
  const readings: Read["readings"] = [];
  for (const order of ANY_ORDER) {
    const time = parseDay(value, { dateOrder: order, epochUnit: null });
    if (time === null) continue;
    if (time.form !== "numeric") return { value, readings: [{ ...time, order: null }] };
    readings.push({ ...time, order });
  }
  return { value, readings };
}

function formatOf(read: readonly Read[]): TimeFormat {
  const proofs: Partial<Record<DateOrder, Read>> = {};
  let numeric: Read | null = null;
  for (const each of read) {
    const [first, other] = each.readings;
    if (!first?.order) continue;
    numeric ??= each;
    if (!other) proofs[first.order] ??= each;
  }
  const order = proofs.day_first && proofs.month_first ? "both" : (ANY_ORDER.find((one) => proofs[one]) ?? null);
  const shown = proofs.day_first ?? proofs.month_first ?? numeric ?? read[0];
  const example = shown?.value ?? "";
  const reading = shown?.readings[0];
  return {
    form: reading?.form ?? "iso",
    order,
    pattern: patternOf(example, order === "both" ? null : order),
    example,
    counterExample: order === "both" ? (proofs.month_first?.value ?? null) : null,
    zone: reading?.clock === "utc" ? "written" : "none",
    midnights: read.every(isMidnight),
  };
}

function isMidnight({ readings }: Read): boolean {
  return readings.every(({ micros }) => micros % 86_400_000_000n === 0n);
}

function heldAsJson(values: readonly string[]): Held {
  const parsed = values.map(parseJson).filter((value) => value !== undefined);
  const lists = parsed.filter(Array.isArray);
  const entries: unknown[] = lists.flat().filter((entry) => entry !== null);
  if (lists.length === 0 || lists.length < parsed.length) return { holds: { kind: "json" }, fitting: parsed.length };
  if (entries.length > 0 && entries.every((entry) => typeof entry === "object" && !Array.isArray(entry))) {
    const fields = [...new Set(entries.flatMap((entry) => Object.keys(entry as object)))];
    return { holds: { kind: "structs", fields }, fitting: parsed.length };
  }
  const isIds = entries.every((entry) => typeof entry === "string" || typeof entry === "number");
  return { holds: isIds ? { kind: "ids", separator: null, label: null } : { kind: "json" }, fitting: parsed.length };
}

/** Objects and lists only. */
function parseJson(text: string): unknown {
  if (!/^\s*[[{]/.test(text)) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const SEPARATORS = ["|", ";", ",", " "] as const;
const LABELS = ["-", ":", "=", "_"] as const;

/** Lists such as `1|2|3` and `N1-0 N2-1`: ids between the same separator, most cells with more than one. */
function heldAsList(values: readonly string[]): Held {
  for (const separator of SEPARATORS) {
    const cells = values.map((value) => trimmed(value).split(separator));
    const several = cells.filter((entries) => entries.length > 1);
    const isId = (entry: string) => /^[^\s|;,]+$/.test(entry);
    const lists = cells.filter((entries) => entries.every(isId));
    if (several.length < cells.length / 2 || lists.length < MOST * cells.length || !areIds(several.flat())) continue;
    const label = LABELS.find((mark) => lists.flat().every((entry) => /^.+[01]$/s.test(entry) && entry.at(-2) === mark)) ?? null;
    return { holds: { kind: "ids", separator, label }, fitting: lists.length };
  }
  return { holds: { kind: "text" }, fitting: 0 };
}

/** Ids have digits; words of a sentence and names of categories mostly have none. */
function areIds(entries: readonly string[]): boolean {
  return entries.filter((entry) => /\d/.test(entry)).length >= MOST * entries.length;
}

/** The form in which a column may hold times or days; `null` if it holds neither. */
export function timeOf({ holds }: ColumnProfile): TimeForm | null {
  if (holds.kind === "date" || holds.kind === "timestamp") return holds.format.form;
  if (holds.kind !== "integer") return null;
  if (holds.compact) return "compact";
  return holds.epoch === null ? null : `epoch_${holds.epoch}`;
}
