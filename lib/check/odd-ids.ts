import type { SeenTextId, SeenTextIds } from "../pipeline/text-ids";
import { type Finding, shortened } from "./finding";

const NEARLY_ALL = 0.95;
export const ODD_ROWS = "Nearly all others are integers: a damaged row, or a header line in the middle of a file, does that.";

/** Ids are text as soon as one of them is; where nearly all others are integers, hardly anybody means it. */
export function isOdd({ integers }: SeenTextId): boolean {
  return integers >= NEARLY_ALL;
}

/** Ids that are text for the sake of few, of a sample or of a dataset. */
export function oddIds({ customer, item }: SeenTextIds): Finding[] {
  return [
    ...(customer && isOdd(customer) ? [oddId("Customer", customer)] : []),
    ...(item && isOdd(item) ? [oddId("Item", item)] : []),
  ];
}

function oddId(whose: "Customer" | "Item", { example, file }: SeenTextId): Finding {
  const text = `${whose} ids are text, all of them, because of “${shortened(example)}” in ${file}. ${ODD_ROWS}`;
  return { level: "warning", text, mend: null };
}
