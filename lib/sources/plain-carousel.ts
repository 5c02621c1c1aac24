import { LABEL_FALSE, LABEL_MISSING, LABEL_TRUE } from "../labels";
import { FALSE, JsonReader, NULL, TRUE } from "./json-reader";
import { isPlainTextId } from "./plain-text";

/** What the fields of an item may be called inside a carousel; of each the first that an item has is meant. */
export interface ItemNames {
  item: readonly string[];
  label: readonly string[];
}

export interface CarouselRules extends ItemNames {
  /** Whether the ids of items are texts. */
  hasTexts: boolean;
}

/** Of rows that are no carousels. */
export const NO_CAROUSELS: CarouselRules = { item: [], label: [], hasTexts: false };

/** What reads integers: `integerId` goes behind one, and gives its halves. */
export interface IntegerReader {
  at: number;
  readonly low: number;
  readonly high: number;
  integerId(): boolean;
}

const ROOM = 64;
const [COMMA, ZERO, ONE] = [44, 48, 49];
const [LIST, LIST_END, OBJECT, OBJECT_END] = [91, 93, 123, 125];

const textOf = (text: string): Uint8Array => new TextEncoder().encode(text);

/**
 * Reads carousels that are written plainly, as JSON: a list of ids, or of objects each with an id, a label that is `true`, `false`,
 * `null`, 0 or 1, and scalars that do not matter. Ids are integers, or texts without escapes where texts are ids. Whatever else
 * there is makes a carousel one that is not plain, which may still be good: of a plain one this gives the items that
 * `CarouselParser` and the SQL of `standardize.ts` give.
 */
export class CarouselReader extends JsonReader {
  /** How many items the carousel has. */
  count = 0;
  /** Their ids as pairs of words: the low and the high half of an integer, or where a text begins and ends. */
  lows = new Int32Array(ROOM);
  highs = new Int32Array(ROOM);
  labels = new Uint8Array(ROOM);
  private readonly items: readonly Uint8Array[];
  private readonly labelNames: readonly Uint8Array[];
  /** In an object so far, where keys begin and end. */
  private readonly keys: number[] = [];
  private readonly hasTexts: boolean;

  constructor(
    bytes: Uint8Array,
    private readonly integers: IntegerReader,
    { item, label, hasTexts }: CarouselRules,
  ) {
    super(bytes);
    this.hasTexts = hasTexts;
    this.items = item.map(textOf);
    this.labelNames = label.map(textOf);
  }

  /**
   * Reads the carousel that begins at `at`, blanks before it and behind it included.
   * @param quotes how often a quote is written: twice in a quoted field
   * @param stop a byte that no text may hold
   * @returns where it ends; negative where it is not plain
   */
  read(at: number, quotes: 1 | 2, stop: number): number {
    this.count = 0;
    this.quotes = quotes;
    this.stop = stop;
    this.at = at;
    this.skipBlanks();
    if (!this.take(LIST)) return -1;
    if (!this.take(LIST_END)) {
      do if (!this.entry()) return -1;
      while (this.take(COMMA));
      if (!this.take(LIST_END)) return -1;
    }
    return this.at;
  }

  private entry(): boolean {
    if (this.take(OBJECT)) return this.itemObject();
    if (!this.item()) return false;
    this.skipBlanks();
    return this.add(LABEL_MISSING);
  }

  private itemObject(): boolean {
    this.keys.length = 0;
    let hasItem = false;
    let label = LABEL_MISSING;
    let hasLabel = false;
    do {
      if (!this.key(this.keys)) return false;
      if (this.isKey(this.items)) {
        if (hasItem || !this.item()) return false;
        hasItem = true;
      } else if (this.isKey(this.labelNames)) {
        label = hasLabel ? -1 : this.label();
        if (label < 0) return false;
        hasLabel = true;
      } else if (!this.scalar()) return false;
      this.skipBlanks();
    } while (this.take(COMMA));
    return hasItem && this.take(OBJECT_END) && this.add(label);
  }

  /** Whether the last key is one of these. */
  private isKey(names: readonly Uint8Array[]): boolean {
    const start = this.keys.at(-2) as number;
    const end = this.keys.at(-1) as number;
    for (const name of names) if (this.holds(start, end, name)) return true;
    return false;
  }

  /** An integer, or one in quotes; where texts are ids, a text in quotes or the digits of an integer. */
  private item(): boolean {
    const { integers } = this;
    const isQuoted = this.quote();
    const start = this.at;
    if (isQuoted && this.hasTexts) return this.text() && this.setItem(start, this.at - this.quotes);
    integers.at = start;
    if (!integers.integerId()) return false;
    this.at = integers.at;
    if (isQuoted && !this.quote()) return false;
    return this.hasTexts ? this.setItem(start, this.at) : this.setItem(integers.low, integers.high);
  }

  /** Item 0 is the padding of raw ids, if these are integers. */
  private setItem(low: number, high: number): boolean {
    if (this.hasTexts ? !isPlainTextId(this.bytes, low, high) : low === 0 && high === 0) return false;
    if (this.count === this.labels.length) this.grow();
    this.lows[this.count] = low;
    this.highs[this.count] = high;
    return true;
  }

  /** Negative where it is not plain. */
  private label(): number {
    if (this.word(TRUE) || this.is(ONE)) return LABEL_TRUE;
    if (this.word(FALSE) || this.is(ZERO)) return LABEL_FALSE;
    return this.word(NULL) ? LABEL_MISSING : -1;
  }

  private add(label: number): boolean {
    this.labels[this.count] = label;
    this.count += 1;
    return true;
  }

  private grow(): void {
    const { highs, lows, labels } = this;
    this.highs = new Int32Array(2 * labels.length);
    this.lows = new Int32Array(2 * labels.length);
    this.labels = new Uint8Array(2 * labels.length);
    this.highs.set(highs);
    this.lows.set(lows);
    this.labels.set(labels);
  }
}
