import type { Range } from "../sample";

/** Whole numbers from `from` to `to`, both inclusive. */
type Bin = { [End in keyof Range<number>]: number };

const STEPS = [1, 2, 5];

/** Lengths 0 to `longest`: 0 by itself, then up to 1, 2, 5, 10, 20, 50 and so on. Most histories are short, and some are long. */
export function lengthBins(longest: number): Bin[] {
  const bins: Bin[] = [{ from: 0, to: 0 }];
  for (let from = 1, k = 0; from <= longest; k += 1) {
    const to = Math.min(longest, stepAt(k));
    bins.push({ from, to });
    from = to + 1;
  }
  return bins;
}

/** Positions 0 to `count − 1` in at most `most` bins of one round width. */
export function positionBins(count: number, most: number): Bin[] {
  let k = 0;
  while (count / stepAt(k) > most) k += 1;
  const width = stepAt(k);
  return Array.from({ length: Math.ceil(count / width) }, (_, bin) => ({
    from: bin * width,
    to: Math.min(count, (bin + 1) * width) - 1,
  }));
}

/** 1, 2, 5, 10, 20, 50, 100 … */
function stepAt(k: number): number {
  return (STEPS[k % STEPS.length] ?? 1) * 10 ** Math.floor(k / STEPS.length);
}
