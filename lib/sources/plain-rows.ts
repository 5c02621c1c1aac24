import { NO_DAY } from "../no-day";
import { daysSince1970, isDate } from "./calendar";
import { CarouselReader, type CarouselRules } from "./plain-carousel";
import { isPlainTextId } from "./plain-text";
import { TimeReader } from "./plain-times";
import { type DateOrder, isExactTime } from "./times";

/**
 * Decodes the rows of a CSV chunk that are written plainly: ids, dates and times in any of their forms or as an epoch,
 * with quotes around a value or without. Nearly all rows of a log are, and this takes far less time than a general reader. A row
 * that is not plain in every field that is used is left over, byte for byte, for the SQL of `standardize.ts`, which says what a
 * value means: of a plain row both give the same.
 */

/** What a column of the chunk holds. An `epoch` or `time` column has the instant, in one of two forms. */
export type PlainField =
  | "unused"
  | "customer"
  | "customer text"
  | "item"
  | "item text"
  | "day"
  | "time"
  | "epoch"
  | "type"
  | "ranking"
  | "carousel";

export interface PlainLayout {
  /** The character between fields. */
  delimiter: string;
  /** What opens a quoted value; empty if nothing does. */
  quote: string;
  /** A longer row, its line feed included, is not plain. */
  maxBytes: number;
  /** A row without it is not plain. */
  needs: "time" | "time or day" | "nothing";
  /** One for each column of the file. */
  fields: readonly PlainField[];
  /** Of dates with the year last; `null` where it is not known. */
  dateOrder: DateOrder | null;
  /** Texts of the type column and the codes that they stand for. */
  types: ReadonlyMap<string, number>;
  carousels: CarouselRules;
}

/** A plain row. It holds until the next one is read. */
export interface PlainRow {
  /** Ids as pairs of words: the low and the high half of an integer, or where a text begins and ends in the chunk. */
  readonly customerLow: number;
  readonly customerHigh: number;
  readonly itemLow: number;
  readonly itemHigh: number;
  /** Days since 1970, or {@link NO_DAY}. */
  readonly day: number;
  /** Microseconds since 1970 on the clock that `clock` names; NaN where the field is empty. */
  readonly time: number;
  /** As `clockOf` of `times.ts`: 0 for UTC, 1 for the wall clock of the time zone, 2 for that of the day zone. */
  readonly clock: number;
  readonly type: number;
  /** Where the bytes of the ranking begin and end. */
  readonly rankingStart: number;
  readonly rankingEnd: number;
  readonly carousel: CarouselReader;
}

/** Takes plain rows, in order. */
export interface RowTaker {
  take(row: PlainRow): void;
}

/** What is left over of a chunk. */
export interface LeftOver {
  /** How many rows were plain. */
  plain: number;
  /** The other rows, as they stand in the chunk. */
  others: Uint8Array;
  /** Their places in the chunk, from 1. */
  places: Int32Array;
}

/** Stands for a byte that never comes. */
const NONE = -1;
const [LF, CR, QUOTE] = [10, 13, 34];
const [ZERO, DASH, COLON, POINT, PLUS, BLANK] = [48, 45, 58, 46, 43, 32];
const [T, Z] = [84, 90];
/** Between the values of a carousel, so that it needs quotes where these stand between fields. */
const IN_CAROUSELS = [44, 58, BLANK];
/** 10^9 in two parts of 16 bits. */
const [BASE_LOW, BASE_HIGH] = [1_000_000_000 & 0xffff, 1_000_000_000 >> 16];
const POWERS = Float64Array.from({ length: 19 }, (_, n) => 10 ** n);

