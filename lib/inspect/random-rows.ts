/**
 * `count` of the rows, each as likely as any other, in the order in which they stand; all of them where there are no more.
 * The same seed draws the same rows.
 */
export function randomRows(rows: Uint32Array, { seed, rows: count }: { seed: number; rows: number }): Uint32Array {
  if (count >= rows.length) return rows;
  const pool = rows.slice();
  const random = mulberry32(seed);
  for (let k = 0; k < count; k += 1) {
    const other = k + Math.floor(random() * (pool.length - k));
    const drawn = pool[other] ?? 0;
    pool[other] = pool[k] ?? 0;
    pool[k] = drawn;
  }
  return pool.slice(0, count).sort();
}

/** Numbers from 0 up to 1, the latter exclusive: https://gist.github.com/tommyettinger/46a874533244883189143505d203312c */
function mulberry32(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
