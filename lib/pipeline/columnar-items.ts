import type { RecordBatch } from "apache-arrow";
import { NO_SLOT } from "../no-slot";
import type { SourceColumn } from "../sources/column";
import type { CarouselBuilder } from "./carousel-builder";
import type { Heads, RowReader } from "./columnar-heads";
import { type Labels, labelAt, labelsOf, OTHER_LABEL } from "./columnar-labels";
import { dataOf, type IdPairs, idPairsOf, isPlainItem, isPresent } from "./columnar-values";
import type { FragmentBuilder } from "./fragment-builder";
import type { IdKind } from "./values";

/** Which columns hold an item, one a row. */
export interface ItemColumns {
  item: string;
  slot: string | null;
  label: string | null;
}

/** Items, with integers for slots, and labels that are booleans or 0 and 1; `null` for others. */
export function itemColumns(
  { item, slot, label }: Record<keyof ItemColumns, SourceColumn | undefined>,
  kind: IdKind,
): ItemColumns | null {
  if (item?.kind !== kind || (slot && slot.kind !== "integer")) return null;
  if (label && label.kind !== "boolean" && label.kind !== "integer") return null;
  return { item: item.name, slot: slot?.name ?? null, label: label?.name ?? null };
}

/** A slot that must be looked at more closely. */
const OTHER_SLOT = -1;

interface ItemValues {
  items: IdPairs;
  slots: IdPairs | null;
  labels: Labels | null;
}

/** Reads rows that hold an item each; `null` where the types of a batch are others than those that are read. */
export function itemReader(
  batch: RecordBatch,
  columns: ItemColumns,
  kind: IdKind,
  heads: Heads,
  builder: CarouselBuilder,
  fragments: FragmentBuilder,
): RowReader | null {
  const items = idPairsOf(dataOf(batch, columns.item), kind);
  const slots = idPairsOf(dataOf(batch, columns.slot), "integer");
  const labels = labelsOf(dataOf(batch, columns.label));
  if (!items || (columns.slot !== null && !slots) || (columns.label !== null && !labels)) return null;
  const values = { items, slots, labels };
  return (row, place) => addItem(values, row, place, heads, builder, fragments);
}

/** Adds an item, unless something of its row is missing or must be looked at more closely. */
function addItem(
  { items, slots, labels }: ItemValues,
  row: number,
  place: number,
  heads: Heads,
  builder: CarouselBuilder,
  fragments: FragmentBuilder,
): boolean {
  const slot = slots && isPresent(slots, row) ? slotAt(slots, row) : NO_SLOT;
  const label = labelAt(labels, row);
  if (!heads.isPlain(row) || !isPlainItem(items, row) || slot === OTHER_SLOT || label === OTHER_LABEL) return false;
  fragments.begin(place, heads.dayAt(row), heads.customerAt(row, builder), heads.rankingAt(row, builder));
  const { pairs, bytes } = items;
  builder.add(pairs[2 * row] as number, pairs[2 * row + 1] as number, bytes, slot, label);
  return true;
}

/** A slot that is not negative and below {@link NO_SLOT}. */
function slotAt({ pairs }: IdPairs, row: number): number {
  const low = pairs[2 * row] as number;
  return pairs[2 * row + 1] === 0 && low >= 0 && low < NO_SLOT ? low : OTHER_SLOT;
}
