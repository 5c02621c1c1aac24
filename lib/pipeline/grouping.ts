import { countUp } from "../gather";

/** Things by the number of their group: those of group `g` are `order[starts[g]]` up to `order[starts[g + 1]]`, the latter exclusive. */
export interface Groups {
  /** As many positions as there are groups, and one more. */
  starts: Uint32Array;
  /** In a group they keep the order in which they were given. */
  order: Uint32Array;
}

/**
 * @param groupOf the group of each thing, from 0 up to `count`
 * @param given all things in an order; by default as they are numbered
 */
export function grouped(groupOf: Int32Array, count: number, given: Uint32Array = countUp(groupOf.length)): Groups {
  const lengths = new Uint32Array(count);
  for (const group of groupOf) lengths[group] = (lengths[group] as number) + 1;
  const starts = startsOf(lengths);
  const next = starts.slice();
  const order = new Uint32Array(groupOf.length);
  for (let at = 0; at < given.length; at += 1) {
    const thing = given[at] as number;
    const group = groupOf[thing] as number;
    const place = next[group] as number;
    next[group] = place + 1;
    order[place] = thing;
  }
  return { starts, order };
}

/** The sum of all lengths before each, and of all. */
export function startsOf(lengths: Uint32Array): Uint32Array {
  const starts = new Uint32Array(lengths.length + 1);
  for (let k = 0; k < lengths.length; k += 1) starts[k + 1] = (starts[k] as number) + (lengths[k] as number);
  return starts;
}

/** The starts of the groups [first, end) and the end of the last, counted from the first of them. */
export function startsFrom(starts: Uint32Array, first: number, end: number): Uint32Array {
  const from = starts[first] as number;
  return starts.slice(first, end + 1).map((start) => start - from);
}
