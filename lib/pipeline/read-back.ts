import type { RecordBatch } from "apache-arrow";
import type { ParquetReader } from "../sources/parquet";
import { type Allowed, type Audited, fingerprint } from "./audit";

/** The rows of one file, as the pipeline believes that it wrote them. */
export interface ExpectedRows {
  /** The history of each row of the file, as positions in `Allowed`. */
  histories: Uint32Array;
  maxActions: number;
}

/**
 * Reads a written file back, row by row, and holds each row against what the contract allows its history.
 * @returns the histories that are wrong in any of their rows: of another length, with an action that is not allowed, or
 *   with rows that differ
 */
export async function findViolations(
  reader: ParquetReader,
  { histories, maxActions }: ExpectedRows,
  allowed: Allowed,
  audited: Audited,
): Promise<Set<number>> {
  const violations = new Set<number>();
  const columns = [...(audited.items ? ["actions"] : []), ...(audited.types ? ["action_types"] : [])];
  let row = 0;
  for (let group = 0; group < reader.rowGroups; group += 1) {
    const table = await reader.readRowGroup(group, columns);
    for (const batch of table.batches) {
      checkBatch(batch, histories.subarray(row, row + batch.numRows), maxActions, allowed, violations);
      row += batch.numRows;
    }
  }
  for (const history of histories.subarray(row)) violations.add(history);
  return violations;
}

function checkBatch(
  batch: RecordBatch,
  histories: Uint32Array,
  maxActions: number,
  allowed: Allowed,
  violations: Set<number>,
): void {
  const items = elements(batch, "actions", maxActions);
  const types = elements(batch, "action_types", maxActions);
  for (let r = 0; r < histories.length; r += 1) {
    const h = histories[r] ?? 0;
    const isRepeat = r > 0 && histories[r - 1] === h;
    const isRight = isRepeat
      ? sameRows(items, r, maxActions) && sameRows(types, r, maxActions)
      : isAllowed(items, types, r, maxActions, allowed, h);
    if (!isRight) violations.add(h);
  }
}

/** The elements of a list column as 32-bit words: `stride` words an element, the low one first. */
interface Elements {
  words: Int32Array;
  stride: 1 | 2;
}

function elements(batch: RecordBatch, name: string, maxActions: number): Elements | null {
  const list = batch.getChild(name)?.data[0];
  if (!list) return null;
  const [first, end] = [list.valueOffsets[0] ?? 0, list.valueOffsets[batch.numRows] ?? 0];
  if (end - first !== batch.numRows * maxActions) throw new RangeError(`a list of ${name} has not ${maxActions} elements`);
  const values: unknown = list.children[0]?.values;
  if (values instanceof BigInt64Array) {
    return { words: new Int32Array(values.buffer, values.byteOffset + first * 8, (end - first) * 2), stride: 2 };
  }
  if (values instanceof Int32Array) return { words: values.subarray(first, end), stride: 1 };
  if (values instanceof Int8Array) return { words: Int32Array.from(values.subarray(first, end)), stride: 1 };
  throw new TypeError(`${name} reads back as another type`);
}

function sameRows(column: Elements | null, row: number, maxActions: number): boolean {
  if (!column) return true;
  const { words } = column;
  const width = maxActions * column.stride;
  for (let at = row * width; at < (row + 1) * width; at += 1) if (words[at] !== words[at - width]) return false;
  return true;
}

function isAllowed(
  items: Elements | null,
  types: Elements | null,
  row: number,
  maxActions: number,
  allowed: Allowed,
  h: number,
): boolean {
  let length = 0;
  let sum = 0;
  for (let at = row * maxActions; at < (row + 1) * maxActions; at += 1) {
    const low = wordOf(items, at, 0);
    const high = wordOf(items, at, 1);
    const type = wordOf(types, at, 0);
    if (low === 0 && high === 0 && type === 0) continue;
    length += 1;
    sum += fingerprint(low, high, type);
  }
  return length === allowed.lengths[h] && sum === allowed.fingerprints[h];
}

/** Word 1 of a 32-bit element is its sign. */
function wordOf(column: Elements | null, at: number, word: 0 | 1): number {
  if (!column) return 0;
  if (column.stride === 2) return column.words[at * 2 + word] ?? 0;
  const value = column.words[at] ?? 0;
  return word === 0 ? value : value >> 31;
}
