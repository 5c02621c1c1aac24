import { wholeCharacters } from "./text";
import type { Dialect, MalformedRow } from "./types";

/** As much of a malformed row as is kept; less where records have to be shorter. */
const MAX_TEXT_BYTES = 100_000;

const LF = 10;
const CR = 13;
const SPACE = 32;
/** Stands for a byte that never comes. */
const NONE = -1;

export interface RecordShape extends Dialect {
  /** How many fields a record has; one that has not is malformed. `null`: any number. */
  fields: number | null;
  /** A longer record is malformed: an unclosed quote or a missing line end must not hold a whole file in memory. */
  maxBytes: number;
}

export interface Records {
  /** The usable records, each ended by a line feed. A view on the bytes that were given. */
  bytes: Uint8Array;
  rows: number;
  malformed: MalformedRow[];
  /** Where the first record begins that is not complete yet, or a character of one that is too long. To be given again, with what follows it. */
  end: number;
}

/**
 * Finds the records of CSV text and puts aside those that are not usable, so that DuckDB's parser only meets text that it
 * reads in one way: it drops quotes from `"a" "b"`, refuses files with mixed line ends, and counts blank lines.
 *
 * - A quote opens a value only at its beginning; elsewhere it is text. Blanks around a quoted value are dropped.
 * - Lines end in LF, CRLF or CR. Empty lines are no rows.
 * - If a closing quote is followed by text, or a quote is not closed within `maxBytes`, the record is malformed
 *   up to the end of the line in which that quote was opened. Reading goes on with the next line.
 */
export class RecordCutter {
  private readonly delimiter: number;
  private readonly quote: number;
  /** What may stand between a delimiter and a quote. */
  private readonly blank: number;
  private header: boolean;
  /** Inside a line that is too long. */
  private skipping = false;

  constructor(private readonly shape: RecordShape) {
    this.delimiter = shape.delimiter.charCodeAt(0);
    this.quote = shape.quote === "" ? NONE : shape.quote.charCodeAt(0);
    this.blank = this.delimiter === SPACE ? NONE : SPACE;
    this.header = shape.header;
  }

  /** Whether the next byte begins a row of data, as far as the bytes so far tell. */
  get isBetweenRows(): boolean {
    return !this.header && !this.skipping;
  }

