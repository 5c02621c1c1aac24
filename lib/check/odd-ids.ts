import type { SeenTextId, SeenTextIds } from "../pipeline/text-ids";
import { type Finding, shortened } from "./finding";

const NEARLY_ALL = 0.95;
export const ODD_ROW = "it may be a damaged row, or a header line in the middle of the file.";

/** Ids are text as soon as one of them is; where nearly all others are integers, hardly anybody means it. */
export function isOdd({ integers }: SeenTextId): boolean {
  return integers >= NEARLY_ALL;
}

/** Ids that are text for the sake of few, of a sample or of a dataset. */
export function oddIds({ customer, item }: SeenTextIds): Finding[] {
  return [
    ...(customer && isOdd(customer) ? [oddId("Customer", customer, "nearly all with impressions")] : []),
    ...(item && isOdd(item) ? [oddId("Item", item, "nearly all")] : []),
  ];
}

function oddId(whose: string, { example, file }: SeenTextId, others: string): Finding {
  const text = `${whose} ids are text because of “${shortened(example)}” in ${file}, though ${others} are integers: ${ODD_ROW}`;
  return { level: "warning", text, mend: null };
}
