import { JsonReader } from "./json-reader";
import { CODES, type FieldCode, FieldReader, type PlainLayout, type RowTaker } from "./plain-fields";
import { decodeWith, type LeftOver, type RowCursor } from "./row-cursor";

const { unused: UNUSED, ranking: RANKING, carousel: CAROUSEL, day: DAY, epoch: EPOCH, type: TYPE } = CODES;
const { slot: SLOT, label: LABEL } = CODES;
const { customer: CUSTOMER, "customer text": CUSTOMER_TEXT, item: ITEM, "item text": ITEM_TEXT } = CODES;
/** Stands for a byte that never comes. */
const NONE = -1;
const [LF, BLANK, QUOTE, COMMA, COLON, ZERO, NINE] = [10, 32, 34, 44, 58, 48, 57];
const [OBJECT, OBJECT_END, LIST, SMALL_N, SMALL_F, SMALL_T] = [123, 125, 91, 110, 102, 116];
const decoder = new TextDecoder("utf-8", { ignoreBOM: true });
/** No row is plain without them. */
const NEEDED: readonly FieldCode[] = [CUSTOMER, CUSTOMER_TEXT, ITEM, ITEM_TEXT, TYPE];

/**
 * Decodes records of JSON that are written plainly, as `decodePlainRows` does rows of CSV: objects of keys that are known, each
 * once, whose values that are used are texts without escapes, or integers.
 * @param bytes records of JSON, a line each
 * @param keys of the columns that the layout's fields are of
 */
export function decodePlainRecords(bytes: Uint8Array, keys: readonly string[], layout: PlainLayout, taker: RowTaker): LeftOver {
  return decodeWith(new JsonCursor(bytes, keys, layout), bytes, taker);
}

class JsonCursor extends FieldReader implements RowCursor {
  /** By column, as JSON writes them. */
  private readonly keys: readonly Uint8Array[];
  private readonly needed: readonly number[];
  /** By column, the row that had it last. */
  private readonly seen: Int32Array;
  private row = 0;
  private readonly json: JsonReader;

  constructor(bytes: Uint8Array, keys: readonly string[], layout: PlainLayout) {
    super(bytes, layout);
    this.keys = keys.map((key) => new TextEncoder().encode(JSON.stringify(key).slice(1, -1)));
    this.needed = this.fields.flatMap((field, column) => (NEEDED.includes(field) ? column : []));
    this.seen = new Int32Array(keys.length);
    this.json = new JsonReader(bytes);
  }

  rowFrom(start: number): number {
    const { bytes } = this;
    let at = start;
    while (at < bytes.length && bytes[at] !== OBJECT) {
      const end = this.recordEnd(at);
      if (decoder.decode(bytes.subarray(at, end)).trim() !== "") break;
      at = end;
    }
    return at;
  }

  readRow(start: number): boolean {
    this.begin(start);
    this.row += 1;
    if (!this.take(OBJECT)) return false;
    let expected = 0;
    do {
      const column = this.readKey(expected);
      if (column < 0 || this.seen[column] === this.row || !this.take(COLON)) return false;
      this.seen[column] = this.row;
      if (!this.readValue(this.fields[column] as FieldCode)) return false;
      this.skipBlanks();
      expected = column + 1;
    } while (this.take(COMMA));
    if (!this.take(OBJECT_END) || this.bytes[this.at] !== LF) return false;
    this.at += 1;
    return this.hasNeeded() && this.isWhole() && this.at - start <= this.maxBytes;
  }

  recordEnd(start: number): number {
    return this.bytes.indexOf(LF, start) + 1;
  }

  private hasNeeded(): boolean {
    for (const column of this.needed) if (this.seen[column] !== this.row) return false;
    return true;
  }

  /** Reads a key, and gives its column; negative where it is none. @param expected the column that most likely comes */
  private readKey(expected: number): number {
    const { keys } = this;
    if (this.bytes[this.at] !== QUOTE) return -1;
    this.at += 1;
    if (expected < keys.length && this.isKey(expected)) return expected;
    for (let column = 0; column < keys.length; column += 1) if (this.isKey(column)) return column;
    return -1;
  }

  /** Goes behind a key and its quote, if it is that of a column. */
  private isKey(column: number): boolean {
    const { bytes, at } = this;
    const key = this.keys[column] as Uint8Array;
    for (let k = 0; k < key.length; k += 1) if (bytes[at + k] !== key[k]) return false;
    if (bytes[at + key.length] !== QUOTE) return false;
    this.at = at + key.length + 1;
    this.skipBlanks();
    return true;
  }

  private readValue(field: FieldCode): boolean {
    const byte = this.bytes[this.at] as number;
    if (field === UNUSED) return this.goTo(this.json.endOfValue(this.at));
    if (byte === SMALL_N) return !NEEDED.includes(field) && this.goTo(this.json.endOfValue(this.at));
    if (field === CAROUSEL) return byte === LIST && this.goTo(this.carousel.read(this.at, 1, NONE));
    if (byte === QUOTE) return this.readText(field);
    if (byte === SMALL_T || byte === SMALL_F) return field === LABEL && this.readWord();
    return byte >= ZERO && byte <= NINE && this.readNumber(field);
  }

  /** `true` or `false`. */
  private readWord(): boolean {
    const end = this.json.endOfValue(this.at);
    return end >= 0 && this.read(LABEL) && this.at === end;
  }

  /** A text that is not empty, and has no escapes. */
  private readText(field: FieldCode): boolean {
    const start = this.at + 1;
    const end = this.json.endOfText(start);
    if (end <= start) return false;
    this.at = start;
    if (field === RANKING) this.setRanking(start, end);
    else {
      this.end = QUOTE;
      if (field === UNUSED || field === CAROUSEL || !this.read(field)) return false;
    }
    if (this.at !== end) return false;
    this.at += 1;
    return true;
  }

  private readNumber(field: FieldCode): boolean {
    const start = this.at;
    if (!this.integerId()) return false;
    const end = this.at;
    if (field === CUSTOMER_TEXT) [this.customerLow, this.customerHigh] = [start, end];
    else if (field === ITEM_TEXT) [this.itemLow, this.itemHigh] = [start, end];
    else if (field === RANKING) this.setRanking(start, end);
    else return this.readDigits(field, start, end);
    return true;
  }

  /** What may be a number: of an epoch, a slot and a label a point and zeros may follow. */
  private readDigits(field: FieldCode, start: number, end: number): boolean {
    const mayHavePoint = field === EPOCH || field === SLOT || field === LABEL;
    if (!mayHavePoint && field !== CUSTOMER && field !== ITEM && field !== DAY) return false;
    this.at = start;
    this.end = COMMA;
    return this.read(field) && (mayHavePoint || this.at === end);
  }

  private setRanking(start: number, end: number): void {
    this.rankingStart = start;
    this.rankingEnd = end;
    this.at = end;
  }

  private goTo(at: number): boolean {
    this.at = at;
    return at >= 0;
  }

  /** Takes a byte, and the blanks behind it. */
  private take(byte: number): boolean {
    if (this.bytes[this.at] !== byte) return false;
    this.at += 1;
    this.skipBlanks();
    return true;
  }

  private skipBlanks(): void {
    while (this.bytes[this.at] === BLANK) this.at += 1;
  }
}
