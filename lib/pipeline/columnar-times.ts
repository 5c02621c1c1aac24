import { type Data, type Timestamp, TimeUnit } from "apache-arrow";
import { halvesOf, numberAt } from "../halves";
import { NO_DAY } from "../no-day";
import type { SourceColumn } from "../sources/column";
import type { TextFields } from "../sources/text-fields";
import { type IdPairs, idPairsOf, isPresent, type Present, validityOf } from "./columnar-values";

/** A column of times, and what tells them. */
export interface TimeColumn {
  name: string;
  form: "instants" | "local times" | "epochs" | "texts" | "epochs as texts";
}

/** A column of days, and what tells them. */
export interface DayColumn {
  name: string;
  form: "dates" | "texts";
}

/**
 * How a column tells times; `null` where it needs more than is read without an engine.
 * @param hasEpochs whether its texts are numbers
 * @param isUnitTold whether the unit of numbers is told, and not found by their size
 */
export function timeColumn(column: SourceColumn, hasEpochs: boolean, isUnitTold: boolean): TimeColumn | null {
  const { name, kind } = column;
  switch (kind) {
    case "timestamp":
      return { name, form: "local times" };
    case "instant":
      return { name, form: "instants" };
    case "integer":
      return isUnitTold ? null : { name, form: "epochs" };
    case "text":
      if (!hasEpochs) return { name, form: "texts" };
      return isUnitTold ? null : { name, form: "epochs as texts" };
    default:
      return null;
  }
}

/** The same for days. */
export function dayColumn({ name, kind }: SourceColumn): DayColumn | null {
  if (kind === "date") return { name, form: "dates" };
  return kind === "text" ? { name, form: "texts" } : null;
}

/** Times in microseconds since 1970, NaN where the SQL shall judge; and clocks as `clockOf` of `times.ts` numbers them. */
export interface Times extends Present {
  values: Float64Array;
  clocks: Uint8Array;
}

/** @param texts reads those of the column */
export function timesOf(data: Data | undefined, { form }: TimeColumn, texts: TextFields): Times | null {
  if (data?.offset !== 0) return null;
  switch (form) {
    case "instants":
    case "local times": {
      const values = timestampsOf(data);
      return (
        values && { validity: validityOf(data), values, clocks: new Uint8Array(data.length).fill(form === "instants" ? 0 : 1) }
      );
    }
    case "epochs": {
      const numbers = idPairsOf(data, "integer");
      return numbers && { validity: numbers.validity, values: epochsOf(numbers), clocks: new Uint8Array(data.length) };
    }
    case "texts":
    case "epochs as texts":
      return timesOfTexts(idPairsOf(data, "text"), form === "texts" ? "time" : "epoch", texts);
    default:
      return form satisfies never;
  }
}

function timestampsOf({ type, values }: Data): Float64Array | null {
  if (!(values instanceof BigInt64Array)) return null;
  const halves = halvesOf(values);
  switch ((type as Timestamp).unit) {
    case TimeUnit.SECOND:
      return multiplied(halves, 1_000_000);
    case TimeUnit.MILLISECOND:
      return multiplied(halves, 1000);
    case TimeUnit.MICROSECOND:
      return multiplied(halves, 1);
    case TimeUnit.NANOSECOND:
      return thousandths(halves);
    default:
      return null;
  }
}

function multiplied(halves: Int32Array, factor: number): Float64Array {
  const products = new Float64Array(halves.length / 2);
  for (let row = 0; row < products.length; row += 1) products[row] = numberAt(halves, row) * factor;
  return products;
}

function thousandths(halves: Int32Array): Float64Array {
  const quotients = new Float64Array(halves.length / 2);
  for (let row = 0; row < quotients.length; row += 1)
    quotients[row] = thousandth(halves[2 * row] as number, halves[2 * row + 1] as number);
  return quotients;
}

/** A thousandth of an integer that is not negative, rounded down; NaN for others. No step exceeds 2^53. */
function thousandth(low: number, high: number): number {
  if (high < 0) return Number.NaN;
  const quotient = Math.floor(high / 1000);
  const rest = (high - quotient * 1000) * 2 ** 32 + (low >>> 0);
  return quotient * 2 ** 32 + Math.floor(rest / 1000);
}

/** Seconds, milliseconds, microseconds or nanoseconds since 1970, told apart by their size as in `times.ts`. */
function epochsOf({ pairs }: IdPairs): Float64Array {
  const values = new Float64Array(pairs.length / 2);
  for (let row = 0; row < values.length; row += 1) {
    const number = numberAt(pairs, row);
    if (number < 0) values[row] = Number.NaN;
    else if (number < 1e11) values[row] = number * 1_000_000;
    else if (number < 1e14) values[row] = number * 1000;
    else if (number <= Number.MAX_SAFE_INTEGER) values[row] = number;
    // What is not exact as a number may be on either side of the bound.
    else values[row] = number > 2e17 ? thousandth(pairs[2 * row] as number, pairs[2 * row + 1] as number) : Number.NaN;
  }
  return values;
}

function timesOfTexts(spans: IdPairs | null, field: "time" | "epoch", texts: TextFields): Times | null {
  if (!spans) return null;
  const { pairs, validity } = spans;
  const values = new Float64Array(pairs.length / 2);
  const clocks = new Uint8Array(values.length);
  for (let row = 0; row < values.length; row += 1) {
    values[row] = readText(spans, row, field, texts) ? texts.time : Number.NaN;
    clocks[row] = texts.clock;
  }
  return { validity, values, clocks };
}

/** Reads a text into fields of `texts`; false where it is missing, or not plain. */
function readText(spans: IdPairs, row: number, field: "day" | "time" | "epoch", texts: TextFields): boolean {
  const { pairs, bytes } = spans;
  return isPresent(spans, row) && texts.readText(field, bytes, pairs[2 * row] as number, pairs[2 * row + 1] as number);
}

/** Days since 1970; `NO_DAY` where the SQL shall judge. */
export interface Days extends Present {
  values: Int32Array;
}

/** @param texts reads those of the column */
export function daysOf(data: Data | undefined, { form }: DayColumn, texts: TextFields): Days | null {
  if (data?.offset !== 0) return null;
  if (form === "texts") return daysOfTexts(idPairsOf(data, "text"), texts);
  const values: unknown = data.values;
  return values instanceof Int32Array ? { validity: validityOf(data), values } : null;
}

function daysOfTexts(spans: IdPairs | null, texts: TextFields): Days | null {
  if (!spans) return null;
  const { pairs, validity } = spans;
  const values = new Int32Array(pairs.length / 2);
  for (let row = 0; row < values.length; row += 1) {
    values[row] = readText(spans, row, "day", texts) ? texts.day : NO_DAY;
  }
  return { validity, values };
}
