/** The same memory as pairs of low and high word: working on those is many times faster than making a bigint of each. */
export function halvesOf(values: BigInt64Array | BigUint64Array): Int32Array {
  return new Int32Array(values.buffer, values.byteOffset, values.length * 2);
}

/** The integer at `at` as a number: exact up to 2^53. */
export function numberAt(halves: Int32Array, at: number): number {
  return (halves[2 * at + 1] as number) * 2 ** 32 + ((halves[2 * at] as number) >>> 0);
}

/**
 * The instant at `at`, in microseconds, as a number: rounded down to a multiple of 64, and so exact up to 2^59, beyond the year
 * 9999. Days and changes of the clock begin at whole seconds, which are such multiples, so no instant goes into another day.
 */
export function instantAt(halves: Int32Array, at: number): number {
  return (halves[2 * at + 1] as number) * 2 ** 32 + (((halves[2 * at] as number) & ~63) >>> 0);
}

/** The integers at some places, as they come. */
export function longsAt(values: BigInt64Array, places: Int32Array): BigInt64Array {
  const found = new BigInt64Array(places.length);
  const [from, to] = [halvesOf(values), halvesOf(found)];
  for (let k = 0; k < places.length; k += 1) {
    const place = places[k] as number;
    to[2 * k] = from[2 * place] as number;
    to[2 * k + 1] = from[2 * place + 1] as number;
  }
  return found;
}
