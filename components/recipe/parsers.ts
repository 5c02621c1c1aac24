import { parseConfig } from "../../lib/config";
import { problemOf } from "../../lib/errors";

type Parsed<T> = { value: T } | { error: string };

/** Whole numbers from `low` to `high`; digits may be grouped by commas, blanks or underscores. */
export function wholeNumber(low: number, high: number): (text: string) => Parsed<number> {
  const error = `A whole number from ${low.toLocaleString("en-US")} to ${high.toLocaleString("en-US")}`;
  return (text) => {
    const digits = text.replace(/[\s,_]/g, "");
    const value = Number(digits);
    return /^\d+$/.test(digits) && value >= low && value <= high ? { value } : { error };
  };
}

/** As {@link wholeNumber}; no text at all is null. */
export function optionalWholeNumber(low: number, high: number): (text: string) => Parsed<number | null> {
  const parse = wholeNumber(low, high);
  return (text) => (text.trim() === "" ? { value: null } : parse(text));
}

export function timeZone(text: string): Parsed<string> {
  try {
    return { value: parseConfig({ filter: { dayZone: text.trim() } }).filter.dayZone };
  } catch (thrown) {
    const problem = problemOf(thrown);
    return { error: problem.code === "bad-config" ? `This ${problem.message}` : "This is not a time zone" };
  }
}
