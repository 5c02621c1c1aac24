import { openSequenceFile, type SequenceCursor } from "../parquet/sequence-reader";
import { type Allowed, type Audited, fingerprint, itemPart, typePart } from "./audit";

/** Row groups of a written file, and what their rows may hold. */
export interface WrittenRows {
  blob: Blob;
  maxActions: number;
  /** Row groups [first, end). */
  first: number;
  end: number;
  /** The history of each of their rows. */
  histories: Uint32Array;
  /** Entry k is for history `firstHistory + k`. */
  allowed: Allowed;
  firstHistory: number;
  audited: Audited;
}

/**
 * Holds rows of a written file against what the contract allows their histories.
 * @returns the histories that are wrong in any of their rows: of another length, with an action that is not allowed, or with
 *   rows that differ
 * @throws Error where the file cannot be read, or has another number of rows
 */
export async function findViolations(written: WrittenRows): Promise<Uint32Array> {
  const { blob, maxActions, histories, allowed, firstHistory, audited } = written;
  const file = await openSequenceFile(blob, maxActions);
  const violations = new Set<number>();
  let first = 0;
  for (let group = written.first; group < written.end; group += 1) {
    const rows = file.rowGroups[group] ?? 0;
    const items = audited.items ? await file.open(group, "actions") : null;
    const types = audited.types ? await file.open(group, "action_types") : null;
    const own = histories.subarray(first, first + rows).map((h) => h - firstHistory);
    checkRows(own, items, types, allowed, violations);
    first += rows;
  }
  return Uint32Array.from(violations, (h) => h + firstHistory);
}

function checkRows(
  histories: Uint32Array,
  items: SequenceCursor | null,
  types: SequenceCursor | null,
  allowed: Allowed,
  violations: Set<number>,
): void {
  const itemParts = items ? partsOf(items.dictionary, itemPart) : NO_PARTS;
  const typeParts = types ? partsOf(types.dictionary, (low) => typePart(low)) : NO_PARTS;
  const missing: Row = { row: new Int32Array((items ?? types)?.row.length ?? 0), tail: 0 };
  for (let r = 0; r < histories.length; r += 1) {
    const h = histories[r] as number;
    const areSameItems = items?.next() ?? true;
    const areSameTypes = types?.next() ?? true;
    const isRepeat = r > 0 && histories[r - 1] === h;
    const isRight = isRepeat
      ? areSameItems && areSameTypes
      : isAllowed(items ?? missing, itemParts, types ?? missing, typeParts, allowed, h);
    if (!isRight) violations.add(h);
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

/** Of a column that the output lacks. */
const NO_PARTS: Parts = { parts: new Int32Array(1), isPadding: new Uint8Array([1]) };

type Row = Pick<SequenceCursor, "row" | "tail">;

function isAllowed(items: Row, ofItem: Parts, types: Row, ofType: Parts, allowed: Allowed, h: number): boolean {
  const { row } = items;
  const typeRow = types.row;
  const tail = Math.max(items.tail, types.tail);
  let actions = 0;
  let sum = 0;
  for (let k = 0; k <= tail && k < row.length; k += 1) {
    const item = row[k] as number;
    const type = typeRow[k] as number;
    if (ofItem.isPadding[item] === 1 && ofType.isPadding[type] === 1) continue;
    // From the tail on, one is like the other.
    const count = k === tail ? row.length - k : 1;
    actions += count;
    sum += count * fingerprint(ofItem.parts[item] as number, ofType.parts[type] as number);
  }
  return actions === allowed.lengths[h] && sum === allowed.fingerprints[h];
}