/** What `Cursor.read` calls the fields: texts of a plan that came from another thread are compared letter by letter. */
const [UNUSED, CUSTOMER, ITEM, DAY, TIME, EPOCH, TYPE, RANKING, CAROUSEL, CUSTOMER_TEXT, ITEM_TEXT] = [
  0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10,
] as const;
const CODES = {
  unused: UNUSED,
  customer: CUSTOMER,
  "customer text": CUSTOMER_TEXT,
  item: ITEM,
  "item text": ITEM_TEXT,
  day: DAY,
  time: TIME,
  epoch: EPOCH,
  type: TYPE,
  ranking: RANKING,
  carousel: CAROUSEL,
} satisfies Record<PlainField, number>;
type FieldCode = (typeof CODES)[PlainField];

/**
 * Blank lines are no rows.
 * @param bytes whole records, each ended by a line feed
 */
export function decodePlainRows(bytes: Uint8Array, layout: PlainLayout, taker: RowTaker): LeftOver {
  const left: Left = { pieces: [], places: [] };
  const plain = decodeRows(bytes, new Cursor(bytes, layout), taker, left);
  return { plain, others: gather(bytes, left.pieces), places: Int32Array.from(left.places) };
}

/** Rows that are not plain: where each begins and ends, and its place among all. */
interface Left {
  pieces: number[];
  places: number[];
}

/** Gives how many rows are plain. The loop stands by itself, so that the compiled one is left without anything unknown to come. */
function decodeRows(bytes: Uint8Array, cursor: Cursor, taker: RowTaker, left: Left): number {
  let plain = 0;
  let start = 0;
  for (let row = 1; start < bytes.length; row += 1) {
    while (bytes[start] === LF) start += 1;
    if (start === bytes.length) break;
    if (cursor.readRow(start)) {
      taker.take(cursor);
      plain += 1;
      start = cursor.at;
    } else {
      const next = cursor.recordEnd(start);
      left.pieces.push(start, next);
      left.places.push(row);
      start = next;
    }
  }
  return plain;
}

/** Reads one field after another. `read` gives false where the field is not plain. All members are small integers but `time`. */
class Cursor implements PlainRow {
  readonly carousel: CarouselReader;
  rankingStart = 0;
  rankingEnd = 0;
  at = 0;
  customerHigh = 0;
  customerLow = 0;
  itemHigh = 0;
  itemLow = 0;
  day = NO_DAY;
  clock = 0;
  type = 0;
  time = Number.NaN;
  high = 0;
  low = 0;
  private date = 0;
  /** The last date that was read, as a number of eight digits, and its day. */
  private knownDate = -1;
  private knownDay = 0;
  private readonly delimiter: number;
  private readonly quote: number;
  /** What ends the field that is read, besides a line feed. */
  private end: number;
  private readonly times: TimeReader;
  private readonly fields: Uint8Array;
  private readonly needs: PlainLayout["needs"];
  private readonly maxBytes: number;
  private readonly types: readonly { text: Uint8Array; code: number }[];

  constructor(
    private readonly bytes: Uint8Array,
    { fields, delimiter, quote, maxBytes, needs, dateOrder, types, carousels }: PlainLayout,
  ) {
    this.fields = Uint8Array.from(fields, (field) => CODES[field]);
    this.maxBytes = maxBytes;
    this.delimiter = delimiter.charCodeAt(0);
    this.quote = quote === "" ? NONE : quote.charCodeAt(0);
    this.end = this.delimiter;
    this.times = new TimeReader(bytes, dateOrder);
    this.needs = needs;
    this.carousel = new CarouselReader(bytes, this, carousels);
    this.types = [...types].map(([text, code]) => ({ text: new TextEncoder().encode(text), code }));
  }

  /** Reads the row that begins at `start`, up to behind its line feed; false where it is not plain. */
  readRow(start: number): boolean {
    const { fields } = this;
    const last = fields.length - 1;
    this.begin(start);
    for (let field = 0; field <= last; field += 1) {
      const code = fields[field] as FieldCode;
      if (!(this.bytes[this.at] === this.quote ? this.readQuoted(code) : this.read(code))) return false;
      if (this.bytes[this.at] !== (field === last ? LF : this.delimiter)) return false;
      this.at += 1;
    }
    return this.isWhole() && this.at - start <= this.maxBytes;
  }

