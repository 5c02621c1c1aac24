/**
 * Decodes values of the run-length and bit-packing hybrid (Encodings.md, RLE = 3) until `out` is full. It is written from the
 * specification and shares nothing with the encoder, whose output it checks.
 * @param width bits a value, 0 to 32
 * @throws Error where the bytes end before `out` is full
 */
export function readHybrid(bytes: Uint8Array, width: number, out: Int32Array | Uint8Array): void {
  let at = 0;
  let filled = 0;
  while (filled < out.length) {
    let header = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = bytes[at];
      if (byte === undefined) throw new Error("a page ends inside its values");
      at += 1;
      header += (byte & 0x7f) * 2 ** shift;
      if (byte < 0x80) break;
    }
    if (header % 2 === 0) {
      const run = header / 2;
      let value = 0;
      for (let k = 0; k < width; k += 8) value |= (bytes[at++] ?? 0) << k;
      out.fill(value, filled, filled + run);
      filled += run;
    } else {
      const values = ((header - 1) / 2) * 8;
      unpack(bytes, at, width, out, filled, Math.min(values, out.length - filled));
      at += (values / 8) * width;
      filled += values;
    }
  }
}

/** Values stand one after the other from the lowest bit of the first byte on. */
function unpack(bytes: Uint8Array, from: number, width: number, out: Int32Array | Uint8Array, to: number, count: number): void {
  const mask = width === 32 ? -1 : (1 << width) - 1;
  let at = from;
  let bits = 0;
  let window = 0;
  for (let k = to; k < to + count; k += 1) {
    while (bits < width && bits <= 24) {
      window |= (bytes[at++] ?? 0) << bits;
      bits += 8;
    }
    if (bits >= width) {
      out[k] = window & mask;
      window = width === 32 ? 0 : window >>> width;
      bits -= width;
    } else {
      const next = bytes[at++] ?? 0;
      out[k] = (window | (next << bits)) & mask;
      window = next >>> (width - bits);
      bits += 8 - width;
    }
  }
}
