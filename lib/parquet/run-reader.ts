/**
 * Reads the run-length and bit-packing hybrid (Encodings.md, RLE = 3) run by run. Written from the specification; it shares
 * nothing with the encoder, whose output it checks.
 */
export class RunReader {
  /** Where the next run begins. Meaningful while no run is open. */
  at = 0;
  private left = 0;
  private isPacked = false;
  private value = 0;
  private bit = 0;
  private readonly view: DataView;

  /** @param width bits a value, 0 to 32 */
  constructor(
    bytes: Uint8Array,
    private readonly width: number,
  ) {
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  }

  /** Whether all values of the runs so far have been read. */
  get isBetweenRuns(): boolean {
    return this.left === 0;
  }

  /**
   * Reads values until `out` is full.
   * @returns where the run of equal values begins that ends it; its length where packed values do
   * @throws Error where the bytes end before
   */
  fill(out: Int32Array): number {
    let filled = 0;
    let tail = out.length;
    while (filled < out.length) {
      if (this.left === 0) this.open();
      const count = Math.min(this.left, out.length - filled);
      tail = this.isPacked ? out.length : filled;
      if (this.isPacked) this.unpack(out, filled, count);
      else out.fill(this.value, filled, filled + count);
      filled += count;
      this.left -= count;
    }
    return tail;
  }

  /** The next run of equal values, as `[value, count]`; of packed values one by one. */
  next(): [number, number] {
    if (this.left === 0) this.open();
    const count = this.isPacked ? 1 : this.left;
    this.left -= count;
    if (!this.isPacked) return [this.value, count];
    const value = packedAt(this.view, this.bit, this.width);
    this.bit += this.width;
    return [value, count];
  }

  private open(): void {
    let header = 0;
    let byte = 0x80;
    for (let scale = 1; byte >= 0x80; scale *= 128) {
      if (this.at >= this.view.byteLength) throw new Error("a page ends inside its values");
      byte = this.view.getUint8(this.at++);
      header += (byte & 0x7f) * scale;
    }
    this.isPacked = header % 2 === 1;
    this.left = this.isPacked ? ((header - 1) / 2) * 8 : header / 2;
    if (this.isPacked) {
      this.bit = this.at * 8;
      this.at += (this.left / 8) * this.width;
      return;
    }
    this.value = 0;
    for (let shift = 0; shift < this.width; shift += 8) this.value |= byteAt(this.view, this.at++) << shift;
  }

  private unpack(out: Int32Array, from: number, count: number): void {
    const { view, width, bit } = this;
    const simple = Math.min(count, this.simpleValues());
    const mask = (1 << width) - 1;
    for (let k = 0; k < simple; k += 1) {
      const at = bit + k * width;
      out[from + k] = (view.getInt32(at >>> 3, true) >>> (at & 7)) & mask;
    }
    for (let k = simple; k < count; k += 1) out[from + k] = packedAt(view, bit + k * width, width);
    this.bit = bit + count * width;
  }

  /** How many of the packed values to come lie, wherever they begin in a byte, within four bytes that are there. */
  private simpleValues(): number {
    if (this.width === 0 || this.width > 25) return 0;
    return Math.max(0, Math.ceil((8 * (this.view.byteLength - 3) - this.bit) / this.width));
  }
}

/** Packed values stand one after the other from the lowest bit of the first byte on. */
function packedAt(view: DataView, bit: number, width: number): number {
  const byte = bit >>> 3;
  const shift = bit & 7;
  const low = wordAt(view, byte) >>> shift;
  const value = shift + width > 32 ? low | (byteAt(view, byte + 4) << (32 - shift)) : low;
  return width === 32 ? value : value & ((1 << width) - 1);
}

/** The four bytes from `at` on, the lowest first; beyond the end they are 0. */
function wordAt(view: DataView, at: number): number {
  if (at + 4 <= view.byteLength) return view.getInt32(at, true);
  return byteAt(view, at) | (byteAt(view, at + 1) << 8) | (byteAt(view, at + 2) << 16) | (byteAt(view, at + 3) << 24);
}

function byteAt(view: DataView, at: number): number {
  return at < view.byteLength ? view.getUint8(at) : 0;
}