  private begin(at: number): void {
    this.at = at;
    this.day = NO_DAY;
    this.time = Number.NaN;
    this.clock = 0;
    this.rankingStart = 0;
    this.rankingEnd = 0;
    this.carousel.count = 0;
  }

  /** Reads a field that begins with a quote. A text that is empty in quotes is not plain. */
  private readQuoted(field: FieldCode): boolean {
    if (field === UNUSED) return this.skipQuoted();
    if (field === RANKING || field === CAROUSEL) return this.read(field);
    this.at += 1;
    this.end = this.quote;
    const isRead = !this.isEnd() && this.read(field) && this.bytes[this.at] === this.quote;
    this.end = this.delimiter;
    this.at += 1;
    return isRead;
  }

  private read(field: FieldCode): boolean {
    switch (field) {
      case CUSTOMER:
        if (!this.integerId()) return false;
        this.customerLow = this.low;
        this.customerHigh = this.high;
        return true;
      case CUSTOMER_TEXT:
        this.customerLow = this.at;
        this.customerHigh = this.endOfText();
        return isPlainTextId(this.bytes, this.customerLow, this.customerHigh);
      case ITEM:
        // Item 0 is the padding of raw ids.
        if (!this.integerId() || (this.high === 0 && this.low === 0)) return false;
        this.itemLow = this.low;
        this.itemHigh = this.high;
        return true;
      case ITEM_TEXT:
        this.itemLow = this.at;
        this.itemHigh = this.endOfText();
        return isPlainTextId(this.bytes, this.itemLow, this.itemHigh);
      case DAY:
        return this.isEnd() || this.readDay();
      case TIME:
        return this.isEnd() || this.readTime();
      case EPOCH:
        return this.isEnd() || this.readEpoch();
      case TYPE:
        return this.readType();
      case RANKING:
        return this.readRanking();
      case CAROUSEL:
        return this.isEnd() || this.readCarousel();
      case UNUSED:
        return this.skip();
      default:
        return field satisfies never;
    }
  }

  /** Just behind the line feed that ends the record at `start`. Quotes open a value at its beginning only. */
  recordEnd(start: number): number {
    const { bytes, delimiter, quote } = this;
    let at = start;
    let isStart = true;
    while (at < bytes.length) {
      const byte = bytes[at];
      if (byte === quote && isStart) {
        at += 1;
        while (at < bytes.length && (bytes[at] !== quote || bytes[at + 1] === quote)) at += bytes[at] === quote ? 2 : 1;
      } else if (byte === LF) return at + 1;
      isStart = byte === delimiter;
      at += 1;
    }
    return bytes.length;
  }

  /** Whether the row as a whole has what it needs. */
  private isWhole(): boolean {
    if (this.needs === "nothing" || !Number.isNaN(this.time)) return true;
    return this.needs === "time or day" && this.day !== NO_DAY;
  }

  private isEnd(): boolean {
    const byte = this.bytes[this.at];
    return byte === this.end || byte === LF;
  }

  private skip(): boolean {
    this.endOfText();
    return true;
  }

  /** Goes to where the field ends. */
  private endOfText(): number {
    const { bytes, end } = this;
    const { length } = bytes;
    let at = this.at;
    while (at < length && bytes[at] !== end && bytes[at] !== LF) at += 1;
    this.at = at;
    return at;
  }

  /** A text in quotes, in which a quote is written twice. One of several lines is not plain. */
  private skipQuoted(): boolean {
    const { bytes, quote } = this;
    let at = this.at + 1;
    while (bytes[at] !== quote || bytes[at + 1] === quote) {
      const byte = bytes[at];
      if (byte === LF || byte === CR || byte === undefined) return false;
      at += byte === quote ? 2 : 1;
    }
    this.at = at + 1;
    return true;
  }

