import type { Config } from "../config";
import { isUsualDelimiter } from "../sources/dialect";
import { NO_CAROUSELS } from "../sources/plain-carousel";
import type { PlainField, PlainRow, RowLayout, RowTaker } from "../sources/plain-fields";
import { type OtherRows, type RowsText, takeApart } from "../sources/source-text";
import { ACTION_COLUMNS, type ActionRole, type Mapped, typeNumbers } from "./standardize";
import { type PlainActions, type ReaderState, type RowRules, Standardizer } from "./standardizer";
import type { IdKinds } from "./values";

/** How the plain rows of a file are read, as plain data, so that any thread can be told. */
export interface PlainPlan extends RowRules {
  layout: RowLayout;
  /** The action type of all rows, or `null` where each has its own, or is ignored. */
  type: number | null;
}

/**
 * How the plain rows of a CSV or JSON file are read; `null` where the config asks for more than they give: the actions of customers
 * without impressions, which are counted where duplicates are dropped.
 */
export function plainPlan(file: Mapped & { role: ActionRole }, config: Config, idKinds: IdKinds): PlainPlan | null {
  const { standardize, unify, filter } = config;
  if (unify.duplicates === "drop" || !isUsualDelimiter(file.delimiter)) return null;
  const names = ACTION_COLUMNS[file.role];
  const isEpoch = holdsEpochs(file, names.time);
  if (isEpoch && standardize.epochUnit !== null) return null;
  const fields: PlainField[] = file.columns.map(() => "unused");
  const uses: [PlainField, string | null][] = [
    [idKinds.customer === "text" ? "customer text" : "customer", "customer_id"],
    [idKinds.item === "text" ? "item text" : "item", names.item],
    ["day", names.day],
    [isEpoch ? "epoch" : "time", names.time],
    ["type", names.type === null ? "action_type" : null],
  ];
  for (const [field, canonical] of uses) {
    const position = canonical === null ? undefined : file.positions[canonical];
    if (position === undefined) continue;
    if (fields[position] !== "unused") return null;
    fields[position] = field;
  }
  const types = new Map(typeNumbers(config).filter(([text]) => isPlainType(text, file.delimiter)));
  return {
    layout: {
      fields,
      types,
      carousels: NO_CAROUSELS,
      dateOrder: file.dateOrder,
      needs: file.role === "previous_orders" ? "time or day" : "time",
    },
    type: names.type === null ? null : unify.actionTypes[names.type],
    pathDay: file.pathDay,
    timeZone: standardize.timeZone,
    dayZone: filter.dayZone,
  };
}

/** Whether numbers stand at the beginning of a column of times. */
export function holdsEpochs({ positions, sample }: Mapped, time: string): boolean {
  const position = positions[time];
  return position !== undefined && sample.some((row) => /^\d+(?:[.]0+)?$/.test(row[position] ?? ""));
}

/** Whether a value can be this type: values are trimmed before they are compared, and an empty one is missing. */
export function occurs(type: string): boolean {
  return type !== "" && type === type.trim();
}

/** Some types occur in quotes only. */
function isPlainType(text: string, delimiter: string): boolean {
  return occurs(text) && !text.includes(delimiter) && !/["'\\\r\n]/.test(text);
}

/** A text, taken apart and standardized as far as its rows are plain. */
export interface PlainText {
  /** How many rows are plain. */
  rows: number;
  actions: PlainActions;
  others: OtherRows;
  /** The place of each row of `others`, malformed ones included, in the text. */
  places: Int32Array;
}

/** Reads the plain rows of a text. */
export function readPlainText(text: RowsText, plan: PlainPlan, state: ReaderState): PlainText {
  const rows = new ActionRows(new Standardizer(state, plan), plan.type);
  rows.standardizer.readFrom(text.bytes, text.bytes);
  const { plain, others, places } = takeApart(text, plan.layout, rows);
  return { rows: plain, actions: rows.standardizer.actions(), others, places };
}

class ActionRows implements RowTaker {
  constructor(
    readonly standardizer: Standardizer,
    private readonly type: number | null,
  ) {}

  take(row: PlainRow): void {
    const { customerLow, customerHigh, itemLow, itemHigh, day, time, clock } = row;
    this.standardizer.add(customerLow, customerHigh, itemLow, itemHigh, this.type ?? row.type, day, time, clock);
  }
}
