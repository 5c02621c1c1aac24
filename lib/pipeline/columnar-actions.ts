import { type RecordBatch, tableFromIPC } from "apache-arrow";
import type { Config } from "../config";
import { NO_DAY } from "../no-day";
import { isExactTime } from "../sources/times";
import { daysOf, idPairsOf, isOfCalendar, isPlainId, isPlainItem, isPresent, timesOf } from "./columnar-values";
import { ACTION_COLUMNS, type ActionRole, type Mapped } from "./standardize";
import { type PlainActions, type ReaderState, type RowRules, Standardizer } from "./standardizer";
import type { IdKinds } from "./values";

/** How the plain rows of a Parquet file are read, as plain data. */
export interface ColumnarPlan extends RowRules {
  customer: string;
  item: string;
  idKinds: IdKinds;
  time: string;
  /** 0 where times are instants, 1 where they are of the wall clock. */
  clock: 0 | 1;
  day: string | null;
  /** The action type of all rows. */
  type: number;
}

/**
 * How the plain rows of a Parquet file are read: ids that are integers, or texts if all are, timestamps, and dates. `null` where the file, or the config, asks
 * for more.
 */
export function columnarPlan(file: Mapped & { role: ActionRole }, config: Config, idKinds: IdKinds): ColumnarPlan | null {
  const { standardize, unify, filter } = config;
  const names = ACTION_COLUMNS[file.role];
  const columnOf = (canonical: string) => file.columns[file.positions[canonical] ?? -1];
  const [customer, item, time, day] = [columnOf("customer_id"), columnOf(names.item), columnOf(names.time), columnOf(names.day)];
  if (unify.duplicates === "drop" || names.type === null || file.columns.some(({ entryOf }) => entryOf)) return null;
  if (customer?.kind !== idKinds.customer || item?.kind !== idKinds.item || (day && day.kind !== "date")) return null;
  if (time?.kind !== "timestamp" && time?.kind !== "instant") return null;
  return {
    customer: customer.name,
    item: item.name,
    idKinds,
    time: time.name,
    clock: time.kind === "instant" ? 0 : 1,
    day: day?.name ?? null,
    type: unify.actionTypes[names.type],
    pathDay: file.pathDay,
    timeZone: standardize.timeZone,
    dayZone: filter.dayZone,
  };
}

/** The names of the columns that a plan reads. */
export function plannedColumns({ customer, item, time, day }: ColumnarPlan): string[] {
  return [...new Set([customer, item, time, ...(day === null ? [] : [day])])];
}

/** The rows of a part, standardized as far as they are plain. */
export interface PlainBatches {
  /** How many rows are plain. */
  rows: number;
  actions: PlainActions;
  /** The places of the others, from 1. */
  places: Int32Array;
}

/** Reads the plain rows of batches with the columns of a plan, given as an Arrow IPC stream. */
export function readPlainBatches(ipc: Uint8Array, plan: ColumnarPlan, state: ReaderState): PlainBatches {
  const standardizer = new Standardizer(state, plan);
  const places: number[] = [];
  let rows = 0;
  for (const batch of tableFromIPC(ipc).batches) {
    addBatch(batch, plan, standardizer, (row) => places.push(rows + row + 1));
    rows += batch.numRows;
  }
  return { rows: rows - places.length, actions: standardizer.actions(), places: Int32Array.from(places) };
}

function addBatch(batch: RecordBatch, plan: ColumnarPlan, standardizer: Standardizer, onOther: (row: number) => void): void {
  const dataOf = (name: string) => batch.getChild(name)?.data[0];
  const customers = idPairsOf(dataOf(plan.customer), plan.idKinds.customer);
  const items = idPairsOf(dataOf(plan.item), plan.idKinds.item);
  const times = timesOf(dataOf(plan.time));
  const days = plan.day === null ? null : daysOf(dataOf(plan.day));
  if (!customers || !items || !times || (plan.day !== null && !days)) {
    for (let row = 0; row < batch.numRows; row += 1) onOther(row);
    return;
  }
  standardizer.readFrom(customers.bytes, items.bytes);
  const [customer, item] = [customers.pairs, items.pairs];
  for (let row = 0; row < batch.numRows; row += 1) {
    const time = times.values[row] as number;
    const ownDay = days && isPresent(days, row) ? (days.values[row] as number) : null;
    const isThere = isPlainId(customers, row) && isPlainItem(items, row) && isPresent(times, row);
    if (!isThere || !isExactTime(time) || (ownDay !== null && !isOfCalendar(ownDay))) {
      onOther(row);
      continue;
    }
    standardizer.add(
      customer[2 * row] as number,
      customer[2 * row + 1] as number,
      item[2 * row] as number,
      item[2 * row + 1] as number,
      plan.type,
      ownDay ?? NO_DAY,
      time,
      plan.clock,
    );
  }
}
