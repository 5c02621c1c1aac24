import type { ItemCount, ItemCounts } from "../distributions";
import type { Ids } from "../pipeline/ids";

const LISTED = 20;

/**
 * Which items are shown and acted on most.
 * @param shown how often each item number is shown
 * @param inHistories how often it stands in a history
 */
export function itemCounts(itemIds: Ids, shown: Uint32Array, inHistories: Uint32Array): ItemCounts {
  const unseen = shown.map((count, item) => (inHistories[item] === 0 ? count : 0));
  const listed = (counts: Uint32Array) =>
    largest(counts, LISTED).map(
      (item): ItemCount => ({
        itemId: String(itemIds[item] ?? ""),
        shown: shown[item] ?? 0,
        inHistories: inHistories[item] ?? 0,
      }),
    );
  return {
    distinctShown: present(shown),
    neverInHistories: present(unseen),
    shownNeverInHistories: sum(unseen),
    shown: sum(shown),
    mostShown: listed(shown),
    mostInHistories: listed(inHistories),
    mostShownNeverInHistories: listed(unseen),
  };
}

/** The positions of the largest counts above 0, largest first; ties by ascending position. */
export function largest(counts: Uint32Array, most: number): number[] {
  const found: number[] = [];
  const countOf = (position: number | undefined) => (position === undefined ? 0 : (counts[position] ?? 0));
  for (let position = 0; position < counts.length; position += 1) {
    const count = counts[position] ?? 0;
    if (count === 0 || (found.length === most && count <= countOf(found[most - 1]))) continue;
    let place = found.length;
    while (place > 0 && countOf(found[place - 1]) < count) place -= 1;
    found.splice(place, 0, position);
    if (found.length > most) found.pop();
  }
  return found;
}

function present(counts: Uint32Array): number {
  let items = 0;
  for (const count of counts) if (count > 0) items += 1;
  return items;
}

function sum(counts: Uint32Array): number {
  let all = 0;
  for (const count of counts) all += count;
  return all;
}
