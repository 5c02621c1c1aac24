import { type RecordBatch, tableFromIPC } from "apache-arrow";
import type { Config } from "../config";
import { NO_DAY } from "../no-day";
import { isExactTime } from "../sources/times";
import { daysOf, integersOf, isOfCalendar, isPresent, timesOf } from "./columnar-values";
import { ACTION_COLUMNS, type ActionRole, type Mapped } from "./standardize";
import { type PlainActions, type ReaderState, type RowRules, Standardizer } from "./standardizer";
import type { IdKinds } from "./values";

/** How the plain rows of a Parquet file are read, as plain data. */
export interface ColumnarPlan extends RowRules {
  customer: string;
  item: string;
  time: string;
  /** 0 where times are instants, 1 where they are of the wall clock. */
  clock: 0 | 1;
  day: string | null;
  /** The action type of all rows. */
  type: number;
}

/**
 * How the plain rows of a Parquet file are read: integer ids, timestamps, and dates. `null` where the file, or the config, asks
 * for more.
 */
export function columnarPlan(file: Mapped & { role: ActionRole }, config: Config, idKinds: IdKinds): ColumnarPlan | null {
  const { standardize, unify, filter } = config;
  const names = ACTION_COLUMNS[file.role];
  const columnOf = (canonical: string) => file.columns[file.positions[canonical] ?? -1];
  const [customer, item, time, day] = [columnOf("customer_id"), columnOf(names.item), columnOf(names.time), columnOf(names.day)];
  const areIntegers = idKinds.customer === "integer" && idKinds.item === "integer" && unify.duplicates === "keep";
  if (!areIntegers || names.type === null || file.columns.some(({ entryOf }) => entryOf)) return null;
  if (customer?.kind !== "integer" || item?.kind !== "integer" || (day && day.kind !== "date")) return null;
  if (time?.kind !== "timestamp" && time?.kind !== "instant") return null;
  return {
    customer: customer.name,
    item: item.name,
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
  const customers = integersOf(dataOf(plan.customer));
  const items = integersOf(dataOf(plan.item));
  const times = timesOf(dataOf(plan.time));
  const days = plan.day === null ? null : daysOf(dataOf(plan.day));
  if (!customers || !items || !times || (plan.day !== null && !days)) {
    for (let row = 0; row < batch.numRows; row += 1) onOther(row);
    return;
  }
  for (let row = 0; row < batch.numRows; row += 1) {
    const [low, high] = [items.halves[2 * row] as number, items.halves[2 * row + 1] as number];
    const time = times.values[row] as number;
    const ownDay = days && isPresent(days, row) ? (days.values[row] as number) : null;
    const isThere = isPresent(customers, row) && isPresent(items, row) && isPresent(times, row);
    // Item 0 is the padding of raw ids.
    if (!isThere || (low === 0 && high === 0) || !isExactTime(time) || (ownDay !== null && !isOfCalendar(ownDay))) {
      onOther(row);
      continue;
    }
    const day = ownDay ?? NO_DAY;
    const customer = customers.halves;
    standardizer.add(customer[2 * row] as number, customer[2 * row + 1] as number, low, high, plan.type, day, time, plan.clock);
  }
}
