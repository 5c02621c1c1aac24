/** Compares two texts by their UTF-8 bytes, which is by code points; JavaScript's own order is by UTF-16 units. */
export function compareUtf8(one: string, other: string): number {
  const length = Math.min(one.length, other.length);
  for (let k = 0; k < length; k += 1) {
    const a = one.charCodeAt(k);
    const b = other.charCodeAt(k);
    if (a !== b) return orderOf(a) - orderOf(b);
  }
  return one.length - other.length;
}

/** A surrogate stands for a code point beyond all others. */
function orderOf(unit: number): number {
  return unit >= 0xd800 && unit <= 0xdfff ? unit + 0x10000 : unit;
}