  /** Takes over `bytes` and changes them in place. `last`: nothing follows. */
  cut(bytes: Uint8Array, last: boolean): Records {
    const { delimiter, quote, blank } = this;
    const { maxBytes } = this.shape;
    const length = bytes.length;
    const expected = this.shape.fields;
    // A record that is too long keeps the same text, wherever the bytes end.
    const textBytes = Math.min(MAX_TEXT_BYTES, maxBytes);
    // Beyond this no byte has a meaning; most bytes of most files are.
    const highest = Math.max(delimiter, quote, CR);
    const drops: number[] = [];
    const malformed: MalformedRow[] = [];
    let rows = 0;
    let start = 0;
    let mark = 0;

    const reject = (end: number, next: number) => {
      malformed.push({ row: rows + malformed.length + 1, text: textOf(bytes, start, end, textBytes) });
      drops.length = mark;
      drops.push(start, next);
    };
    const begin = (at: number) => {
      start = at;
      mark = drops.length;
    };
    const finish = (end: number, next: number, fields: number) => {
      if (end === start) drops.push(start, next);
      else if (end - start > maxBytes) reject(end, next);
      else if (this.header) {
        this.header = false;
        drops.length = mark;
        drops.push(start, next);
      } else if (expected !== null && fields !== expected) reject(end, next);
      else {
        rows++;
        if (next - end === 2) drops.push(end, end + 1);
        else if (next > end) bytes[end] = LF;
      }
      begin(next);
    };

    let i = 0;
    // Not seen by the functions above: that would make it slower to count.
    let fields = 1;
    if (this.skipping) {
      i = lineEnd(bytes, 0);
      this.skipping = i === length && !last;
      // The line end itself is left as an empty line.
      const next = this.skipping ? wholeCharacters(bytes, length) : i;
      drops.push(0, next);
      begin(next);
    }
    while (i < length) {
      const byte = bytes[i] as number;
      if (byte > highest) {
        i++;
      } else if (byte === delimiter) {
        fields++;
        i++;
      } else if (byte === LF) {
        finish(i, i + 1, fields);
        i = start;
        fields = 1;
      } else if (byte === CR) {
        if (i + 1 === length && !last) break;
        finish(i, bytes[i + 1] === LF ? i + 2 : i + 1, fields);
        i = start;
        fields = 1;
      } else if (byte === quote && opensField(bytes, start, i, delimiter, blank)) {
        const closed = this.closing(bytes, start, i, last);
        if (closed === INCOMPLETE) break;
        if (closed === BROKEN) {
          const end = lineEnd(bytes, i);
          // The rest of the line is not here yet, or the line feed that belongs to its carriage return.
          const isCutOff = !last && end >= length - 1 && bytes[end] !== LF;
          if (isCutOff && end - start <= maxBytes) break;
          this.skipping = isCutOff;
          const next = isCutOff ? wholeCharacters(bytes, end) : bytes[end] === CR && bytes[end + 1] === LF ? end + 2 : end + 1;
          reject(end, next);
          begin(next);
          i = isCutOff ? length : next;
          fields = 1;
          continue;
        }
        let blanks = i;
        while (blanks > start && bytes[blanks - 1] === blank) blanks--;
        if (blanks < i) drops.push(blanks, i);
        let after = closed;
        while (bytes[after] === blank) after++;
        if (after > closed) drops.push(closed, after);
        i = after;
      } else {
        i++;
      }
    }
    if (!this.skipping && start < length) {
      // A carriage return at the end is no part of the record.
      const end = last || bytes[length - 1] !== CR ? length : length - 1;
      if (last) finish(length, length, fields);
      else if (end - start > maxBytes) {
        const next = wholeCharacters(bytes, end);
        reject(end, next);
        begin(next);
        this.skipping = true;
      }
    }
    // What an unfinished record would drop is found again when it is read again.
    drops.length = mark;
    return { bytes: without(bytes, drops, start), rows, malformed, end: start };
  }

  /** Where a quoted value that opens at `open` has ended, just behind its closing quote. */
  private closing(bytes: Uint8Array, start: number, open: number, last: boolean): number {
    const { quote, blank } = this;
    const length = bytes.length;
    const limit = Math.min(length, start + this.shape.maxBytes + 1);
    const isTooLong = length - start > this.shape.maxBytes;
    let i = open + 1;
    for (;;) {
      while (i < limit && bytes[i] !== quote) i++;
      if (i >= limit) return isTooLong || last ? BROKEN : INCOMPLETE;
      if (bytes[i + 1] !== quote) break;
      i += 2;
    }
    let after = i + 1;
    while (bytes[after] === blank) after++;
    if (after >= limit) return isTooLong ? BROKEN : last ? i + 1 : INCOMPLETE;
    const next = bytes[after];
    return next === this.delimiter || next === LF || next === CR ? i + 1 : BROKEN;
  }
}

const INCOMPLETE = -1;
const BROKEN = -2;

function opensField(bytes: Uint8Array, start: number, at: number, delimiter: number, blank: number): boolean {
  let before = at - 1;
  while (before >= start && bytes[before] === blank) before--;
  return before < start || bytes[before] === delimiter;
}

function lineEnd(bytes: Uint8Array, from: number): number {
  for (let i = from; i < bytes.length; i++) if (bytes[i] === LF || bytes[i] === CR) return i;
  return bytes.length;
}

function textOf(bytes: Uint8Array, start: number, end: number, most: number): string {
  const cut = end - start > most;
  const text = new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes.subarray(start, cut ? start + most : end));
  return cut ? `${text}…` : text;
}

function without(bytes: Uint8Array, drops: readonly number[], end: number): Uint8Array {
  if (drops.length === 0) return bytes.subarray(0, end);
  let write = drops[0] as number;
  for (let d = 0; d < drops.length; d += 2) {
    const from = drops[d + 1] as number;
    const to = drops[d + 2] ?? end;
    bytes.copyWithin(write, from, to);
    write += to - from;
  }
  return bytes.subarray(0, write);
}
