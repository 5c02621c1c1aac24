import { type RecordBatch, tableFromIPC } from "apache-arrow";
import type { Config } from "../config";
import { NO_DAY } from "../no-day";
import type { SourceColumn } from "../sources/column";
import { TextFields } from "../sources/text-fields";
import { type DateOrder, isExactTime } from "../sources/times";
import { type DayColumn, dayColumn, daysOf, type TimeColumn, timeColumn, timesOf } from "./columnar-times";
import { dataOf, idPairsOf, isOfCalendar, isPlainId, isPlainItem, isPresent } from "./columnar-values";
import { holdsEpochs, occurs } from "./plain-actions";
import { ACTION_COLUMNS, type ActionRole, type Mapped, typeNumbers } from "./standardize";
import { type PlainActions, type ReaderState, type RowRules, Standardizer } from "./standardizer";
import { TextCodes } from "./text-codes";
import type { IdKinds } from "./values";

/** How the plain rows of a Parquet file are read, as plain data. */
export interface ColumnarPlan extends RowRules {
  customer: string;
  item: string;
  idKinds: IdKinds;
  /** `null` where actions have a day only. */
  time: TimeColumn | null;
  day: DayColumn | null;
  /** Whether an action without a time is one of its day. */
  takesDay: boolean;
  /** Of texts with the year last; `null` where it is not known. */
  dateOrder: DateOrder | null;
  /** The action type of all rows, or where each has its own. */
  type: number | TypeColumn;
}

/** A column of texts, and what they stand for: an action type, or `IGNORED`. */
export interface TypeColumn {
  column: string;
  numbers: ReadonlyMap<string, number>;
}

/**
 * How the plain rows of a Parquet file are read: ids that are integers, or texts if all are, times and days. `null` where the file, or the config, asks
 * for more.
 */
export function columnarPlan(file: Mapped & { role: ActionRole }, config: Config, idKinds: IdKinds): ColumnarPlan | null {
  const { standardize, unify, filter } = config;
  const names = ACTION_COLUMNS[file.role];
  const columnOf = (canonical: string) => file.columns[file.positions[canonical] ?? -1];
  const [customer, item, time, day] = [columnOf("customer_id"), columnOf(names.item), columnOf(names.time), columnOf(names.day)];
  if (unify.duplicates === "drop" || file.columns.some(({ entryOf }) => entryOf)) return null;
  if (customer?.kind !== idKinds.customer || item?.kind !== idKinds.item) return null;
  const timeIn = time ? timeColumn(time, holdsEpochs(file, names.time), standardize.epochUnit !== null) : null;
  const dayIn = day ? dayColumn(day) : null;
  const takesDay = file.role === "previous_orders";
  const isTold = time ? timeIn !== null : takesDay && dayIn !== null;
  const type = names.type === null ? typeColumn(columnOf("action_type"), config) : unify.actionTypes[names.type];
  if (!isTold || (day && !dayIn) || type === null) return null;
  return {
    customer: customer.name,
    item: item.name,
    idKinds,
    time: timeIn,
    day: dayIn,
    takesDay,
    dateOrder: file.dateOrder,
    type,
    pathDay: file.pathDay,
    timeZone: standardize.timeZone,
    dayZone: filter.dayZone,
  };
}

function typeColumn(column: SourceColumn | undefined, config: Config): TypeColumn | null {
  if (column?.kind !== "text") return null;
  return { column: column.name, numbers: new Map(typeNumbers(config).filter(([text]) => occurs(text))) };
}

/** The names of the columns that a plan reads. */
export function plannedColumns({ customer, item, time, day, type }: ColumnarPlan): string[] {
  const ofSome = [time?.name, day?.name, typeof type === "number" ? undefined : type.column];
  return [...new Set([customer, item, ...ofSome.filter((name) => name !== undefined)])];
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
  const types = new TypeReader(plan.type);
  const texts = new TextFields(plan.dateOrder);
  const places: number[] = [];
  let rows = 0;
  for (const batch of tableFromIPC(ipc).batches) {
    addBatch(batch, plan, types, texts, standardizer, (row) => places.push(rows + row + 1));
    rows += batch.numRows;
  }
  return { rows: rows - places.length, actions: standardizer.actions(), places: Int32Array.from(places) };
}

function addBatch(
  batch: RecordBatch,
  plan: ColumnarPlan,
  typeReader: TypeReader,
  texts: TextFields,
  standardizer: Standardizer,
  onOther: (row: number) => void,
): void {
  const customers = idPairsOf(dataOf(batch, plan.customer), plan.idKinds.customer);
  const items = idPairsOf(dataOf(batch, plan.item), plan.idKinds.item);
  const times = plan.time && timesOf(dataOf(batch, plan.time.name), plan.time, texts);
  const days = plan.day && daysOf(dataOf(batch, plan.day.name), plan.day, texts);
  const types = typeReader.read(batch);
  if (!customers || !items || !types || (plan.time && !times) || (plan.day && !days)) {
    for (let row = 0; row < batch.numRows; row += 1) onOther(row);
    return;
  }
  standardizer.readFrom(customers.bytes, items.bytes);
  const [customer, item] = [customers.pairs, items.pairs];
  for (let row = 0; row < batch.numRows; row += 1) {
    const own = days && isPresent(days, row) ? (days.values[row] as number) : null;
    const hasTime = times !== null && isPresent(times, row);
    const time = hasTime ? (times.values[row] as number) : Number.NaN;
    const isTimed = hasTime ? isExactTime(time) : plan.takesDay && own !== null;
    const type = types[row] as number;
    if (!isTimed || !isPlainId(customers, row) || !isPlainItem(items, row) || type < 0 || (own !== null && !isOfCalendar(own))) {
      onOther(row);
      continue;
    }
    standardizer.add(
      customer[2 * row] as number,
      customer[2 * row + 1] as number,
      item[2 * row] as number,
      item[2 * row + 1] as number,
      type,
      own ?? NO_DAY,
      time,
      hasTime ? (times.clocks[row] as number) : 0,
    );
  }
}

class TypeReader {
  private readonly texts = new TextCodes();
  /** By code of a text. */
  private readonly numbers: readonly number[];

  constructor(private readonly type: ColumnarPlan["type"]) {
    const numbers = typeof type === "number" ? new Map<string, number>() : type.numbers;
    this.texts.codesOf([...numbers.keys()]);
    this.numbers = [...numbers.values()];
  }

  /** The types of the rows of a batch, negative where a text stands for none; `null` where they are no texts. */
  read(batch: RecordBatch): Int32Array | null {
    const types = new Int32Array(batch.numRows);
    if (typeof this.type === "number") return types.fill(this.type);
    const texts = idPairsOf(dataOf(batch, this.type.column), "text");
    if (!texts) return null;
    this.texts.find(texts.pairs, types, texts.bytes);
    return types.map((code, row) => (code >= 0 && isPresent(texts, row) ? (this.numbers[code] as number) : -1));
  }
}
