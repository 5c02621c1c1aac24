import fc from "fast-check";
import { expect, test } from "vitest";
import { NO_SLOT } from "../no-slot";
import { startsOf } from "./grouping";
import { type Fragments, joinFragments } from "./join-fragments";
import { NO_RANKING } from "./shown";

interface Fragment {
  day: number;
  customer: number;
  ranking: number;
  items: { item: number; slot: number; label: number }[];
}

const fragment: fc.Arbitrary<Fragment> = fc.record({
  day: fc.integer({ min: 0, max: 1 }),
  customer: fc.integer({ min: 0, max: 2 }),
  ranking: fc.constantFrom(NO_RANKING, 0, 5),
  items: fc.array(
    fc.record({
      item: fc.integer({ min: 1, max: 3 }),
      slot: fc.constantFrom(NO_SLOT, 0, 1, 9),
      label: fc.integer({ min: 0, max: 2 }),
    }),
    { minLength: 1, maxLength: 3 },
  ),
});
/** By file and piece. */
const files = fc.array(fc.array(fc.array(fragment, { maxLength: 8 }), { minLength: 1, maxLength: 3 }), {
  minLength: 1,
  maxLength: 3,
});

interface Standing extends Fragment {
  file: number;
  piece: number;
  place: number;
}

function standingOf(all: readonly (readonly Fragment[][])[]): Standing[] {
  let piece = 0;
  return all.flatMap((pieces, file) =>
    pieces.flatMap((fragments) => {
      piece += 1;
      return fragments.map((each, place) => ({ ...each, file, piece, place: 2 * place }));
    }),
  );
}

function columnsOf(all: readonly Standing[]): Fragments {
  const items = all.flatMap((each) => each.items);
  return {
    days: Int32Array.from(all, ({ day }) => day),
    customers: Int32Array.from(all, ({ customer }) => customer),
    rankings: Int32Array.from(all, ({ ranking }) => ranking),
    starts: startsOf(Uint32Array.from(all, (each) => each.items.length)),
    slots: Int32Array.from(items, ({ slot }) => slot),
    items: Int32Array.from(items, ({ item }) => item),
    labels: Uint8Array.from(items, ({ label }) => label),
    files: Int32Array.from(all, ({ file }) => file),
    pieces: Int32Array.from(all, ({ piece }) => piece),
    places: Int32Array.from(all, ({ place }) => place),
  };
}

type Item = Fragment["items"][number];

/** Of two files: by items, descending, a longer list before its beginning; then by slots, then by labels. */
function compareParts(a: readonly Item[], b: readonly Item[]): number {
  const listOf = (part: readonly Item[], name: keyof Item) => part.map((each) => each[name]);
  const compare = (one: number[], other: number[]) => {
    const at = one.findIndex((value, k) => value !== other[k]);
    if (at < 0) return one.length - other.length;
    return at < other.length ? (one[at] as number) - (other[at] as number) : 1;
  };
  const by = (name: keyof Item) => compare(listOf(a, name), listOf(b, name));
  return -by("item") || by("slot") || by("label");
}

/** By key, the items in their order with slots, as the rule says it. `all` in the order in which they stand. */
function expectedOf(all: readonly Standing[]): Record<string, string[]> {
  const carousels = new Map<string, Map<number, Item[]>>();
  for (const { day, customer, ranking, file, items } of all) {
    const key = `${day} ${customer} ${ranking}`;
    const parts = carousels.get(key) ?? new Map<number, Item[]>();
    carousels.set(key, parts.set(file, [...(parts.get(file) ?? []), ...items]));
  }
  return Object.fromEntries(
    [...carousels].map(([key, parts]) => [
      key,
      [...parts.values()]
        .sort(compareParts)
        .flat()
        .map(({ item, slot, label }, place) => `${slot === NO_SLOT ? place : slot} ${item} ${label}`),
    ]),
  );
}

test("fragments of one day, customer and ranking are one carousel, in the order of their rows", () => {
  fc.assert(
    fc.property(
      files.map(standingOf).chain((all) => fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length }))),
      ([inOrder, given]) => {
        const { days, customers, rankings, lengths, slots, items, labels } = joinFragments(columnsOf(given));
        const starts = startsOf(lengths);
        const found = Array.from(days, (day, k): [string, string[]] => [
          `${day} ${customers[k]} ${rankings[k]}`,
          Array.from(slots.subarray(starts[k], starts[k + 1]), (slot, place) => {
            const at = (starts[k] as number) + place;
            return `${slot} ${items[at]} ${labels[at]}`;
          }),
        ]);
        expect(found.length).toBe(new Set(found.map(([key]) => key)).size);
        expect(Object.fromEntries(found)).toEqual(expectedOf(inOrder));
      },
    ),
    { numRuns: 1000 },
  );
});
