import { LABEL_FALSE, LABEL_MISSING, LABEL_TRUE } from "../labels";
import { NO_DAY } from "../no-day";
import { NO_SLOT } from "../no-slot";
import { daysSince1970, isDate } from "./calendar";
import { CarouselReader, type CarouselRules } from "./plain-carousel";
import { isPlainTextId } from "./plain-text";
import { MOST_OFFSET_HOURS, TimeReader } from "./plain-times";
import { type DateOrder, isExactTime } from "./times";

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
  | "carousel"
  | "slot"
  | "label";

/** What the fields of rows hold, however they are written. */
export interface RowLayout {
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

export interface PlainLayout extends RowLayout {
  /** A longer row, its line feed included, is not plain. */
  maxBytes: number;
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
  /** `NO_SLOT` where the field is empty. */
  readonly slot: number;
  readonly label: number;
  /** Where the bytes of the ranking begin and end. */
  readonly rankingStart: number;
  readonly rankingEnd: number;
  readonly carousel: CarouselReader;
}

/** Takes plain rows, in order. */
export interface RowTaker {
  /** @param place of the row among all, from 1 */
  take(row: PlainRow, place: number): void;
}

const LF = 10;
const [ZERO, ONE, DASH, COLON, POINT, PLUS, BLANK] = [48, 49, 45, 58, 46, 43, 32];
const [T, Z] = [84, 90];
/** 10^9 in two parts of 16 bits. */
const [BASE_LOW, BASE_HIGH] = [1_000_000_000 & 0xffff, 1_000_000_000 >> 16];
const POWERS = Float64Array.from({ length: 19 }, (_, n) => 10 ** n);

/** A byte times this is a word of four of them. */
const EVERY_BYTE = 0x01010101;
const LINE_FEEDS = LF * EVERY_BYTE;

/** Whether one of the four bytes of a word is 0: taking 1 from each sets the highest bit of the lowest such byte, and of none where there is none. */
function hasZero(word: number): boolean {
  return ((word - EVERY_BYTE) & ~word & 0x80808080) !== 0;
}

/** What makes a capital letter a small one. */
const LOWER = 0x20;
const LABELS = [
  { letters: new TextEncoder().encode("true"), label: LABEL_TRUE },
  { letters: new TextEncoder().encode("false"), label: LABEL_FALSE },
];

/** What readers call the fields: texts of a plan that came from another thread are compared letter by letter. */
const [UNUSED, CUSTOMER, ITEM, DAY, TIME, EPOCH, TYPE, RANKING, CAROUSEL, CUSTOMER_TEXT, ITEM_TEXT, SLOT, LABEL] = [
  0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12,
] as const;
export const CODES = {
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
  slot: SLOT,
  label: LABEL,
} as const satisfies Record<PlainField, number>;
export type FieldCode = (typeof CODES)[PlainField];
/** The fields that have one value, which any format may hold. */
export type ValueCode = Exclude<FieldCode, typeof UNUSED | typeof RANKING | typeof CAROUSEL>;

/**
 * Reads the fields of rows. `read` gives false where a field is not plain. All members are small integers but `time`. How fields
 * are parted, and which are not read, say the readers of a format.
 */
export class FieldReader implements PlainRow {
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
  slot = NO_SLOT;
  label = LABEL_MISSING;
  time = Number.NaN;
  high = 0;
  low = 0;
  private date = 0;
  /** The last date that was read, as a number of eight digits, and its day. */
  private knownDate = -1;
  private knownDay = 0;
  /** What ends the field that is read, besides a line feed. */
  protected end = LF;
  private readonly view: DataView;
  private readonly times: TimeReader;
  protected readonly fields: readonly FieldCode[];
  private readonly needs: PlainLayout["needs"];
  protected readonly maxBytes: number;
  private readonly types: readonly { text: Uint8Array; code: number }[];

  constructor(
    protected readonly bytes: Uint8Array,
    { fields, maxBytes, needs, dateOrder, types, carousels }: PlainLayout,
  ) {
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
    this.fields = fields.map((field) => CODES[field]);
    this.maxBytes = maxBytes;
    this.times = new TimeReader(bytes, dateOrder);
    this.needs = needs;
    this.carousel = new CarouselReader(bytes, this, carousels);
    this.types = [...types].map(([text, code]) => ({ text: new TextEncoder().encode(text), code }));
  }

  protected begin(at: number): void {
    this.at = at;
    this.day = NO_DAY;
    this.time = Number.NaN;
    this.clock = 0;
    this.slot = NO_SLOT;
    this.label = LABEL_MISSING;
    this.rankingStart = 0;
    this.rankingEnd = 0;
    this.carousel.count = 0;
  }

  /** Reads a field up to its end; an empty one, if it may be. */
  protected read(field: ValueCode): boolean {
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
      case SLOT:
        return this.isEnd() || this.readSlot();
      case LABEL:
        return this.isEnd() || this.readLabel();
      default:
        return field satisfies never;
    }
  }

  /** Whether the row as a whole has what it needs. */
  protected isWhole(): boolean {
    if (this.needs === "nothing" || !Number.isNaN(this.time)) return true;
    return this.needs === "time or day" && this.day !== NO_DAY;
  }

  protected isEnd(): boolean {
    const byte = this.bytes[this.at];
    return byte === this.end || byte === LF;
  }

  /** Goes to where the field ends, four bytes at a time as long as it does not end in them. */
  protected endOfText(): number {
    const { bytes, view, end } = this;
    const { length } = bytes;
    const ends = end * EVERY_BYTE;
    let at = this.at;
    for (; at + 4 <= length; at += 4) {
      const word = view.getInt32(at, true);
      if (hasZero(word ^ ends) || hasZero(word ^ LINE_FEEDS)) break;
    }
    while (at < length && bytes[at] !== end && bytes[at] !== LF) at += 1;
    this.at = at;
    return at;
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
      if (hours < 0 || hours > MOST_OFFSET_HOURS || minutes < 0 || minutes > 59 || bytes[at + 3] !== COLON) return false;
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

  /** A slot is below {@link NO_SLOT}. */
  private readSlot(): boolean {
    if (!this.integer() || this.high > 0 || !this.skipZeros()) return false;
    this.slot = this.low;
    return true;
  }

  /** What `labelOf` of `values.ts` takes for a label: `true` and `false` in letters of any case, 1 and 0. */
  private readLabel(): boolean {
    const { bytes, at } = this;
    const first = bytes[at];
    if (first === ZERO || first === ONE) {
      this.at = at + 1;
      this.label = first === ONE ? LABEL_TRUE : LABEL_FALSE;
      return this.skipZero();
    }
    for (const { letters, label } of LABELS) {
      let k = 0;
      while (k < letters.length && ((bytes[at + k] as number) | LOWER) === letters[k]) k += 1;
      if (k < letters.length) continue;
      this.at = at + k;
      this.label = label;
      return true;
    }
    return false;
  }

  /** A point and one zero, if there is a point. */
  private skipZero(): boolean {
    if (this.bytes[this.at] !== POINT) return true;
    this.at += 2;
    return this.bytes[this.at - 1] === ZERO;
  }

  /** The number that two digits write; a negative one where there are other characters. */
  private two(at: number): number {
    const tens = (this.bytes[at] as number) - ZERO;
    const ones = (this.bytes[at + 1] as number) - ZERO;
    return tens >= 0 && tens <= 9 && ones >= 0 && ones <= 9 ? tens * 10 + ones : -10_000;
  }
}
