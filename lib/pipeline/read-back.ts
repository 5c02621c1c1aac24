import type { SequenceCursor, SequenceFile } from "../parquet/sequence-reader";
import { type Allowed, type Audited, fingerprint, itemPart, typePart } from "./audit";

/**
 * Holds every row of a written file against what the contract allows its history.
 * @param histories the history of each row of the file, as positions in `allowed`
 * @returns the histories that are wrong in any of their rows: of another length, with an action that is not allowed, or with
 *   rows that differ
 */
export async function findViolations(
  file: SequenceFile,
  histories: Uint32Array,
  allowed: Allowed,
  audited: Audited,
  onRows: (rows: number) => void = () => undefined,
): Promise<Set<number>> {
  if (file.rows !== histories.length) throw new Error(`it has ${file.rows} rows instead of ${histories.length}`);
  const violations = new Set<number>();
  let first = 0;
  for (const [group, rows] of file.rowGroups.entries()) {
    const items = audited.items ? await file.open(group, "actions") : null;
    const types = audited.types ? await file.open(group, "action_types") : null;
    checkRows(histories.subarray(first, first + rows), items, types, allowed, violations);
    first += rows;
    onRows(first);
  }
  return violations;
}

function checkRows(
  histories: Uint32Array,
  items: SequenceCursor | null,
  types: SequenceCursor | null,
  allowed: Allowed,
  violations: Set<number>,
): void {
  const itemParts = items && partsOf(items.dictionary, itemPart);
  const typeParts = types && partsOf(types.dictionary, (low) => typePart(low));
  for (const [r, h] of histories.entries()) {
    const areSameItems = items?.next() ?? true;
    const areSameTypes = types?.next() ?? true;
    const isRepeat = r > 0 && histories[r - 1] === h;
    if (isRepeat ? areSameItems && areSameTypes : isAllowed(items?.row, itemParts, types?.row, typeParts, allowed, h)) continue;
    violations.add(h);
  }
}

/** By index of a dictionary, what its value adds to a fingerprint, and whether it is the padding. */
interface Parts {
  parts: Int32Array;
  isPadding: Uint8Array;
}

function partsOf(dictionary: SequenceCursor["dictionary"], partOf: (low: number, high: number) => number): Parts {
  const parts = new Int32Array(dictionary.length);
  const isPadding = new Uint8Array(dictionary.length);
  const isLong = dictionary instanceof BigInt64Array;
  const words = new Int32Array(dictionary.buffer, dictionary.byteOffset, dictionary.byteLength / 4);
  for (let k = 0; k < dictionary.length; k += 1) {
    const low = words[isLong ? k * 2 : k] ?? 0;
    const high = isLong ? (words[k * 2 + 1] ?? 0) : low >> 31;
    parts[k] = partOf(low, high);
    isPadding[k] = low === 0 && high === 0 ? 1 : 0;
  }
  return { parts, isPadding };
}

const NO_PARTS: Parts = { parts: new Int32Array(1), isPadding: new Uint8Array([1]) };

function isAllowed(
  items: Int32Array | undefined,
  itemParts: Parts | null,
  types: Int32Array | undefined,
  typeParts: Parts | null,
  allowed: Allowed,
  h: number,
): boolean {
  const { parts: ofItem, isPadding: noItem } = itemParts ?? NO_PARTS;
  const { parts: ofType, isPadding: noType } = typeParts ?? NO_PARTS;
  const length = items?.length ?? types?.length ?? 0;
  let actions = 0;
  let sum = 0;
  for (let k = 0; k < length; k += 1) {
    const item = items?.[k] ?? 0;
    const type = types?.[k] ?? 0;
    if (noItem[item] === 1 && noType[type] === 1) continue;
    actions += 1;
    sum += fingerprint(ofItem[item] ?? 0, ofType[type] ?? 0);
  }
  return actions === allowed.lengths[h] && sum === allowed.fingerprints[h];
}
