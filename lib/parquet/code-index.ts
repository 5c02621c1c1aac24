import { type Bounds, boundsOfInt32, boundsOfInt64, bytesOf, halvesOf } from "./statistics";
import type { SequenceData } from "./types";

/**
 * Numbers the codes of one row group after another, in the order of their first appearance.
 * Codes can run into the millions while a row group uses few: `index` is kept, and only the used places are cleared.
 */
export class CodeIndex {
  /** By code: its index in the row group's dictionary plus 1, or 0. */
  private places = new Uint32Array(0);
  private used = new Int32Array(1024);
  size = 0;

  /** Index by code, plus 1. */
  get indexPlusOne(): Uint32Array {
    return this.places;
  }

  /** Collects the codes of a row group; the padding's is index 0 if any row is padded. Takes time by tokens, not by codes. */
  build(data: SequenceData, length: number): void {
    this.clear(data.dictionary.length);
    if (data.lengths.some((count) => count < length)) this.add(0);
    for (let h = 0; h < data.lengths.length; h++) {
      const start = data.starts[h] as number;
      this.addAll(data.codes, start, start + (data.lengths[h] as number));
    }
  }

  /** The row group's dictionary, PLAIN encoded, and its bounds. */
  dictionary(values: Int32Array | BigInt64Array): { plain: Uint8Array; bounds: Bounds } {
    const codes = this.used.subarray(0, this.size);
    if (values instanceof Int32Array) {
      const entries = codes.map((code) => values[code] as number);
      return { plain: bytesOf(entries), bounds: boundsOfInt32(entries) };
    }
    const entries = gather(values, codes);
    return { plain: bytesOf(entries), bounds: boundsOfInt64(entries) };
  }

  private clear(codes: number): void {
    if (this.places.length < codes) this.places = new Uint32Array(codes);
    else for (let i = 0; i < this.size; i++) this.places[this.used[i] as number] = 0;
    this.size = 0;
  }

  private add(code: number): void {
    if (this.size === this.used.length) {
      const grown = new Int32Array(this.size * 2);
      grown.set(this.used);
      this.used = grown;
    }
    this.used[this.size++] = code;
    this.places[code] = this.size;
  }

  private addAll(codes: Int32Array | Uint8Array, from: number, to: number): void {
    const places = this.places;
    for (let i = from; i < to; i++) {
      const code = codes[i] as number;
      if (places[code] === 0) this.add(code);
    }
  }
}

function gather(values: BigInt64Array, codes: Int32Array): BigInt64Array {
  const from = halvesOf(values);
  const entries = new BigInt64Array(codes.length);
  const to = halvesOf(entries);
  for (let i = 0; i < codes.length; i++) {
    const code = codes[i] as number;
    to[2 * i] = from[2 * code] as number;
    to[2 * i + 1] = from[2 * code + 1] as number;
  }
  return entries;
}
