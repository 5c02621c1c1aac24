import { type RecordBatch, tableFromIPC } from "apache-arrow";
import type { Config } from "../config";
import { LABEL_FALSE, LABEL_MISSING, LABEL_TRUE } from "../labels";
import { namesOf } from "../sources/recognise";
import { CarouselBuilder } from "./carousel-builder";
import {
  booleansOf,
  daysOf,
  fieldOf,
  type IdPairs,
  idPairsOf,
  isOfCalendar,
  isPlainId,
  isPlainItem,
  isPresent,
  type Lists,
  listsOf,
  type Present,
  presenceOf,
  textsOf,
  type Values,
} from "./columnar-values";
import type { IdCodes } from "./ids";
import type { CarouselRun } from "./shown";
import { isNested, type Mapped } from "./standardize";
import type { IdKinds } from "./values";

/** How the plain rows of a Parquet file of carousels are read, as plain data: names of columns, and of fields of the items. */
export interface ColumnarCarouselPlan {
  day: string | null;
  customer: string;
  ranking: string | null;
  carousel: string;
  /** `null` where the entries of a carousel are items themselves. */
  item: string | null;
  label: string | null;
  idKinds: IdKinds;
  /** The day that the file's path holds, in days since 1970. */
  pathDay: number | null;
}

/**
 * How the plain rows of a Parquet file of carousels are read: ids that are integers, or texts if all are, dates, and lists. `null` where the file, or the config,
 * asks for more.
 */
export function columnarCarouselPlan(file: Mapped, config: Config, idKinds: IdKinds): ColumnarCarouselPlan | null {
  const columnOf = (canonical: string) => file.columns[file.positions[canonical] ?? -1];
  const [day, customer, ranking] = [columnOf("dt"), columnOf("customer_id"), columnOf("ranking_id")];
  const carousel = columnOf("impressions");
  if (!isNested(file) || file.columns.some(({ entryOf }) => entryOf)) return null;
  if (customer?.kind !== idKinds.customer || carousel?.kind !== "list") return null;
  if ((day ? day.kind !== "date" : file.pathDay === null) || (ranking && ranking.kind !== "text")) return null;
  const nameOf = (canonical: string) =>
    namesOf("impressions", canonical, config).find((name) => carousel.fields?.includes(name)) ?? null;
  const item = nameOf("item_id");
  if (carousel.fields !== undefined && item === null) return null;
  return {
    day: day?.name ?? null,
    customer: customer.name,
    ranking: ranking?.name ?? null,
    carousel: carousel.name,
    item,
    label: nameOf("is_order"),
    idKinds,
    pathDay: file.pathDay,
  };
}

/** The names of the columns that a plan reads. */
export function carouselColumns({ day, customer, ranking, carousel }: ColumnarCarouselPlan): string[] {
  return [...new Set([day, customer, ranking, carousel].filter((name) => name !== null))];
}

/** The carousels of a part, standardized as far as its rows are plain. */
export interface ColumnarCarousels {
  /** How many rows are plain, and of these how many show nothing. */
  rows: number;
  empty: number;
  /** The others of them, with codes of items. */
  run: CarouselRun;
  /** The places of rows that are not plain, from 1. */
  places: Int32Array;
}

/** Reads the plain rows of batches with the columns of a plan, given as an Arrow IPC stream. @param codes of items */
export function readCarouselBatches(ipc: Uint8Array, plan: ColumnarCarouselPlan, codes: IdCodes): ColumnarCarousels {
  const builder = new CarouselBuilder(codes, plan.idKinds.customer);
  const places: number[] = [];
  let rows = 0;
  for (const batch of tableFromIPC(ipc).batches) {
    const columns = columnsOf(batch, plan);
    for (let row = 0; row < batch.numRows; row += 1) {
      if (!columns || !addRow(columns, row, builder)) places.push(rows + row + 1);
    }
    rows += batch.numRows;
  }
  const plain = rows - places.length;
  return { rows: plain, empty: plain - builder.count, run: builder.run(), places: Int32Array.from(places) };
}

interface Columns {
  days: ReturnType<typeof daysOf>;
  pathDay: number | null;
  customers: IdPairs;
  rankings: Values<string> | null;
  lists: Lists;
  /** Of the entries of all carousels. */
  entries: Present;
  items: IdPairs;
  labels: Values<boolean> | null;
}

/** `null` where the types of a batch are others than those that are read. */
function columnsOf(batch: RecordBatch, plan: ColumnarCarouselPlan): Columns | null {
  const dataOf = (name: string | null) => (name === null ? undefined : batch.getChild(name)?.data[0]);
  const lists = listsOf(dataOf(plan.carousel));
  const customers = idPairsOf(dataOf(plan.customer), plan.idKinds.customer);
  const days = daysOf(dataOf(plan.day));
  const rankings = textsOf(dataOf(plan.ranking));
  if (!lists || !customers || (plan.day !== null && !days) || (plan.ranking !== null && !rankings)) return null;
  const { entries } = lists;
  const items = idPairsOf(plan.item === null ? entries : fieldOf(entries, plan.item), plan.idKinds.item);
  const labels = plan.label === null ? null : booleansOf(fieldOf(entries, plan.label));
  if (!items || (plan.label !== null && !labels)) return null;
  return { days, pathDay: plan.pathDay, customers, rankings, lists, entries: presenceOf(entries), items, labels };
}

/** Adds a row, unless it is not plain: its customer, its day or one of its items is missing or must be looked at more closely, or the day is none of a calendar. */
function addRow(columns: Columns, row: number, builder: CarouselBuilder): boolean {
  const { days, pathDay, customers, rankings, lists, entries, items, labels } = columns;
  const day = days && isPresent(days, row) ? (days.values[row] as number) : pathDay;
  if (day === null || !isOfCalendar(day) || !isPlainId(customers, row)) return false;
  const isListed = isPresent(lists, row);
  const from = isListed ? (lists.starts[row] as number) : 0;
  const to = isListed ? (lists.starts[row + 1] as number) : 0;
  for (let at = from; at < to; at += 1) if (!isPresent(entries, at) || !isPlainItem(items, at)) return false;
  const { pairs, bytes } = items;
  for (let at = from; at < to; at += 1)
    builder.add(pairs[2 * at] as number, pairs[2 * at + 1] as number, bytes, labelAt(labels, at));
  const [low, high] = [customers.pairs[2 * row] as number, customers.pairs[2 * row + 1] as number];
  builder.end(day, low, high, customers.bytes, rankings && isPresent(rankings, row) ? rankings.at(row) : null);
  return true;
}

function labelAt(labels: Values<boolean> | null, at: number): number {
  if (labels === null || !isPresent(labels, at)) return LABEL_MISSING;
  return labels.at(at) ? LABEL_TRUE : LABEL_FALSE;
}
