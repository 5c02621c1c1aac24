import type { IdCodes, Ids } from "./ids";

const NO_CODE = -1;
const encoder = new TextEncoder();
const decoder = new TextDecoder("utf-8", { ignoreBOM: true });

/** Texts as plain data, one behind the other in UTF-8, and where each begins and the last one ends. */
export interface PackedTexts {
  bytes: Uint8Array;
  starts: Uint32Array;
}

/** Codes of texts, which are compared byte by byte. */
export class TextCodes implements IdCodes {
  private count = 0;
  /** All texts that have a code, one behind the other, and where each begins and the last one ends. */
  private texts = new Uint8Array(1 << 14);
  private starts = new Uint32Array(1025);
  /** By code. */
  private hashes = new Int32Array(1024);
  /** By slot of a hash table that is at most two thirds full, the code that stands there. */
  private slots = new Int32Array(2048).fill(NO_CODE);
  /** For a text that is encoded. */
  private room = new Uint8Array(1 << 10);

  get size(): number {
    return this.count;
  }

  of(start: number, end: number, bytes: Uint8Array): number {
    const hash = hashOf(bytes, start, end);
    const slot = this.slotOf(hash, bytes, start, end);
    const known = this.slots[slot] as number;
    return known === NO_CODE ? this.add(hash, slot, bytes, start, end) : known;
  }

  ofAll(spans: Int32Array, codes: Int32Array, bytes: Uint8Array): void {
    for (let at = 0; at < codes.length; at += 1) codes[at] = this.of(spans[2 * at] as number, spans[2 * at + 1] as number, bytes);
  }

  find(spans: Int32Array, codes: Int32Array, bytes: Uint8Array): void {
    for (let at = 0; at < codes.length; at += 1) {
      const start = spans[2 * at] as number;
      const end = spans[2 * at + 1] as number;
      codes[at] = this.slots[this.slotOf(hashOf(bytes, start, end), bytes, start, end)] as number;
    }
  }

  /** The code of a text given as a value; a new one where it has none yet. */
  codeOf(text: string): number {
    // In UTF-8 a unit of UTF-16 takes up to three bytes.
    if (this.room.length < 3 * text.length) this.room = new Uint8Array(6 * text.length);
    return this.of(0, encoder.encodeInto(text, this.room).written, this.room);
  }

  codesOf(ids: Ids): Int32Array {
    const codes = new Int32Array(ids.length);
    for (let at = 0; at < codes.length; at += 1) codes[at] = this.codeOf(ids[at] as string);
    return codes;
  }

  /** The codes of texts that another has packed. */
  codesOfPacked({ bytes, starts }: PackedTexts): Int32Array {
    const codes = new Int32Array(starts.length - 1);
    for (let at = 0; at < codes.length; at += 1) codes[at] = this.of(starts[at] as number, starts[at + 1] as number, bytes);
    return codes;
  }

  packed(): PackedTexts {
    return { bytes: this.texts.slice(0, this.starts[this.count]), starts: this.starts.slice(0, this.count + 1) };
  }

  all(): string[] {
    const { texts, starts } = this;
    return Array.from({ length: this.count }, (_, code) => decoder.decode(texts.subarray(starts[code], starts[code + 1])));
  }

  private slotOf(hash: number, bytes: Uint8Array, start: number, end: number): number {
    const { slots, hashes } = this;
    const mask = slots.length - 1;
    let slot = hash & mask;
    for (let code = slots[slot] as number; code !== NO_CODE; code = slots[slot] as number) {
      if (hashes[code] === hash && this.is(code, bytes, start, end)) break;
      slot = (slot + 1) & mask;
    }
    return slot;
  }

  private is(code: number, bytes: Uint8Array, start: number, end: number): boolean {
    const { texts, starts } = this;
    const own = starts[code] as number;
    if ((starts[code + 1] as number) - own !== end - start) return false;
    for (let at = start; at < end; at += 1) if (bytes[at] !== texts[own + at - start]) return false;
    return true;
  }

  private add(hash: number, slot: number, bytes: Uint8Array, start: number, end: number): number {
    const code = this.count;
    const from = this.starts[code] as number;
    const to = from + end - start;
    if (to > this.texts.length) this.texts = grown(this.texts, new Uint8Array(2 * to));
    if (code === this.hashes.length) this.grow();
    this.texts.set(bytes.subarray(start, end), from);
    this.starts[code + 1] = to;
    this.hashes[code] = hash;
    this.count += 1;
    if (3 * this.count > 2 * this.slots.length) this.rehash();
    else this.slots[slot] = code;
    return code;
  }

  private grow(): void {
    const length = 2 * this.hashes.length;
    this.hashes = grown(this.hashes, new Int32Array(length));
    this.starts = grown(this.starts, new Uint32Array(length + 1));
  }

  private rehash(): void {
    const slots = new Int32Array(2 * this.slots.length).fill(NO_CODE);
    const mask = slots.length - 1;
    for (let code = 0; code < this.count; code += 1) {
      let slot = (this.hashes[code] as number) & mask;
      while (slots[slot] !== NO_CODE) slot = (slot + 1) & mask;
      slots[slot] = code;
    }
    this.slots = slots;
  }
}

function grown<Array extends Uint8Array | Int32Array | Uint32Array>(values: Array, room: Array): Array {
  room.set(values);
  return room;
}

/** Four bytes at once, each time mixed as MurmurHash3 mixes a word (https://github.com/aappleby/smhasher). */
function hashOf(bytes: Uint8Array, start: number, end: number): number {
  let hash = end - start;
  let at = start;
  for (; at + 4 <= end; at += 4) {
    const word =
      (bytes[at] as number) |
      ((bytes[at + 1] as number) << 8) |
      ((bytes[at + 2] as number) << 16) |
      ((bytes[at + 3] as number) << 24);
    hash = mixed(hash, word);
  }
  let rest = 0;
  for (; at < end; at += 1) rest = (rest << 8) | (bytes[at] as number);
  hash = mixed(hash, rest);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return hash ^ (hash >>> 16);
}

function mixed(hash: number, word: number): number {
  const first = Math.imul(word, 0xcc9e2d51);
  const turned = hash ^ Math.imul((first << 15) | (first >>> 17), 0x1b873593);
  return (Math.imul((turned << 13) | (turned >>> 19), 5) + 0xe6546b64) | 0;
}
