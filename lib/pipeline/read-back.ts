import type { DecodedSequences, SequenceFile } from "../parquet/sequence-reader";
import { type Allowed, type Audited, fingerprintOfParts, itemPart, typePart } from "./audit";

/**
 * Holds every row of a written file against what the contract allows its history.
 * @param histories the history of each row of the file, as positions in `allowed`
 * @param length of each sequence
 * @returns the histories that are wrong in any of their rows: of another length, with an action that is not allowed, or with
 *   rows that differ
 */
export async function findViolations(
  file: SequenceFile,
  histories: Uint32Array,
  length: number,
  allowed: Allowed,
  audited: Audited,
): Promise<Set<number>> {
  if (file.rows !== histories.length) throw new Error(`it has ${file.rows} rows instead of ${histories.length}`);
  const violations = new Set<number>();
  let first = 0;
  for (const [group, rows] of file.rowGroups.entries()) {
    const items = audited.items ? partsOf(await file.read(group, "actions"), itemPart) : null;
    const types = audited.types ? partsOf(await file.read(group, "action_types"), typePart) : null;
    checkRows(histories.subarray(first, first + rows), length, items, types, allowed, violations);
    first += rows;
  }
  return violations;
}

/** A column as indices, and by index what its value adds to a fingerprint; 0 for the padding. */
interface Parts {
  indices: Int32Array;
  parts: Int32Array;
  isPadding: Uint8Array;
}

function partsOf({ indices, dictionary }: DecodedSequences, partOf: (value: bigint) => number): Parts {
  const values = Array.from(dictionary as ArrayLike<bigint | number>, BigInt);
  return {
    indices,
    parts: Int32Array.from(values, partOf),
    isPadding: Uint8Array.from(values, (value) => (value === 0n ? 1 : 0)),
  };
}

function checkRows(
  histories: Uint32Array,
  length: number,
  items: Parts | null,
  types: Parts | null,
  allowed: Allowed,
  violations: Set<number>,
): void {
  for (let r = 0; r < histories.length; r += 1) {
    const h = histories[r] ?? 0;
    const at = r * length;
    const isRepeat = r > 0 && histories[r - 1] === h;
    const isRight = isRepeat
      ? isSameAsBefore(items, at, length) && isSameAsBefore(types, at, length)
      : isAllowed(items, types, at, length, allowed, h);
    if (!isRight) violations.add(h);
  }
}

function isSameAsBefore(column: Parts | null, from: number, length: number): boolean {
  if (!column) return true;
  const { indices } = column;
  for (let at = from; at < from + length; at += 1) if (indices[at] !== indices[at - length]) return false;
  return true;
}

function isAllowed(items: Parts | null, types: Parts | null, from: number, length: number, allowed: Allowed, h: number): boolean {
  let actions = 0;
  let sum = 0;
  for (let at = from; at < from + length; at += 1) {
    const item = items?.indices[at] ?? 0;
    const type = types?.indices[at] ?? 0;
    if ((items?.isPadding[item] ?? 1) === 1 && (types?.isPadding[type] ?? 1) === 1) continue;
    actions += 1;
    sum += fingerprintOfParts(items?.parts[item] ?? 0, types?.parts[type] ?? 0);
  }
  return actions === allowed.lengths[h] && sum === allowed.fingerprints[h];
}
