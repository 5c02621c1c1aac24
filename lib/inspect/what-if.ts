import type { Alternative, Shares, WhatIf } from "../inspection";
import type { Dataset } from "../pipeline/dataset";
import { findWindows, type Windows } from "../pipeline/filter";

/** What the settings would make of the same actions: exactly the histories that a build with them would have. */
export function whatIf(dataset: Dataset, { cutoff, lookbackDays, maxActions }: Alternative): WhatIf {
  const { config, ranked, rows, windows } = dataset;
  const filter = { ...config.filter, cutoff, lookbackDays };
  const other = findWindows(ranked, rows.keys, { filter, rank: { maxActions } });
  const differ = cutoff === config.filter.cutoff ? bySettings : byRule;
  let changed = 0;
  let added = 0;
  let lost = 0;
  for (let h = 0; h < windows.lengths.length; h += 1) {
    const difference = differ(windows, other, h, rows.keys.days[h] ?? 0);
    if (difference.added + difference.lost > 0) changed += 1;
    added += difference.added;
    lost += difference.lost;
  }
  return { histories: windows.lengths.length, changed, added, lost, before: sharesOf(windows), after: sharesOf(other) };
}

interface Difference {
  added: number;
  lost: number;
}

/** By one rule the same actions count, newest first: the shorter history is the beginning of the longer one. */
function bySettings(one: Windows, other: Windows, h: number): Difference {
  const more = (other.lengths[h] ?? 0) - (one.lengths[h] ?? 0);
  return { added: Math.max(0, more), lost: Math.max(0, -more) };
}

/** By two rules any action may be in one history and not in the other. */
function byRule(one: Windows, other: Windows, h: number, dt: number): Difference {
  const both = one.lengths[h] && other.lengths[h] ? common(one, other, h, dt) : 0;
  return { added: (other.lengths[h] ?? 0) - both, lost: (one.lengths[h] ?? 0) - both };
}

/** Actions that both histories hold: they lie within both windows, and count by both rules. */
function common(one: Windows, other: Windows, h: number, dt: number): number {
  const first = Math.max(one.starts[h] ?? 0, other.starts[h] ?? 0);
  const last = Math.min(one.oldest[h] ?? 0, other.oldest[h] ?? 0);
  let count = 0;
  for (let at = first; at <= last; at += 1) {
    if ((one.countsAfter[at] ?? 0) < dt && (other.countsAfter[at] ?? 0) < dt) count += 1;
  }
  return count;
}

function sharesOf({ lengths, truncated }: Windows): Shares {
  const shares = { empty: 0, truncated: 0, tokens: 0 };
  for (let h = 0; h < lengths.length; h += 1) {
    if (lengths[h] === 0) shares.empty += 1;
    if (truncated[h] === 1) shares.truncated += 1;
    shares.tokens += lengths[h] ?? 0;
  }
  return shares;
}
