import type { SeenTextId, SeenTextIds } from "../pipeline/text-ids";
import { type Finding, shortened } from "./finding";

const NEARLY_ALL = 0.95;
export const ODD_ROWS = "a damaged row, a header line in the middle, or a file that writes them otherwise.";

/** Ids are text as soon as one of them is; where nearly all others are integers, it is not always meant. */
export function isOdd({ integers }: SeenTextId): boolean {
  return integers >= NEARLY_ALL;
}

/** Ids that are text though nearly all are integers, of a sample or of a dataset. Its rows are right all the same. */
export function oddIds({ customer, item }: SeenTextIds): Finding[] {
  return [
    ...(customer && isOdd(customer) ? [oddId("Customer", customer, "nearly all with impressions")] : []),
    ...(item && isOdd(item) ? [oddId("Item", item, "nearly all")] : []),
  ];
}

function oddId(whose: string, { example, file }: SeenTextId, others: string): Finding {
  const text = `${whose} ids are text because of “${shortened(example)}” in ${file}, though ${others} are integers: ${ODD_ROWS}`;
  return { level: "note", text, mend: null };
}