  /** Any text without quotes in it. */
  private readRanking(): boolean {
    const { bytes, quote } = this;
    const isQuoted = bytes[this.at] === quote;
    if (isQuoted) this.at += 1;
    this.rankingStart = this.at;
    while (this.at < bytes.length && bytes[this.at] !== quote && !(this.isEnd() && !isQuoted)) this.at += 1;
    this.rankingEnd = this.at;
    if (isQuoted) this.at += 1;
    return true;
  }

  private readCarousel(): boolean {
    const { bytes, delimiter, quote } = this;
    const isQuoted = bytes[this.at] === quote;
    if (isQuoted ? quote !== QUOTE : IN_CAROUSELS.includes(delimiter)) return false;
    const end = isQuoted ? this.carousel.read(this.at + 1, 2, NONE) : this.carousel.read(this.at, 1, delimiter);
    if (end < 0 || (isQuoted && bytes[end] !== quote)) return false;
    this.at = isQuoted ? end + 1 : end;
    return true;
  }

  /** An integer as its low and its high half. */
  integerId(): boolean {
    if (!this.integer()) return false;
    const { high, low } = this;
    if (high === 0) return true;
    // No step exceeds 2^53.
    const lower = high * BASE_LOW + low;
    const upper = high * BASE_HIGH + Math.floor(lower / 65_536);
    this.low = ((upper & 0xffff) << 16) | (lower & 0xffff);
    this.high = Math.floor(upper / 65_536);
    return true;
  }

  /** Digits without a leading zero, at most 18, as `high` · 10^9 + `low`. */
  private integer(): boolean {
    const { bytes } = this;
    let at = this.at;
    let digit = (bytes[at] as number) - ZERO;
    if (!(digit >= 0 && digit <= 9)) return false;
    const start = at;
    let first = 0;
    while (digit >= 0 && digit <= 9 && at - start < 9) {
      first = first * 10 + digit;
      at += 1;
      digit = (bytes[at] as number) - ZERO;
    }
    if (bytes[start] === ZERO && at > start + 1) return false;
    this.high = 0;
    this.low = first;
    if (digit >= 0 && digit <= 9) {
      const middle = at;
      let second = 0;
      while (digit >= 0 && digit <= 9 && at - middle < 9) {
        second = second * 10 + digit;
        at += 1;
        digit = (bytes[at] as number) - ZERO;
      }
      const shift = POWERS[9 - (at - middle)] as number;
      this.high = Math.floor(first / shift);
      this.low = (first % shift) * (POWERS[at - middle] as number) + second;
    }
    this.at = at;
    return true;
  }

  /** `2024-05-15` at `this.at`, into `date`. */
  private readDate(): boolean {
    const { bytes, at } = this;
    const year = this.two(at) * 100 + this.two(at + 2);
    const month = this.two(at + 5);
    const day = this.two(at + 8);
    if (year < 0 || month < 0 || day < 0 || bytes[at + 4] !== DASH || bytes[at + 7] !== DASH) return false;
    const written = year * 10_000 + month * 100 + day;
    if (written !== this.knownDate) {
      if (!isDate(year, month, day)) return false;
      this.knownDate = written;
      this.knownDay = daysSince1970(year, month, day);
    }
    this.date = this.knownDay;
    this.at = at + 10;
    return true;
  }

  private readDay(): boolean {
    const start = this.at;
    if (this.readDate()) {
      this.day = this.date;
      return true;
    }
    this.at = this.times.readDay(start);
    this.day = this.times.day;
    return this.at > start;
  }

  private readTime(): boolean {
    const start = this.at;
    if (this.readIsoTime() && this.isEnd()) return true;
    this.at = this.times.readTime(start, this.end);
    this.time = this.times.time;
    this.clock = this.times.clock;
    return this.at > start;
  }

