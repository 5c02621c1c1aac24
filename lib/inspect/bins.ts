/** Whole numbers from `from` to `to`, both inclusive. */
export interface Bin {
  from: number;
  to: number;
}

const STEPS = [1, 2, 5];

/** Lengths 0 to `longest`: 0 by itself, then up to 1, 2, 5, 10, 20, 50 and so on. Most histories are short, and some are long. */
export function lengthBins(longest: number): Bin[] {
  return [{ from: 0, to: 0 }, ...positionBins(longest).map(({ from, to }) => ({ from: from + 1, to: to + 1 }))];
}

/** Positions 0 to `count − 1`: the first, the second, the third to the fifth, and so on, in the steps of the lengths. */
export function positionBins(count: number): Bin[] {
  const bins: Bin[] = [];
  for (let from = 0, k = 0; from < count; k += 1) {
    const to = Math.min(count, stepAt(k)) - 1;
    bins.push({ from, to });
    from = to + 1;
  }
  return bins;
}

/** 1, 2, 5, 10, 20, 50, 100 … */
function stepAt(k: number): number {
  return (STEPS[k % STEPS.length] ?? 1) * 10 ** Math.floor(k / STEPS.length);
}
