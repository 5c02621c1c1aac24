const DIGIT_BITS = 16;
const DIGITS = 1 << DIGIT_BITS;

/**
 * The positions 0 to n − 1 in ascending order of their keys, ties in the order in which they stand.
 * @param words the keys as unsigned words of 32 bits, whatever the arrays' sign, the least significant array first; all of one length
 */
export function sortedPositions(words: readonly (Uint32Array | Int32Array)[]): Uint32Array {
  const count = words[0]?.length ?? 0;
  let order = new Uint32Array(count);
  for (let k = 0; k < count; k += 1) order[k] = k;
  let spare = new Uint32Array(count);
  const starts = new Uint32Array(DIGITS);
  for (const word of words) {
    for (const shift of [0, DIGIT_BITS]) {
      if (!countDigits(word, shift, starts)) continue;
      for (const position of order) {
        const digit = ((word[position] ?? 0) >>> shift) & (DIGITS - 1);
        const at = starts[digit] ?? 0;
        spare[at] = position;
        starts[digit] = at + 1;
      }
      [order, spare] = [spare, order];
    }
  }
  return order;
}

/** Sets where each digit begins in the order; false if all keys have the same digit, so that there is nothing to sort. */
function countDigits(word: Uint32Array | Int32Array, shift: number, starts: Uint32Array): boolean {
  starts.fill(0);
  for (const key of word) {
    const digit = (key >>> shift) & (DIGITS - 1);
    starts[digit] = (starts[digit] ?? 0) + 1;
  }
  let sum = 0;
  for (let digit = 0; digit < DIGITS; digit += 1) {
    const count = starts[digit] ?? 0;
    if (count === word.length) return false;
    starts[digit] = sum;
    sum += count;
  }
  return true;
}
