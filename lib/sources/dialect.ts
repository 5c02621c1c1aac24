import type { Limits, Reading } from "../config";
import type { SourceColumn } from "./column";
import { uniqueNames } from "./column-names";
import { RecordCutter } from "./records";
import type { Dialect, Quote } from "./types";

const DELIMITERS: readonly string[] = [",", ";", "\t", "|", "\x01"];

/** Whether a delimiter is of those that are found without being told. None of them is a part of a number, a time or a word. */
export function isUsualDelimiter(delimiter: string): boolean {
  return DELIMITERS.includes(delimiter);
}

/** What the first records of a CSV text are. */
export interface Sample {
  dialect: Dialect;
  /** Named by the first record, or by position. */
  columns: SourceColumn[];
  rows: (string | null)[][];
  /** Rows in the text, those that cannot be used included. */
  count: number;
}

type Told = Pick<Reading, "delimiter" | "quote" | "header">;

interface Records {
  dialect: Omit<Dialect, "header">;
  values: string[][];
  malformed: number;
}

/**
 * The dialect by which most records of the text have as many fields as the first one, as far as it is not told.
 * The first record is a header unless one of its values looks like data.
 * @param head whole text, or its beginning
 */
export function sampleCsv(head: Uint8Array, isWhole: boolean, limits: Limits, told: Told = {}): Sample | null {
  const quotes: readonly Quote[] = told.quote === undefined ? ['"', "'"] : [told.quote];
  const occurs = (delimiter: string) => delimiter === "," || head.includes(delimiter.charCodeAt(0));
  const delimiters = told.delimiter === undefined ? DELIMITERS.filter(occurs) : [told.delimiter];
  let best: { score: number; records: Records } | null = null;
  for (const quote of quotes) {
    // Single quotes are apostrophes, unless all that one column holds stands in them.
    if (quote === "'" && told.quote === undefined && !(best && hasQuotedColumn(best.records.values))) continue;
    for (const delimiter of delimiters) {
      const records = recordsOf(head, isWhole, { delimiter, quote }, limits);
      const score = scoreOf(records);
      if (score !== null && (!best || score > best.score || (quote === "'" && score === best.score))) best = { score, records };
    }
  }
  const first = best?.records.values[0];
  if (!best || !first) return null;
  const { dialect, values, malformed } = best.records;
  const header = told.header ?? !first.some(looksLikeData);
  const rows = values.slice(header ? 1 : 0);
  const usable = rows.filter((record) => record.length === first.length);
  return {
    dialect: { ...dialect, header },
    columns: uniqueNames(header ? first : first.map(() => "")).map((name) => ({ name, kind: "text" })),
    rows: usable.map((row) => row.map((value) => (value === "" ? null : value))),
    count: rows.length + malformed,
  };
}

function scoreOf({ values, malformed }: Records): number | null {
  const width = values[0]?.length ?? 0;
  if (width === 0) return null;
  const same = values.filter((record) => record.length === width).length / (values.length + malformed);
  return width === 1 ? 0 : same + width / 10_000;
}

function hasQuotedColumn(values: readonly string[][]): boolean {
  const rows = values.length > 1 ? values.slice(1) : values;
  return (values[0] ?? []).some((_, index) => {
    const present = rows.map((row) => row[index] ?? "").filter((value) => value !== "");
    return present.every((value) => value.startsWith("'")) && present.some((value) => /^'.*'$/s.test(value));
  });
}

/** Numbers, dates and JSON are no names of columns. */
function looksLikeData(value: string): boolean {
  return /^\s*(?:[-+]?\d[\d.,]*(?:e[-+]?\d+)?|(?:dt=)?\d{4}-\d\d-\d\d.*|[[{].*[\]}])\s*$/is.test(value);
}

function recordsOf(head: Uint8Array, isWhole: boolean, dialect: Omit<Dialect, "header">, limits: Limits): Records {
  const shape = { ...dialect, fields: null, header: false, maxBytes: limits.recordBytes };
  const { bytes, malformed } = new RecordCutter(shape).cut(head.slice(), isWhole);
  const text = new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes);
  return { dialect, values: splitRecords(text, dialect), malformed: malformed.length };
}

/** Text that a {@link RecordCutter} has cut, as values. */
export function splitRecords(text: string, { delimiter, quote }: Omit<Dialect, "header">): string[][] {
  const records: string[][] = [];
  let record: string[] = [];
  let at = 0;
  while (at < text.length) {
    let value: string;
    if (quote !== "" && text[at] === quote) {
      let end = at + 1;
      while (end < text.length && (text[end] !== quote || text[end + 1] === quote)) end += text[end] === quote ? 2 : 1;
      value = text.slice(at + 1, end).replaceAll(quote + quote, quote);
      at = end + 1;
    } else {
      let end = at;
      while (end < text.length && text[end] !== delimiter && text[end] !== "\n") end++;
      value = text.slice(at, end);
      at = end;
    }
    record.push(value);
    if (text[at] === delimiter) {
      at++;
      if (at < text.length && text[at] !== "\n") continue;
      record.push("");
    }
    records.push(record);
    record = [];
    at++;
  }
  return records;
}
