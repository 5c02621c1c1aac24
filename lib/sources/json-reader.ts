const [QUOTE, BACKSLASH, COMMA, COLON, BLANK, ZERO, NINE] = [34, 92, 44, 58, 32, 48, 57];
const [LIST, LIST_END, OBJECT, OBJECT_END] = [91, 93, 123, 125];
const [MINUS, PLUS, POINT, SMALL_E, LARGE_E, SMALL_U] = [45, 43, 46, 101, 69, 117];
/** What may stand behind a backslash, besides a `u` with four digits. */
const ESCAPED: readonly number[] = [...'"\\/bfnrt'].map((letter) => letter.charCodeAt(0));
const MOST_DEPTH = 32;
/** Of an object. Each is compared with all before it. */
const MOST_KEYS = 64;
/** Stands for a byte that never comes. */
const NONE = -1;

const textOf = (text: string): Uint8Array => new TextEncoder().encode(text);
export const [TRUE, FALSE, NULL] = [textOf("true"), textOf("false"), textOf("null")] as const;

/**
 * Reads JSON in bytes of UTF-8, with no blanks but spaces, as strictly as `parseRecord`: what it takes, that takes too. Most methods
 * go behind what they read, and give false where it is not there.
 */
export class JsonReader {
  protected at = 0;
  /** How often a quote is written: twice in a quoted field of CSV. */
  protected quotes: 1 | 2 = 1;
  /** A byte that no text may hold. */
  protected stop = NONE;

  constructor(protected readonly bytes: Uint8Array) {}

  /** Where the value that begins at `at` ends; negative where there is none that is read. */
  endOfValue(at: number): number {
    this.at = at;
    return this.value(0) ? this.at : -1;
  }

  /** Where the text whose first character is at `at` ends, before its closing quote; negative where it has escapes or no end. */
  endOfText(at: number): number {
    this.at = at;
    return this.text() ? this.at - this.quotes : -1;
  }

  /** A value of any kind in which no object has a key twice. */
  protected value(depth: number): boolean {
    if (this.quote()) return this.textWithEscapes();
    if (this.take(LIST)) return depth < MOST_DEPTH && this.list(depth);
    if (this.take(OBJECT)) return depth < MOST_DEPTH && this.object(depth);
    return this.scalar();
  }

  private list(depth: number): boolean {
    if (this.is(LIST_END)) return true;
    do {
      if (!this.value(depth + 1)) return false;
      this.skipBlanks();
    } while (this.take(COMMA));
    return this.is(LIST_END);
  }

  private object(depth: number): boolean {
    if (this.is(OBJECT_END)) return true;
    const keys: number[] = [];
    do {
      if (!this.key(keys) || !this.value(depth + 1)) return false;
      this.skipBlanks();
    } while (this.take(COMMA));
    return this.is(OBJECT_END);
  }

  /**
   * A key and its colon. One that the object has already, or one of very many, is not read: readers differ in which of the two they take.
   * @param keys where the object's keys so far begin and end
   */
  protected key(keys: number[]): boolean {
    if (!this.quote()) return false;
    const start = this.at;
    if (!this.text()) return false;
    const end = this.at - this.quotes;
    if (keys.length === 2 * MOST_KEYS) return false;
    for (let k = 0; k < keys.length; k += 2) if (this.isSame(start, end, keys[k] as number, keys[k + 1] as number)) return false;
    keys.push(start, end);
    this.skipBlanks();
    return this.take(COLON);
  }

  /** A value that is neither a list nor an object; a text without escapes. */
  protected scalar(): boolean {
    if (this.quote()) return this.text();
    return this.word(TRUE) || this.word(FALSE) || this.word(NULL) || this.number();
  }

  private number(): boolean {
    this.is(MINUS);
    if (!this.is(ZERO) && !this.digits()) return false;
    if (this.is(POINT) && !this.digits()) return false;
    if (!this.is(SMALL_E) && !this.is(LARGE_E)) return true;
    if (!this.is(PLUS)) this.is(MINUS);
    return this.digits();
  }

  private digits(): boolean {
    const { bytes } = this;
    const start = this.at;
    while ((bytes[this.at] as number) >= ZERO && (bytes[this.at] as number) <= NINE) this.at += 1;
    return this.at > start;
  }

  /** A text from behind its opening quote up to its closing one, without escapes. */
  protected text(): boolean {
    const { bytes, stop } = this;
    let at = this.at;
    for (let byte = bytes[at] as number; byte >= BLANK; byte = bytes[at] as number) {
      if (byte === QUOTE || byte === BACKSLASH || byte === stop) break;
      at += 1;
    }
    this.at = at;
    return this.quote();
  }

  private textWithEscapes(): boolean {
    while (!this.text()) {
      if (!this.is(BACKSLASH)) return false;
      const letter = this.bytes[this.at] as number;
      if (letter === SMALL_U ? !this.fourDigits(this.at + 1) : !ESCAPED.includes(letter)) return false;
      this.at += letter === SMALL_U ? 5 : 1;
    }
    return true;
  }

  /** Four hexadecimal digits. */
  private fourDigits(at: number): boolean {
    return /^[\da-f]{4}$/i.test(String.fromCharCode(...this.bytes.subarray(at, at + 4)));
  }

  protected quote(): boolean {
    const { bytes, at, quotes } = this;
    if (bytes[at] !== QUOTE || (quotes === 2 && bytes[at + 1] !== QUOTE)) return false;
    this.at = at + quotes;
    return true;
  }

  protected word(word: Uint8Array): boolean {
    if (!this.holds(this.at, this.at + word.length, word)) return false;
    this.at += word.length;
    return true;
  }

  /** Whether the bytes [start, end) are those of [from, to). */
  private isSame(start: number, end: number, from: number, to: number): boolean {
    const { bytes } = this;
    if (end - start !== to - from) return false;
    for (let k = 0; k < end - start; k += 1) if (bytes[start + k] !== bytes[from + k]) return false;
    return true;
  }

  /** Whether the bytes [start, end) are these. */
  protected holds(start: number, end: number, text: Uint8Array): boolean {
    const { bytes } = this;
    if (end - start !== text.length) return false;
    for (let k = 0; k < text.length; k += 1) if (bytes[start + k] !== text[k]) return false;
    return true;
  }

  protected is(byte: number): boolean {
    if (this.bytes[this.at] !== byte) return false;
    this.at += 1;
    return true;
  }

  /** The same, and the blanks behind it. */
  protected take(byte: number): boolean {
    if (!this.is(byte)) return false;
    this.skipBlanks();
    return true;
  }

  protected skipBlanks(): void {
    while (this.bytes[this.at] === BLANK) this.at += 1;
  }
}
