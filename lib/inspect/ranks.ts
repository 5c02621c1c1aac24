import { halvesOf } from "../halves";
import { compareUtf8 } from "./compare-utf8";
import { sortedPositions } from "./radix-sort";

/** Whole numbers that stand in the order of some values. Those from `bound` on stand for no value. */
export interface Ranks {
  values: Uint32Array | Int32Array | Uint8Array;
  bound: number;
}

/** The rank of what has no value. */
export const NO_RANK = 0xffff_ffff;

const SIGN = 0x8000_0000;
/** Numbers that lie no further apart are their own ranks. */
const NARROW = 1 << 20;
const SURROGATE = /[\ud800-\udfff]/;

export function numberRanks(numbers: Int32Array): Ranks {
  let least = Number.POSITIVE_INFINITY;
  let most = Number.NEGATIVE_INFINITY;
  for (const number of numbers) {
    if (number < least) least = number;
    if (number > most) most = number;
  }
  if (most - least >= NARROW) return wordRanks([numbers.map((number) => number ^ SIGN)]);
  return { values: numbers.map((number) => number - least), bound: numbers.length === 0 ? 0 : most - least + 1 };
}

/** The ranks of instants; it is {@link NO_RANK} where `present` is 0. */
export function instantRanks(instants: BigInt64Array, present: Uint32Array): Ranks {
  const halves = halvesOf(instants);
  const low = present.map((_, k) => halves[2 * k] as number);
  const high = present.map((_, k) => (halves[2 * k + 1] as number) ^ SIGN);
  const { values, bound } = wordRanks([low, high]);
  return { values: values.map((value, k) => (present[k] === 0 ? NO_RANK : value)), bound };
}

/** By UTF-8 bytes. It is fast where equal texts are neighbours. */
export function textRanks(texts: readonly (string | null)[]): Ranks {
  const values = new Uint32Array(texts.length);
  const numbers = new Map<string, number>();
  for (let k = 0; k < texts.length; k += 1) {
    const text = texts[k] ?? null;
    if (k > 0 && text === texts[k - 1]) values[k] = values[k - 1] as number;
    else values[k] = text === null ? NO_RANK : numberIn(numbers, text);
  }
  const distinct = [...numbers.keys()];
  // Without surrogates the order by UTF-16 units, which is the fast one, is that by UTF-8 bytes.
  distinct.sort(distinct.some((text) => SURROGATE.test(text)) ? compareUtf8 : undefined);
  const ranks = new Uint32Array(distinct.length);
  for (let rank = 0; rank < distinct.length; rank += 1) ranks[numbers.get(distinct[rank] as string) as number] = rank;
  return { values: values.map((number) => (number === NO_RANK ? NO_RANK : (ranks[number] as number))), bound: distinct.length };
}

function numberIn(numbers: Map<string, number>, text: string): number {
  const known = numbers.get(text);
  if (known !== undefined) return known;
  numbers.set(text, numbers.size);
  return numbers.size - 1;
}

/** Numbers the distinct values from 0 on. `words` are their unsigned words of 32 bits, the least significant first. */
function wordRanks(words: readonly (Uint32Array | Int32Array)[]): { values: Uint32Array; bound: number } {
  const order = sortedPositions(words);
  const values = new Uint32Array(order.length);
  let rank = 0;
  for (let k = 0; k < order.length; k += 1) {
    const at = order[k] as number;
    if (k > 0 && differ(words, at, order[k - 1] as number)) rank += 1;
    values[at] = rank;
  }
  return { values, bound: order.length === 0 ? 0 : rank + 1 };
}

function differ(words: readonly (Uint32Array | Int32Array)[], one: number, other: number): boolean {
  for (const word of words) if (word[one] !== word[other]) return true;
  return false;
}
