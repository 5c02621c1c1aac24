import type { FoundCustomer, Questions } from "../inspection";
import type { Dataset } from "../pipeline/dataset";
import { idText } from "./view";

/** Customers whose id contains the text: first those that equal it or begin with it, then the others, each by ascending id. */
export function customers(dataset: Dataset, { search, limit }: Questions["customers"]["question"]): FoundCustomer[] {
  const { customerIds, ranked, rows } = dataset;
  const text = search.trim();
  const beginning: number[] = [];
  const containing: number[] = [];
  for (let c = 0; c < customerIds.length && beginning.length < limit; c += 1) {
    const id = idText(customerIds, c);
    if (id === text) beginning.unshift(c);
    else if (id.startsWith(text)) beginning.push(c);
    else if (containing.length < limit && id.includes(text)) containing.push(c);
  }
  const found = [...beginning, ...containing].slice(0, limit);
  const days = new Map(found.map((c) => [c, 0]));
  for (const c of rows.keys.customers) {
    const count = days.get(c);
    if (count !== undefined) days.set(c, count + 1);
  }
  return found.map((c) => ({
    customer: idText(customerIds, c),
    days: days.get(c) ?? 0,
    actions: ranked.countOf(c),
  }));
}
