import type { History } from "../../../lib/inspection";

/** What the plot shows: from an instant (inclusive) to another (exclusive), in microseconds since 1970. */
export interface Range {
  from: bigint;
  to: bigint;
}

export const FITS = ["all", "sequence", "cutoff"] as const;
export type Fit = (typeof FITS)[number];

const HOUR = 3_600_000_000n;
/** Two marks a microsecond apart can still be told apart. */
const NARROWEST = 200n;
const AROUND_CUTOFF = 36n * HOUR;

/** Where in the range an instant lies: 0 at its beginning, 1 at its end. */
export function shareOf({ from, to }: Range, instant: bigint): number {
  return Number(instant - from) / Number(to - from);
}

export function instantAt({ from, to }: Range, share: number): bigint {
  return from + BigInt(Math.round(Number(to - from) * share));
}

/** The range that shows all of the customer, the sequence up to its cutoff, or a day and a half on either side of the cutoff. */
export function fitted(fit: Fit, history: History): Range {
  const { cutoff, extent, lookback, boundary, days } = history;
  switch (fit) {
    case "all": {
      const ends = extent ? [extent.oldest, extent.newest] : [];
      return widened(spanning([cutoff, ...ends, ...days.map((day) => day.cutoff)]));
    }
    case "sequence": {
      const first = extent ? spanning([extent.oldest, lookback ?? extent.oldest]).to : cutoff;
      return widened({ from: spanning([boundary ?? first, cutoff]).from, to: cutoff });
    }
    case "cutoff":
      return { from: cutoff - AROUND_CUTOFF, to: cutoff + AROUND_CUTOFF };
    default:
      return fit satisfies never;
  }
}

/** Makes the range `factor` times as long around a point of it, but not shorter than can be read, nor longer than all by much. */
export function zoomed(range: Range, factor: number, share: number, all: Range): Range {
  const span = Number(range.to - range.from);
  const length = Math.min(Math.max(span * factor, Number(NARROWEST)), Number(all.to - all.from) * 1.5);
  const from = instantAt(range, share) - BigInt(Math.round(length * share));
  return held({ from, to: from + BigInt(Math.round(length)) }, all);
}

/** Moves the range by a share of its length; its middle stays within `all`. */
export function panned(range: Range, share: number, all: Range): Range {
  return shifted(range, BigInt(Math.round(Number(range.to - range.from) * share)), all);
}

export function shifted({ from, to }: Range, by: bigint, all: Range): Range {
  return held({ from: from + by, to: to + by }, all);
}

/** The range, moved so that the instant stands in its middle if it was not well within. */
export function revealing(range: Range, instant: bigint, all: Range): Range {
  const share = shareOf(range, instant);
  return share >= 0.02 && share <= 0.98 ? range : panned(range, share - 0.5, all);
}

function held({ from, to }: Range, all: Range): Range {
  const middle = (from + to) / 2n;
  const by = middle < all.from ? all.from - middle : middle > all.to ? all.to - middle : 0n;
  return { from: from + by, to: to + by };
}

function widened({ from, to }: Range): Range {
  const margin = spanning([(to - from) / 25n, HOUR]).to;
  return { from: from - margin, to: to + margin };
}

/** From the earliest to the latest of some instants. */
function spanning(instants: [bigint, ...bigint[]]): Range {
  const sorted = instants.toSorted((one, other) => Number(one - other));
  return { from: sorted.at(0) ?? instants[0], to: sorted.at(-1) ?? instants[0] };
}
