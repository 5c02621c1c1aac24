import { type RecordBatch, tableFromIPC } from "apache-arrow";
import type { Config } from "../config";
import type { SourceColumn } from "../sources/column";
import { namesOf } from "../sources/recognise";
import { TextFields } from "../sources/text-fields";
import { CarouselBuilder } from "./carousel-builder";
import { type HeadPlan, Heads, type RowReader } from "./columnar-heads";
import { type ItemColumns, itemColumns, itemReader } from "./columnar-items";
import { type Labels, labelAt, labelsOf, OTHER_LABEL } from "./columnar-labels";
import { dayColumn } from "./columnar-times";
import {
  dataOf,
  fieldOf,
  type IdPairs,
  idPairsOf,
  isPlainItem,
  isPresent,
  type Lists,
  listsOf,
  type Present,
  presenceOf,
} from "./columnar-values";
import { FragmentBuilder } from "./fragment-builder";
import type { IdCodes } from "./ids";
import type { CarouselRun } from "./shown";
import { isNested, type Mapped } from "./standardize";
import type { IdKind, IdKinds } from "./values";

/** How the plain rows of a Parquet file of impressions are read, as plain data: names of columns, and of fields of the items. */
export interface ColumnarCarouselPlan extends HeadPlan {
  /** Of rows that are carousels, or of such that are items. */
  shown: ListColumn | ItemColumns;
}

interface ListColumn {
  list: string;
  /** `null` where the entries of a carousel are items themselves. */
  item: string | null;
  label: string | null;
}

/**
 * How the plain rows of a Parquet file of impressions are read: ids that are integers, or texts if all are, dates, and lists, or
 * an item a row. `null` where the file, or the config, asks for more.
 */
export function columnarCarouselPlan(file: Mapped, config: Config, idKinds: IdKinds): ColumnarCarouselPlan | null {
  const columnOf = (canonical: string) => file.columns[file.positions[canonical] ?? -1];
  const [day, customer, ranking] = [columnOf("dt"), columnOf("customer_id"), columnOf("ranking_id")];
  if (customer?.kind !== idKinds.customer || file.columns.some(({ entryOf }) => entryOf)) return null;
  const dayIn = day ? dayColumn(day) : null;
  if ((day ? !dayIn : file.pathDay === null) || (ranking && ranking.kind !== "text")) return null;
  const shown = isNested(file)
    ? listColumn(columnOf("impressions"), config)
    : itemColumns({ item: columnOf("item_id"), slot: columnOf("slot"), label: columnOf("is_order") }, idKinds.item);
  if (!shown) return null;
  const { pathDay, dateOrder } = file;
  return { day: dayIn, customer: customer.name, ranking: ranking?.name ?? null, shown, idKinds, pathDay, dateOrder };
}

function listColumn(carousel: SourceColumn | undefined, config: Config): ListColumn | null {
  if (carousel?.kind !== "list") return null;
  const nameOf = (canonical: string) =>
    namesOf("impressions", canonical, config).find((name) => carousel.fields?.includes(name)) ?? null;
  const item = nameOf("item_id");
  if (carousel.fields !== undefined && item === null) return null;
  return { list: carousel.name, item, label: nameOf("is_order") };
}

/** The names of the columns that a plan reads. */
export function carouselColumns({ day, customer, ranking, shown }: ColumnarCarouselPlan): string[] {
  const ofItems = "list" in shown ? [shown.list] : [shown.item, shown.slot, shown.label];
  return [...new Set([day?.name ?? null, customer, ranking, ...ofItems].filter((name) => name !== null))];
}

/** The carousels of a part, or fragments of such, standardized as far as its rows are plain. */
export interface ColumnarCarousels {
  /** How many rows are plain, and of these how many show nothing. */
  rows: number;
  empty: number;
  /** What the others of them show, with codes of items. */
  run: CarouselRun;
  /** The places of rows that are not plain, from 1. */
  places: Int32Array;
}

/** Reads the plain rows of batches with the columns of a plan, given as an Arrow IPC stream. @param codes of items */
export function readCarouselBatches(ipc: Uint8Array, plan: ColumnarCarouselPlan, codes: IdCodes): ColumnarCarousels {
  const builder = new CarouselBuilder(codes, plan.idKinds.customer);
  const fragments = new FragmentBuilder(builder);
  const { shown } = plan;
  const isList = "list" in shown;
  const texts = new TextFields(plan.dateOrder);
  const places: number[] = [];
  let rows = 0;
  for (const batch of tableFromIPC(ipc).batches) {
    const heads = Heads.of(batch, plan, texts);
    const { item: kind } = plan.idKinds;
    const read =
      heads &&
      (isList ? listReader(batch, shown, kind, heads, builder) : itemReader(batch, shown, kind, heads, builder, fragments));
    for (let row = 0; row < batch.numRows; row += 1) {
      const place = rows + row + 1;
      if (!read?.(row, place)) places.push(place);
    }
    rows += batch.numRows;
  }
  const plain = rows - places.length;
  const found = { rows: plain, places: Int32Array.from(places) };
  return isList ? { ...found, empty: plain - builder.count, run: builder.run() } : { ...found, empty: 0, run: fragments.run() };
}

interface ListValues {
  lists: Lists;
  /** Of the entries of all carousels. */
  entries: Present;
  items: IdPairs;
  labels: Labels | null;
}

/** Reads rows that are carousels; `null` where the types of a batch are others than those that are read. */
function listReader(
  batch: RecordBatch,
  { list, item, label }: ListColumn,
  kind: IdKind,
  heads: Heads,
  builder: CarouselBuilder,
): RowReader | null {
  const lists = listsOf(dataOf(batch, list));
  if (!lists) return null;
  const { entries } = lists;
  const items = idPairsOf(item === null ? entries : fieldOf(entries, item), kind);
  const labels = label === null ? null : labelsOf(fieldOf(entries, label));
  if (!items || (label !== null && !labels)) return null;
  const values = { lists, entries: presenceOf(entries), items, labels };
  return (row) => addList(values, row, heads, builder);
}

/** Adds a carousel, unless its customer, its day or one of its items is missing or must be looked at more closely. */
function addList({ lists, entries, items, labels }: ListValues, row: number, heads: Heads, builder: CarouselBuilder): boolean {
  if (!heads.isPlain(row)) return false;
  const isListed = isPresent(lists, row);
  const from = isListed ? (lists.starts[row] as number) : 0;
  const to = isListed ? (lists.starts[row + 1] as number) : 0;
  for (let at = from; at < to; at += 1)
    if (!isPresent(entries, at) || !isPlainItem(items, at) || labelAt(labels, at) === OTHER_LABEL) return false;
  const { pairs, bytes } = items;
  for (let at = from; at < to; at += 1)
    builder.add(pairs[2 * at] as number, pairs[2 * at + 1] as number, bytes, at - from, labelAt(labels, at));
  builder.end(heads.dayAt(row), heads.customerAt(row, builder), heads.rankingAt(row, builder));
  return true;
}
