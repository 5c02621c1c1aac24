import type { Dataset } from "../pipeline/dataset";
import { LABEL_MISSING, type OutputRows } from "../pipeline/rows";
import type { SampleSort, SortColumn } from "../sample";
import { compareUtf8 } from "./compare-utf8";
import { sortedPositions } from "./radix-sort";

const SIGN = 0x8000_0000;
const LAST = 0xffff_ffff;

/** Reads a word of 32 bits of a row's key. */
type Word = (row: number) => number;

interface Key {
  /** The least significant first; together they order like the values. */
  words: Word[];
  isMissing: ((row: number) => boolean) | null;
}

/** Puts the rows of a dataset in order, and remembers what it worked out on the way. */
export class SampleOrder {
  private rankingRanks: Uint32Array | null = null;

  constructor(private readonly dataset: Dataset) {}

  /** The rows in the order that the sort asks for. `selected` stands in the order of the output. */
  sorted(selected: Uint32Array, { column, descending }: SampleSort): Uint32Array {
    const { words, isMissing } = this.keyOf(column);
    const keys = words.map((word) => keysOf(selected, word, isMissing, descending));
    // Neighbours with one key, such as the rows of a history, stay neighbours and are moved as one.
    const runs = runsOf(keys);
    const order = sortedPositions(keys.map((key) => runs.subarray(0, -1).map((first) => key[first] ?? 0)));
    const sorted = new Uint32Array(selected.length);
    let at = 0;
    for (const run of order) {
      const end = runs[run + 1] ?? 0;
      for (let k = runs[run] ?? 0; k < end; k += 1, at += 1) sorted[at] = selected[k] ?? 0;
    }
    return sorted;
  }

  private keyOf(column: SortColumn): Key {
    const { rows, windows } = this.dataset;
    const { days, customers, histories, items, slots, labels, itemStarts } = rows;
    const { lengths, starts, oldest } = windows;
    switch (column) {
      case "day":
        return present((r) => (days[r] ?? 0) ^ SIGN);
      case "customer":
        return present((r) => customers[r] ?? 0);
      case "ranking": {
        this.rankingRanks ??= ranksOf(rows);
        const ranks = this.rankingRanks;
        return { words: [(r) => ranks[r] ?? 0], isMissing: (r) => ranks[r] === LAST };
      }
      case "slot":
        return present((r) => (slots[itemStarts[r] ?? 0] ?? 0) ^ SIGN);
      case "item":
        return present((r) => items[itemStarts[r] ?? 0] ?? 0);
      case "label":
        return {
          words: [(r) => labels[itemStarts[r] ?? 0] ?? 0],
          isMissing: (r) => labels[itemStarts[r] ?? 0] === LABEL_MISSING,
        };
      case "length":
        return present((r) => lengths[histories[r] ?? 0] ?? 0);
      case "newest":
        return this.instantAt(starts);
      case "oldest":
        return this.instantAt(oldest);
    }
  }

  /** The instant of the action at one position of each row's history, as two words. */
  private instantAt(positions: Uint32Array): Key {
    const { rows, windows, ranked } = this.dataset;
    const { histories } = rows;
    const { buffer, byteOffset, length } = ranked.occurredAt;
    const halves = new Uint32Array(buffer, byteOffset, 2 * length);
    const half = (r: number, which: 0 | 1) => halves[2 * (positions[histories[r] ?? 0] ?? 0) + which] ?? 0;
    return {
      words: [(r) => half(r, 0), (r) => half(r, 1) ^ SIGN],
      isMissing: (r) => windows.lengths[histories[r] ?? 0] === 0,
    };
  }
}

function present(word: Word): Key {
  return { words: [word], isMissing: null };
}

function keysOf(selected: Uint32Array, word: Word, isMissing: Key["isMissing"], descending: boolean): Uint32Array {
  const keys = new Uint32Array(selected.length);
  for (let k = 0; k < selected.length; k += 1) {
    const row = selected[k] ?? 0;
    const key = word(row);
    keys[k] = isMissing?.(row) ? LAST : descending ? ~key : key;
  }
  return keys;
}

/** Where each run of equal keys begins, and the end. */
function runsOf(keys: readonly Uint32Array[]): Uint32Array {
  const count = keys[0]?.length ?? 0;
  const runs = new Uint32Array(count + 1);
  let found = 0;
  for (let k = 0; k < count; k += 1) {
    if (k > 0 && isEqual(keys, k, k - 1)) continue;
    runs[found] = k;
    found += 1;
  }
  runs[found] = count;
  return runs.slice(0, found + 1);
}

function isEqual(keys: readonly Uint32Array[], one: number, other: number): boolean {
  for (const key of keys) if (key[one] !== key[other]) return false;
  return true;
}

/** For each row the rank of its ranking id among all of them, by UTF-8 bytes. */
function ranksOf({ rankingIds }: OutputRows): Uint32Array {
  const ranks = new Map<string | null, number>();
  const isNew = (r: number) => r === 0 || rankingIds[r] !== rankingIds[r - 1];
  for (let r = 0; r < rankingIds.length; r += 1) if (isNew(r)) ranks.set(rankingIds[r] ?? null, LAST);
  const distinct = [...ranks.keys()].filter((id) => id !== null).sort(compareUtf8);
  for (const [rank, id] of distinct.entries()) ranks.set(id, rank);
  const ranked = new Uint32Array(rankingIds.length);
  for (let r = 0; r < ranked.length; r += 1)
    ranked[r] = isNew(r) ? (ranks.get(rankingIds[r] ?? null) ?? LAST) : (ranked[r - 1] ?? 0);
  return ranked;
}
