/** The index of the first of ascending values that is at least `least`; their number where there is none. */
export function firstAtLeast(ascending: Int32Array | Uint32Array, least: number): number {
  let low = 0;
  let high = ascending.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((ascending[middle] as number) < least) low = middle + 1;
    else high = middle;
  }
  return low;
}
