import type { Config } from "../config";
import { mapColumns } from "../sources/map-columns";
import { trimmed } from "../sources/times";
import type { BuildSource } from "../sources/types";
import type { Ids } from "./ids";
import { ACTION_COLUMNS, mayIgnore } from "./standardize";
import type { IdKinds } from "./values";

/** An id that is no integer, and the file that has it. */
export interface TextId {
  file: string;
  example: string;
}

export type TextIds = Record<keyof IdKinds, TextId | null>;

/** The same, once all ids are known. */
export interface SeenTextId extends TextId {
  /** Of the customers with impressions, or of all items, the share whose ids are integers. */
  integers: number;
}

export type SeenTextIds = Record<keyof IdKinds, SeenTextId | null>;

const INTEGER = /^(?:0|-?[1-9]\d*)(?:[.]0+)?$/;

/**
 * The first ids at the beginning of the files that are no integers, and that a scan would find. What has none there may have some
 * further on. They are not looked for in carousels, nor where a row of the sample may be none, or one that is ignored.
 */
export function textIdsOf(sources: readonly BuildSource[], config: Config): TextIds {
  const found: TextIds = { customer: null, item: null };
  const isFirst = ({ role }: BuildSource) => role === "impressions";
  for (const source of [...sources.filter(isFirst), ...sources.filter((each) => !isFirst(each))]) {
    const { role, file } = source;
    if (mayIgnore(role, config)) continue;
    const positions = mapColumns(role, source.source, file.path, config);
    if (Object.values(positions).some((position) => source.source.columns[position]?.entryOf)) continue;
    const item = role === "impressions" ? "item_id" : ACTION_COLUMNS[role].item;
    found.customer ??= textIdIn(source, positions.customer_id);
    found.item ??= textIdIn(source, positions[item]);
  }
  return found;
}

/** What ids are where some are texts. */
export function idKindsOf({ customer, item }: TextIds): IdKinds {
  return { customer: customer ? "text" : "integer", item: item ? "text" : "integer" };
}

/** @param ids all of them, each once; an empty one stands for the padding */
export function seenAmong(found: TextId | null, ids: Ids): SeenTextId | null {
  if (found === null || ids instanceof BigInt64Array) return null;
  let [all, integers] = [0, 0];
  for (const id of ids) {
    if (id !== "") all += 1;
    if (isInteger(id)) integers += 1;
  }
  return { ...found, integers: integers / Math.max(1, all) };
}

function textIdIn({ file, source }: BuildSource, position: number | undefined): TextId | null {
  if (position === undefined || source.columns[position]?.kind !== "text") return null;
  for (const row of source.sample) {
    const example = trimmed(row[position] ?? "");
    if (example !== "" && isText(example)) return { file: file.path, example };
  }
  return null;
}

/** Objects and lists of JSON are neither. */
function isText(id: string): boolean {
  return !/^[{[]/.test(id) && !isInteger(id);
}

const ALWAYS_LONG = 18;

function isInteger(id: string): boolean {
  return INTEGER.test(id) && (id.length <= ALWAYS_LONG || isLong(BigInt(id.split(".")[0] ?? id)));
}

function isLong(integer: bigint): boolean {
  return BigInt.asIntN(64, integer) === integer;
}
