import { CODES, type FieldCode, FieldReader, type PlainLayout, type RowTaker } from "./plain-fields";
import { decodeWith, type LeftOver, type RowCursor } from "./row-cursor";

const { unused: UNUSED, ranking: RANKING, carousel: CAROUSEL } = CODES;
/** Stands for a byte that never comes. */
const NONE = -1;
const [LF, CR, QUOTE] = [10, 13, 34];
/** Between the values of a carousel, so that it needs quotes where these stand between fields. */
const IN_CAROUSELS = [44, 58, 32];

export interface CsvLayout extends PlainLayout {
  /** The character between fields. */
  delimiter: string;
  /** What opens a quoted value; empty if nothing does. */
  quote: string;
}

/**
 * Decodes the rows of a CSV chunk that are written plainly: ids, dates and times in any of their forms or as an epoch,
 * with quotes around a value or without. Nearly all rows of a log are, and this takes far less time than a general reader. A row
 * that is not plain in every field that is used is left over, byte for byte, for the SQL of `standardize.ts`, which says what a
 * value means: of a plain row both give the same.
 */
export function decodePlainRows(bytes: Uint8Array, layout: CsvLayout, taker: RowTaker): LeftOver {
  return decodeWith(new CsvCursor(bytes, layout), bytes, taker);
}

class CsvCursor extends FieldReader implements RowCursor {
  private readonly delimiter: number;
  private readonly quote: number;

  constructor(bytes: Uint8Array, layout: CsvLayout) {
    super(bytes, layout);
    this.delimiter = layout.delimiter.charCodeAt(0);
    this.quote = layout.quote === "" ? NONE : layout.quote.charCodeAt(0);
    this.end = this.delimiter;
  }

  rowFrom(start: number): number {
    let at = start;
    while (this.bytes[at] === LF) at += 1;
    return at;
  }

  readRow(start: number): boolean {
    const { fields } = this;
    const last = fields.length - 1;
    this.begin(start);
    for (let field = 0; field <= last; field += 1) {
      const code = fields[field] as FieldCode;
      if (!(this.bytes[this.at] === this.quote ? this.readQuoted(code) : this.readBare(code))) return false;
      if (this.bytes[this.at] !== (field === last ? LF : this.delimiter)) return false;
      this.at += 1;
    }
    return this.isWhole() && this.at - start <= this.maxBytes;
  }

  /** Quotes open a value at its beginning only. */
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

  private readBare(field: FieldCode): boolean {
    if (field === UNUSED) return this.skip();
    if (field === RANKING) return this.readRanking();
    if (field === CAROUSEL) return this.isEnd() || this.readCarousel();
    return this.read(field);
  }

  /** Reads a field that begins with a quote. A text that is empty in quotes is not plain. */
  private readQuoted(field: FieldCode): boolean {
    if (field === UNUSED) return this.skipQuoted();
    if (field === RANKING) return this.readRanking();
    if (field === CAROUSEL) return this.readCarousel();
    this.at += 1;
    this.end = this.quote;
    const isRead = !this.isEnd() && this.read(field) && this.bytes[this.at] === this.quote;
    this.end = this.delimiter;
    this.at += 1;
    return isRead;
  }

  private skip(): boolean {
    this.endOfText();
    return true;
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
}
