import { RecordCutter } from "./records";
import type { Dialect } from "./types";

const DELIMITERS = [",", ";", "\t", "|"] as const;
const SAMPLE_ROWS = 50;

/** What the first records of a CSV text are. */
export interface Sample {
  dialect: Dialect;
  names: string[];
  rows: (string | null)[][];
}

/**
 * The dialect by which most records of the text have as many fields as the first one.
 * The first record is a header unless one of its values looks like data; without a header it gives the names all the same.
 * @param head whole text, or its beginning
 */
export function sampleCsv(head: Uint8Array, isWhole: boolean): Sample | null {
  let best: { score: number; delimiter: string; records: string[][] } | null = null;
  for (const delimiter of DELIMITERS) {
    const records = recordsOf(head, isWhole, delimiter);
    const width = records[0]?.length ?? 0;
    if (width === 0) continue;
    const same = records.filter((record) => record.length === width).length / records.length;
    const score = width === 1 ? 0 : same + width / 10_000;
    if (!best || score > best.score) best = { score, delimiter, records };
  }
  const first = best?.records[0];
  if (!best || !first) return null;
  const header = !first.some(looksLikeData);
  const rows = best.records.slice(header ? 1 : 0).filter((record) => record.length === first.length);
  return {
    dialect: { delimiter: best.delimiter, quote: '"', header },
    names: first,
    rows: rows.slice(0, SAMPLE_ROWS).map((row) => row.map((value) => (value === "" ? null : value))),
  };
}

/** Numbers, dates and JSON are no names of columns. */
function looksLikeData(value: string): boolean {
  return /^\s*(?:[-+]?\d[\d.,]*(?:e[-+]?\d+)?|(?:dt=)?\d{4}-\d\d-\d\d.*|[[{].*[\]}])\s*$/is.test(value);
}

function recordsOf(head: Uint8Array, isWhole: boolean, delimiter: string): string[][] {
  const cut = (last: boolean) => new RecordCutter({ delimiter, fields: null, header: false }).cut(head.slice(), last);
  const complete = cut(isWhole);
  // A head without one whole record still has names to show.
  const { bytes } = complete.rows > 0 ? complete : cut(true);
  const text = new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes);
  return splitRecords(text, delimiter);
}

/** Text that a {@link RecordCutter} has cut, as values. */
export function splitRecords(text: string, delimiter: string): string[][] {
  const records: string[][] = [];
  let record: string[] = [];
  let at = 0;
  while (at < text.length) {
    let value: string;
    if (text[at] === '"') {
      let end = at + 1;
      while (end < text.length && (text[end] !== '"' || text[end + 1] === '"')) end += text[end] === '"' ? 2 : 1;
      value = text.slice(at + 1, end).replaceAll('""', '"');
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
