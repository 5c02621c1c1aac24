import { halvesOf } from "../halves";
import { type Bounds, boundsOfInt32, boundsOfInt64, bytesOf } from "./statistics";
import type { SequenceData } from "./types";

/**
 * Numbers the codes that one row group uses, by ascending code: neighbours in the dictionary are then near each other,
 * which makes its page compress better. A row group costs time by its tokens, plus a bit for each
 * code of the dataset, of which it may use few.
 */
export class CodeIndex {
  /** By code: its index in the row group's dictionary. Where the row group does not use the code, anything. */
  indices = new Uint32Array(0);
  size = 0;
  private used = new Int32Array(1024);
  /** A bit by code. All 0 between two builds. */
  private seen = new Int32Array(0);

  /** Collects the codes of a row group; the padding's is index 0 if any row is padded. */
  build(data: SequenceData, length: number): void {
    const codes = data.dictionary.length;
    if (this.indices.length < codes) {
      this.indices = new Uint32Array(codes);
      this.seen = new Int32Array(Math.ceil(codes / 32));
    }
    if (data.lengths.some((count) => count < length)) this.seen[0] = 1;
    for (let h = 0; h < data.lengths.length; h++) {
      const start = data.starts[h] as number;
      this.mark(data.codes, start, start + (data.lengths[h] as number), codes);
    }
    this.number();
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

  private mark(codes: Int32Array | Uint8Array, from: number, to: number, size: number): void {
    const { seen } = this;
    for (let i = from; i < to; i++) {
      const code = codes[i] as number;
      if (code >>> 0 >= size) throw new Error(`Code ${code} is not in the dictionary of ${size}`);
      seen[code >> 5] = (seen[code >> 5] as number) | (1 << (code & 31));
    }
  }

  /** Gives the marked codes their indices, and takes the marks away. */
  private number(): void {
    const { seen, indices } = this;
    this.size = 0;
    for (let word = 0; word < seen.length; word++) {
      let bits = seen[word] as number;
      if (bits === 0) continue;
      seen[word] = 0;
      if (this.size + 32 > this.used.length) this.grow();
      for (; bits !== 0; bits &= bits - 1) {
        const code = word * 32 + 31 - Math.clz32(bits & -bits);
        indices[code] = this.size;
        this.used[this.size++] = code;
      }
    }
  }

  private grow(): void {
    const grown = new Int32Array(this.used.length * 2);
    grown.set(this.used);
    this.used = grown;
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
