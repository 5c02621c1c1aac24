import { LABEL_MISSING } from "../labels";
import type { Dataset } from "../pipeline/dataset";
import type { SampleSort, SortColumn } from "../sample";
import { instantRanks, numberRanks, type Ranks, textRanks } from "./ranks";

/** The ranks of a column. */
interface ColumnRanks extends Ranks {
  /** The place among the ranks of each row; null where they stand by row. */
  places: Uint32Array | null;
}

/** Puts the rows of a dataset in order, and remembers the ranks that it worked out on the way. */
export class SampleOrder {
  private readonly known = new Map<SortColumn, ColumnRanks>();

  constructor(private readonly dataset: Dataset) {}

  /** The rows in the order that the sort asks for. `selected` stands in the order of the output. */
  sorted(selected: Uint32Array, { column, descending }: SampleSort): Uint32Array {
    const known = this.ranksOf(column);
    const { bound } = known;
    const ranks = selectedRanks(selected, known, descending);
    const starts = new Uint32Array(bound + 2);
    for (const rank of ranks) starts[rank + 1] = (starts[rank + 1] as number) + 1;
    for (let rank = 1; rank < starts.length; rank += 1) starts[rank] = (starts[rank] as number) + (starts[rank - 1] as number);
    const sorted = new Uint32Array(selected.length);
    for (let k = 0; k < selected.length; k += 1) {
      const rank = ranks[k] as number;
      const at = starts[rank] as number;
      sorted[at] = selected[k] as number;
      starts[rank] = at + 1;
    }
    return sorted;
  }

  /** The ranks of a column. Those that take long are worked out once. */
  private ranksOf(column: SortColumn): ColumnRanks {
    const ranks = this.known.get(column) ?? this.findRanks(column);
    this.known.set(column, ranks);
    return ranks;
  }

  private findRanks(column: SortColumn): ColumnRanks {
    const { rows, windows, config, customerIds, itemIds } = this.dataset;
    const { histories, itemStarts, keys } = rows;
    switch (column) {
      case "day":
        return { ...numberRanks(keys.days), places: histories };
      case "customer":
        return { values: keys.customers, places: histories, bound: customerIds.length };
      case "ranking":
        return { ...textRanks(rows.rankingIds), places: null };
      case "slot":
        return { ...numberRanks(rows.slots), places: itemStarts };
      case "item":
        return { values: rows.items, places: itemStarts, bound: itemIds.length };
      case "label":
        return { values: rows.labels, places: itemStarts, bound: LABEL_MISSING };
      case "length":
        return { values: windows.lengths, places: histories, bound: config.rank.maxActions + 1 };
      case "newest":
        return this.instantRanks(windows.newestAt);
      case "oldest":
        return this.instantRanks(windows.oldestAt);
    }
  }

  /** @param instants of each history; those of empty ones mean nothing */
  private instantRanks(instants: BigInt64Array): ColumnRanks {
    const { rows, windows } = this.dataset;
    return { ...instantRanks(instants, windows.lengths), places: rows.histories };
  }
}

function selectedRanks(selected: Uint32Array, { values, places, bound }: ColumnRanks, descending: boolean): Uint32Array {
  const ranks = new Uint32Array(selected.length);
  for (let k = 0; k < selected.length; k += 1) {
    const row = selected[k] as number;
    const value = values[places ? (places[row] as number) : row] as number;
    if (value >= bound) ranks[k] = bound;
    else ranks[k] = descending ? bound - 1 - value : value;
  }
  return ranks;
}
