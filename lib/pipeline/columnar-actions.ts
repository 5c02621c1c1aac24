import { type Data, type RecordBatch, type Timestamp, TimeUnit, tableFromIPC } from "apache-arrow";
import type { Config } from "../config";
import { halvesOf, numberAt } from "../halves";
import { NO_DAY } from "../no-day";
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
  const customers = integersOf(batch, plan.customer);
  const items = integersOf(batch, plan.item);
  const times = timesOf(batch, plan.time);
  const days = plan.day === null ? null : daysOf(batch, plan.day);
  const isReadable = customers && items && times && (plan.day === null || days);
  for (let row = 0; row < batch.numRows; row += 1) {
    if (!isReadable || !isPresent(customers, row) || !isPresent(items, row) || !isPresent(times, row)) {
      onOther(row);
      continue;
    }
    const time = times.at(row);
    standardizer.customerLow = customers.low(row);
    standardizer.customerHigh = customers.high(row);
    standardizer.itemLow = items.low(row);
    standardizer.itemHigh = items.high(row);
    // Item 0 is the padding of raw ids; a number holds microseconds exactly between the years 1685 and 2255.
    if ((standardizer.itemLow === 0 && standardizer.itemHigh === 0) || !Number.isSafeInteger(time)) onOther(row);
    else standardizer.add(plan.type, days && isPresent(days, row) ? days.at(row) : NO_DAY, time, plan.clock);
  }
}

/** The bits of a validity bitmap; `null` where nothing is missing. */
interface Present {
  validity: Uint8Array | null;
}

function isPresent({ validity }: Present, row: number): boolean {
  return validity === null || (((validity[row >> 3] as number) >> (row & 7)) & 1) === 1;
}

function validityOf(data: Data): Uint8Array | null {
  return data.nullCount > 0 ? data.nullBitmap : null;
}

interface Integers extends Present {
  low(row: number): number;
  high(row: number): number;
}

/** Integers of 32 or 64 bits with a sign; `null` for others. */
function integersOf(batch: RecordBatch, name: string): Integers | null {
  const data = dataOf(batch, name);
  const values: unknown = data?.values;
  if (data?.offset !== 0) return null;
  const validity = validityOf(data);
  if (values instanceof BigInt64Array) {
    const halves = halvesOf(values);
    return { validity, low: (row) => halves[2 * row] as number, high: (row) => halves[2 * row + 1] as number };
  }
  if (values instanceof Int32Array)
    return { validity, low: (row) => values[row] as number, high: (row) => (values[row] as number) >> 31 };
  return null;
}

interface Numbers extends Present {
  at(row: number): number;
}

/** Timestamps as microseconds; NaN for those that the SQL shall judge. */
function timesOf(batch: RecordBatch, name: string): Numbers | null {
  const data = dataOf(batch, name);
  const values: unknown = data?.values;
  if (data?.offset !== 0 || !(values instanceof BigInt64Array)) return null;
  const halves = halvesOf(values);
  const validity = validityOf(data);
  switch ((data.type as Timestamp).unit) {
    case TimeUnit.SECOND:
      return { validity, at: (row) => numberAt(halves, row) * 1_000_000 };
    case TimeUnit.MILLISECOND:
      return { validity, at: (row) => numberAt(halves, row) * 1000 };
    case TimeUnit.MICROSECOND:
      return { validity, at: (row) => numberAt(halves, row) };
    case TimeUnit.NANOSECOND:
      return { validity, at: (row) => thousandth(halves[2 * row] as number, halves[2 * row + 1] as number) };
    default:
      return null;
  }
}

/** A thousandth of an integer that is not negative, rounded down; NaN for others. No step exceeds 2^53. */
function thousandth(low: number, high: number): number {
  if (high < 0) return Number.NaN;
  const quotient = Math.floor(high / 1000);
  const rest = (high - quotient * 1000) * 2 ** 32 + (low >>> 0);
  return quotient * 2 ** 32 + Math.floor(rest / 1000);
}

/** Days since 1970. */
function daysOf(batch: RecordBatch, name: string): Numbers | null {
  const data = dataOf(batch, name);
  const values: unknown = data?.values;
  if (data?.offset !== 0 || !(values instanceof Int32Array)) return null;
  return { validity: validityOf(data), at: (row) => values[row] as number };
}

function dataOf(batch: RecordBatch, name: string): Data | undefined {
  return batch.getChild(name)?.data[0];
}
