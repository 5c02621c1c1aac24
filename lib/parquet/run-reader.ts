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

  /** @param width bits a value, 0 to 32 */
  constructor(
    private readonly bytes: Uint8Array,
    private readonly width: number,
  ) {}

  /** Whether all values of the runs so far have been read. */
  get isBetweenRuns(): boolean {
    return this.left === 0;
  }

  /** Reads values until `out` is full. @throws Error where the bytes end before */
  fill(out: Int32Array): void {
    let filled = 0;
    while (filled < out.length) {
      if (this.left === 0) this.open();
      const count = Math.min(this.left, out.length - filled);
      if (this.isPacked) this.unpack(out, filled, count);
      else out.fill(this.value, filled, filled + count);
      filled += count;
      this.left -= count;
    }
  }

  /** The next run of equal values, as `[value, count]`; of packed values one by one. */
  next(): [number, number] {
    if (this.left === 0) this.open();
    const count = this.isPacked ? 1 : this.left;
    this.left -= count;
    return [this.isPacked ? this.packed() : this.value, count];
  }

  private open(): void {
    let header = 0;
    let byte = 0x80;
    for (let scale = 1; byte >= 0x80; scale *= 128) {
      if (this.at >= this.bytes.length) throw new Error("a page ends inside its values");
      byte = this.bytes[this.at++] ?? 0;
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
    for (let shift = 0; shift < this.width; shift += 8) this.value |= (this.bytes[this.at++] ?? 0) << shift;
  }

  private unpack(out: Int32Array, from: number, count: number): void {
    for (let k = from; k < from + count; k += 1) out[k] = this.packed();
  }

  /** Values stand one after the other from the lowest bit of the first byte on. */
  private packed(): number {
    const { bytes, width, bit } = this;
    const byte = bit >>> 3;
    const shift = bit & 7;
    this.bit = bit + width;
    const low =
      (bytes[byte] ?? 0) | ((bytes[byte + 1] ?? 0) << 8) | ((bytes[byte + 2] ?? 0) << 16) | ((bytes[byte + 3] ?? 0) << 24);
    const value = shift === 0 ? low : (low >>> shift) | ((bytes[byte + 4] ?? 0) << (32 - shift));
    return width === 32 ? value : value & ((1 << width) - 1);
  }
}
