import { type Bool, type Data, DataType } from "apache-arrow";
import { LABEL_FALSE, LABEL_MISSING, LABEL_TRUE } from "../labels";
import { idPairsOf, isPresent, isSet, type Present, validityOf } from "./columnar-values";

/** A label that must be looked at more closely. */
export const OTHER_LABEL = -1;

/** Labels as the output has them, or `OTHER_LABEL`. */
export interface Labels extends Present {
  at(row: number): number;
}

/** Booleans, or integers of which 0 and 1 are labels; `null` for others. */
export function labelsOf(data: Data | undefined): Labels | null {
  if (data?.offset === 0 && DataType.isBool(data.type)) {
    const { values } = data as Data<Bool>;
    return { validity: validityOf(data), at: (row) => (isSet(values, row) ? LABEL_TRUE : LABEL_FALSE) };
  }
  const numbers = idPairsOf(data, "integer");
  return numbers && { validity: numbers.validity, at: (row) => labelOf(numbers.pairs, row) };
}

/** The label of a row; that of one without a label is missing. */
export function labelAt(labels: Labels | null, row: number): number {
  return labels && isPresent(labels, row) ? labels.at(row) : LABEL_MISSING;
}

function labelOf(pairs: Int32Array, row: number): number {
  const low = pairs[2 * row] as number;
  if (pairs[2 * row + 1] !== 0 || (low !== 0 && low !== 1)) return OTHER_LABEL;
  return low === 1 ? LABEL_TRUE : LABEL_FALSE;
}