  /** `2024-05-15T10:30:00.123Z`, with a blank for the T, without the fraction, with an offset such as `+02:00`, or with none. */
  private readIsoTime(): boolean {
    if (!this.readDate()) return false;
    const { bytes } = this;
    let at = this.at;
    const hour = this.two(at + 1);
    const minute = this.two(at + 4);
    const second = this.two(at + 7);
    if (hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 59) return false;
    if ((bytes[at] !== T && bytes[at] !== BLANK) || bytes[at + 3] !== COLON || bytes[at + 6] !== COLON) return false;
    at += 9;
    let micros = 0;
    if (bytes[at] === POINT) {
      const start = at + 1;
      at = start;
      let digit = (bytes[at] as number) - ZERO;
      while (digit >= 0 && digit <= 9) {
        if (at - start < 6) micros = micros * 10 + digit;
        at += 1;
        digit = (bytes[at] as number) - ZERO;
      }
      if (at === start || at - start > 9) return false;
      micros *= POWERS[Math.max(0, 6 - (at - start))] as number;
    }
    let offset = 0;
    this.clock = 0;
    const sign = bytes[at];
    if (sign === Z) at += 1;
    else if (sign === PLUS || sign === DASH) {
      const hours = this.two(at + 1);
      const minutes = this.two(at + 4);
      if (hours < 0 || hours > 14 || minutes < 0 || minutes > 59 || bytes[at + 3] !== COLON) return false;
      offset = (hours * 60 + minutes) * (sign === PLUS ? 1 : -1);
      at += 6;
    } else this.clock = 1;
    this.time = this.date * 86_400_000_000 + ((hour * 60 + minute - offset) * 60 + second) * 1_000_000 + micros;
    this.at = at;
    return isExactTime(this.time);
  }

  /** Seconds, milliseconds, microseconds or nanoseconds since 1970, told apart by their size as in `times.ts`. */
  private readEpoch(): boolean {
    if (!this.integer() || !this.skipZeros()) return false;
    const { high, low } = this;
    this.clock = 0;
    const value = high * 1_000_000_000 + low;
    if (high < 100) this.time = value * 1_000_000;
    else if (high < 100_000) this.time = value * 1000;
    else if (high < 100_000_000) this.time = value;
    else this.time = high * 1_000_000 + Math.floor(low / 1000);
    return isExactTime(this.time);
  }

  /** A point and zeros behind an integer, if they are there; false where there is a point alone. */
  private skipZeros(): boolean {
    const { bytes } = this;
    if (bytes[this.at] !== POINT) return true;
    const start = this.at + 1;
    this.at = start;
    while (bytes[this.at] === ZERO) this.at += 1;
    return this.at > start;
  }

  private readType(): boolean {
    const { bytes, at } = this;
    for (const { text, code } of this.types) {
      let k = 0;
      while (k < text.length && bytes[at + k] === text[k]) k += 1;
      const end = bytes[at + k];
      if (k < text.length || (end !== this.end && end !== LF)) continue;
      this.type = code;
      this.at = at + k;
      return true;
    }
    return false;
  }

  /** The number that two digits write; a negative one where there are other characters. */
  private two(at: number): number {
    const tens = (this.bytes[at] as number) - ZERO;
    const ones = (this.bytes[at + 1] as number) - ZERO;
    return tens >= 0 && tens <= 9 && ones >= 0 && ones <= 9 ? tens * 10 + ones : -10_000;
  }
}

/** The pieces [from, to) of the bytes, one behind the other. */
function gather(bytes: Uint8Array, pieces: readonly number[]): Uint8Array {
  let size = 0;
  for (let k = 0; k < pieces.length; k += 2) size += (pieces[k + 1] as number) - (pieces[k] as number);
  const gathered = new Uint8Array(size);
  let at = 0;
  for (let k = 0; k < pieces.length; k += 2) {
    const piece = bytes.subarray(pieces[k], pieces[k + 1]);
    gathered.set(piece, at);
    at += piece.length;
  }
  return gathered;
}
