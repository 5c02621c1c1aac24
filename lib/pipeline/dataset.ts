import type { Config } from "../config";
import { countsAfter, type HistoriesByCustomer, mayHaveGaps, type Windows } from "./filter";
import type { Ids } from "./ids";
import type { RankedActions } from "./ranked";
import type { OutputRows } from "./rows";

/** A built dataset before it is padded: everything that the output, the sample table and the audit are made of. */
export interface Dataset {
  config: Config;
  rows: OutputRows;
  histories: HistoriesByCustomer;
  ranked: RankedActions;
  windows: Windows;
  /** Customer number to id. */
  customerIds: Ids;
  /** Item number to id; entry 0 is the padding. */
  itemIds: Ids;
}

/** The ranks of the actions that history `h` holds, newest first. */
export function ranksOf({ config, rows, ranked, windows }: Omit<Dataset, "customerIds" | "itemIds">, h: number): Uint32Array {
  const length = windows.lengths[h] ?? 0;
  const first = windows.starts[h] ?? 0;
  const { cutoff } = config.filter;
  if (length === 0 || !mayHaveGaps(cutoff)) return Uint32Array.from({ length }, (_, k) => first + k);
  const start = ranked.starts[rows.keys.customers[h] ?? 0] ?? 0;
  const [from, to] = [start + first, start + (windows.oldest[h] ?? 0) + 1];
  const counts = countsAfter(
    { days: ranked.read("days", from, to), partitionDays: ranked.read("partitionDays", from, to) },
    cutoff,
  );
  const dt = rows.keys.days[h] ?? 0;
  const ranks = new Uint32Array(length);
  for (let rank = 0, k = 0; k < length; rank += 1) {
    if ((counts[rank] ?? 0) >= dt) continue;
    ranks[k] = first + rank;
    k += 1;
  }
  return ranks;
}
