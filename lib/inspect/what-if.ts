import { intsAt } from "../gather";
import type { Alternative, Shares, WhatIf } from "../inspection";
import type { Dataset } from "../pipeline/dataset";
import { countsAfter, findWindows, historiesOfCustomers, makeWindows, placeWindows, type Windows } from "../pipeline/filter";
import type { Block, RankedBlock } from "../pipeline/ranked";

/** What the settings would make of the same actions: exactly the histories that a build with them would have. */
export function whatIf(dataset: Dataset, { cutoff, lookbackDays, maxActions }: Alternative): WhatIf {
  const { config, ranked, rows, histories, windows } = dataset;
  const other = makeWindows(windows.lengths.length);
  const sum = { changed: 0, added: 0, lost: 0 };
  for (const place of ranked.blocks) {
    const block = ranked.readBlock(place);
    const { starts, order } = historiesOfCustomers(histories, place.first, place.end);
    const days = intsAt(rows.keys.days, order);
    placeWindows(other, findWindows(block, { starts, days }, { filter: { cutoff, lookbackDays }, maxActions }), order);
    const differ = cutoff === config.filter.cutoff ? bySettings : byRule(dataset, block, place, cutoff);
    for (const h of order) {
      const { added, lost } = differ(windows, other, h);
      if (added + lost > 0) sum.changed += 1;
      sum.added += added;
      sum.lost += lost;
    }
  }
  return { histories: windows.lengths.length, ...sum, before: sharesOf(windows), after: sharesOf(other) };
}

interface Difference {
  added: number;
  lost: number;
}

type Differ = (one: Windows, other: Windows, h: number) => Difference;

/** By one rule the same actions count, newest first: the shorter history is the beginning of the longer one. */
function bySettings(one: Windows, other: Windows, h: number): Difference {
  const more = (other.lengths[h] ?? 0) - (one.lengths[h] ?? 0);
  return { added: Math.max(0, more), lost: Math.max(0, -more) };
}

/** By two rules any action of a block may be in one history and not in the other. */
function byRule({ config, rows }: Dataset, block: RankedBlock, place: Block, cutoff: Alternative["cutoff"]): Differ {
  const counts = countsAfter(block, config.filter.cutoff);
  const otherCounts = countsAfter(block, cutoff);
  /** Actions that both histories hold: they lie within both windows, and count by both rules. */
  const common = (one: Windows, other: Windows, h: number): number => {
    const dt = rows.keys.days[h] as number;
    const start = block.starts[(rows.keys.customers[h] as number) - place.first] as number;
    const first = start + Math.max(one.starts[h] as number, other.starts[h] as number);
    const last = start + Math.min(one.oldest[h] as number, other.oldest[h] as number);
    let count = 0;
    for (let at = first; at <= last; at += 1) {
      if ((counts[at] as number) < dt && (otherCounts[at] as number) < dt) count += 1;
    }
    return count;
  };
  return (one, other, h) => {
    const both = one.lengths[h] && other.lengths[h] ? common(one, other, h) : 0;
    return { added: (other.lengths[h] ?? 0) - both, lost: (one.lengths[h] ?? 0) - both };
  };
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
