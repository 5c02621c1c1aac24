import type { Dataset } from "../pipeline/dataset";
import { LABEL_MISSING, type OutputRows } from "../pipeline/rows";
import type { SampleSort, SortColumn } from "../sample";
import { compareUtf8 } from "./compare-utf8";
import { sortedPositions } from "./radix-sort";

const SIGN = 0x8000_0000;
const LAST = 0xffff_ffff;

/** Keys of rows as words of 32 bits, the least significant array first. */
interface Keys {
  words: Uint32Array[];
  /** 1 where the row has no value. */
  missing: Uint8Array | null;
}

/** Puts the rows of a dataset in order, and remembers what it worked out on the way. */
export class SampleOrder {
  private rankingRanks: Uint32Array | null = null;

  constructor(private readonly dataset: Dataset) {}

  /** The rows in the order that the sort asks for. `selected` stands in the order of the output. */
  sorted(selected: Uint32Array, { column, descending }: SampleSort): Uint32Array {
    const { words, missing } = this.keysOf(selected, column);
    if (descending) for (const word of words) complement(word);
    if (missing) for (const word of words) putLast(word, missing);
    return sortedPositions(words).map((position) => selected[position] ?? 0);
  }

  private keysOf(selected: Uint32Array, column: SortColumn): Keys {
    const { rows, windows } = this.dataset;
    const present = (words: Uint32Array) => ({ words: [words], missing: null });
    switch (column) {
      case "day":
        return present(selected.map((r) => (rows.days[r] ?? 0) ^ SIGN));
      case "customer":
        return present(selected.map((r) => rows.customers[r] ?? 0));
      case "ranking":
        this.rankingRanks ??= ranksOf(rows);
        return withMissing(gathered(this.rankingRanks, selected), (rank) => rank === LAST);
      case "slot":
        return present(selected.map((r) => (rows.slots[rows.itemStarts[r] ?? 0] ?? 0) ^ SIGN));
      case "item":
        return present(selected.map((r) => rows.items[rows.itemStarts[r] ?? 0] ?? 0));
      case "label":
        return withMissing(
          selected.map((r) => rows.labels[rows.itemStarts[r] ?? 0] ?? 0),
          (label) => label === LABEL_MISSING,
        );
      case "length":
        return present(selected.map((r) => windows.lengths[rows.histories[r] ?? 0] ?? 0));
      case "newest":
        return this.instants(selected, windows.starts);
      case "oldest":
        return this.instants(selected, windows.oldest);
    }
  }

  /** The instants of the actions at one position of each row's history, read as pairs of words. */
  private instants(selected: Uint32Array, positions: Uint32Array): Keys {
    const { rows, windows, ranked } = this.dataset;
    const { buffer, byteOffset, length } = ranked.occurredAt;
    const words = new Uint32Array(buffer, byteOffset, 2 * length);
    const low = new Uint32Array(selected.length);
    const high = new Uint32Array(selected.length);
    const missing = new Uint8Array(selected.length);
    for (let k = 0; k < selected.length; k += 1) {
      const h = rows.histories[selected[k] ?? 0] ?? 0;
      const at = 2 * (positions[h] ?? 0);
      low[k] = words[at] ?? 0;
      high[k] = (words[at + 1] ?? 0) ^ SIGN;
      missing[k] = windows.lengths[h] === 0 ? 1 : 0;
    }
    return { words: [low, high], missing };
  }
}

function withMissing(words: Uint32Array, isMissing: (word: number) => boolean): Keys {
  return { words: [words], missing: Uint8Array.from(words, (word) => (isMissing(word) ? 1 : 0)) };
}

function gathered(values: Uint32Array, selected: Uint32Array): Uint32Array {
  return selected.map((r) => values[r] ?? 0);
}

function complement(word: Uint32Array): void {
  for (let k = 0; k < word.length; k += 1) word[k] = ~(word[k] ?? 0);
}

function putLast(word: Uint32Array, missing: Uint8Array): void {
  for (let k = 0; k < word.length; k += 1) if (missing[k] === 1) word[k] = LAST;
}

/** For each row the rank of its ranking id among all of them, by UTF-8 bytes. */
function ranksOf({ rankingIds }: OutputRows): Uint32Array {
  const distinct = [...new Set(rankingIds)].filter((id) => id !== null).sort(compareUtf8);
  const ranks = new Map<string | null, number>(distinct.map((id, rank) => [id, rank]));
  return Uint32Array.from(rankingIds, (id) => ranks.get(id) ?? LAST);
}
