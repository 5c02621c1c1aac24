/** Bytes after the packed ones that {@link packBits} may write over. */
export const PACKING_SLACK = 8;

/** Bits that an index below `size` needs, 1 to 32. Width 0 is legal but not read alike everywhere. */
export function bitWidth(size: number): number {
  return Math.max(1, 32 - Math.clz32(size - 1));
}

/**
 * Packs `values[from .. from + 8 * groups)` with `width` bits each, the least significant bit first
 * (Encodings.md, "Run Length Encoding / Bit-Packing Hybrid"): `groups * width` bytes from `at` on.
 * Every value is below 2^width. `out` has {@link PACKING_SLACK} more bytes.
 * @returns the offset after the packed bytes.
 */
export function packBits(values: Uint32Array, from: number, groups: number, width: number, out: DataView, at: number): number {
  if (width <= 4) packTiny(values, from, groups, width, out, at);
  else if (width <= 8) packNarrow(values, from, groups, width, out, at);
  else packWide(values, from, groups, width, out, at);
  return at + groups * width;
}

/** Eight values fit into one word: one store a group. */
function packTiny(values: Uint32Array, from: number, groups: number, width: number, out: DataView, at: number): void {
  const end = from + groups * 8;
  for (let i = from, o = at; i < end; i += 8, o += width)
    out.setUint32(o, four(values, i, width) | (four(values, i + 4, width) << (4 * width)), true);
}

/** Four values fit into one word: two stores a group. */
function packNarrow(values: Uint32Array, from: number, groups: number, width: number, out: DataView, at: number): void {
  const end = from + groups * 8;
  const half = 4 * width;
  for (let i = from, o = at; i < end; i += 8, o += width) {
    const low = four(values, i, width);
    const high = four(values, i + 4, width);
    out.setUint32(o, half === 32 ? low : low | (high << half), true);
    out.setUint32(o + 4, half === 32 ? high : high >>> (32 - half), true);
  }
}

function four(values: Uint32Array, i: number, width: number): number {
  const low = (values[i] as number) | ((values[i + 1] as number) << width);
  const high = (values[i + 2] as number) | ((values[i + 3] as number) << width);
  return low | (high << (2 * width));
}

/** Any width: a word is stored as soon as it is full. */
function packWide(values: Uint32Array, from: number, groups: number, width: number, out: DataView, at: number): void {
  const end = from + groups * 8;
  let offset = at;
  let word = 0;
  let filled = 0;
  for (let i = from; i < end; i++) {
    const value = values[i] as number;
    word |= value << filled;
    filled += width;
    if (filled < 32) continue;
    out.setUint32(offset, word, true);
    offset += 4;
    filled -= 32;
    word = filled === 0 ? 0 : value >>> (width - filled);
  }
  if (filled > 0) out.setUint32(offset, word, true);
}
