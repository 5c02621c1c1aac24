import { gzipSync } from "node:zlib";
import { Table, type TypeMap, tableToIPC, Utf8, type Vector, vectorFromArray } from "apache-arrow";
import fc from "fast-check";
import { Table as ParquetTable, writeParquet } from "parquet-wasm/esm";
import type { RejectReason } from "../report";
import type { SourceFile } from "../sources/types";

/** A value as a text file has it, and what is wrong with it. */
interface Value {
  text: string;
  fault: RejectReason | null;
}

const fine = (...texts: string[]): Value[] => texts.map((text) => ({ text, fault: null }));
const faulty = (fault: RejectReason, ...texts: string[]): Value[] => texts.map((text) => ({ text, fault }));

const CUSTOMERS = [...fine("1", "2", " 2 ", "1.0", "7", "-3"), ...faulty("missing-customer-id", "", "  ")];
const ITEMS = [
  ...fine("10", "11", " 12", "13.0", "9223372036854775807"),
  ...faulty("missing-item-id", "", " "),
  ...faulty("bad-item-id", '{"a":1}', "[1, 2]"),
  ...faulty("item-id-is-padding", "0"),
];
const TIMES = [
  ...fine("2024-05-10T10:00:00Z", "2024-05-10 10:00:00", "2024-05-10", "1715335200", "1715335200000", "2024/05/10 10:00"),
  ...fine("14/05/2024 10:00", "5/1/2024 9:05:58 PM", "2024-05-10T10:00:00.123456789+02:00"),
  ...faulty("bad-time", "yesterday", "2024-02-30", "2024-05-1 ", "05/14/2024", "2024-05-10T25:00:00Z", "true", "NaN"),
  ...faulty("missing-time", ""),
];
const DAYS = [
  ...fine("2024-05-10", "dt=2024-05-09", "20240510", "2024-05-10T10:00:00Z", "14/05/2024"),
  ...faulty("bad-date", "2024-13-01", "x", "5", "2024-05-1 "),
];
const TYPES = [...fine("view", "cart", "order", "scroll"), ...faulty("unknown-action-type", "hover", "")];

/** Of the types above, which come out of a config with these. */
export const EVENT_TYPES = { view: "click", cart: "add_to_cart", scroll: "ignored" };
const IGNORED = "scroll";

/** The columns of each role. */
const COLUMNS = {
  impressions: {
    dt: [...DAYS, ...faulty("bad-date", "")],
    customer_id: CUSTOMERS,
    item_id: ITEMS,
    is_order: [...fine("true", "0", ""), ...faulty("malformed-row", "maybe")],
  },
  clicks: { dt: [...DAYS, ...fine("")], customer_id: CUSTOMERS, item_id: ITEMS, click_time: TIMES },
  previous_orders: { order_date: [...DAYS, ...fine("")], customer_id: CUSTOMERS, config_id: ITEMS, occurred_at: TIMES },
  events: { dt: [...DAYS, ...fine("")], customer_id: CUSTOMERS, item_id: ITEMS, action_type: TYPES, occurred_at: TIMES },
} satisfies Record<string, Record<string, readonly Value[]>>;
export type HostileRole = keyof typeof COLUMNS;
export const HOSTILE_ROLES = Object.keys(COLUMNS) as HostileRole[];

/** Of several faults of a row the first of these is its reason. */
const ORDER_OF_ACTIONS: readonly RejectReason[] = [
  ...(["malformed-row", "missing-customer-id", "missing-item-id", "bad-item-id", "missing-time"] as const),
  ...(["bad-time", "bad-date", "unknown-action-type", "item-id-is-padding"] as const),
];
const ORDER_OF_IMPRESSIONS: readonly RejectReason[] = [
  ...(["missing-customer-id", "bad-date", "missing-item-id", "bad-item-id", "malformed-row", "item-id-is-padding"] as const),
];

/** A record of a file; `null` is one that cannot be split into fields. */
type HostileRow = Record<string, Value> | null;

export const HOSTILE_FORMATS = ["csv", "csv.gz", "json", "jsonl", "parquet", "arrow"] as const;
export type HostileFormat = (typeof HOSTILE_FORMATS)[number];

export interface HostileFile {
  role: HostileRole;
  format: HostileFormat;
  rows: HostileRow[];
}

export const hostileFiles = (role: HostileRole): fc.Arbitrary<HostileFile> =>
  fc.constantFrom(...HOSTILE_FORMATS).chain((format) => {
    const values = Object.entries<Value[]>(COLUMNS[role]).map(([name, of]) => [name, fc.constantFrom(...of)] as const);
    const record = fc.record(Object.fromEntries(values));
    const canBreak = format !== "parquet" && format !== "arrow";
    const row = canBreak ? fc.oneof({ weight: 9, arbitrary: record }, { weight: 1, arbitrary: fc.constant(null) }) : record;
    // The first record shows the columns.
    const rows = fc.tuple(record, fc.array<HostileRow>(row, { maxLength: 40 })).map(([first, rest]) => [first, ...rest]);
    return fc.record({ role: fc.constant(role), format: fc.constant(format), rows });
  });

/** What should become of the rows of a file. */
export interface Fate {
  rowsRead: number;
  rowsKept: number;
  ignored: number;
  withoutImpressions: number;
  rejected: Partial<Record<RejectReason, number>>;
}

/** @param shown the customers with impressions; `null`: the file is one of impressions */
export function fateOf({ role, rows }: HostileFile, shown: ReadonlySet<string> | null): Fate {
  const fate: Fate = { rowsRead: rows.length, rowsKept: 0, ignored: 0, withoutImpressions: 0, rejected: {} };
  for (const row of rows) {
    const reason = faultOf(role, row);
    if (row?.action_type?.text === IGNORED) fate.ignored++;
    else if (reason !== null) fate.rejected[reason] = (fate.rejected[reason] ?? 0) + 1;
    else {
      fate.rowsKept++;
      if (shown && !shown.has(customerOf(row))) fate.withoutImpressions++;
    }
  }
  return fate;
}

/** The customers of the usable rows. */
export function customersOf({ role, rows }: HostileFile): Set<string> {
  return new Set(rows.filter((row) => faultOf(role, row) === null).map(customerOf));
}

function customerOf(row: HostileRow): string {
  return String(Number(row?.customer_id?.text));
}

function faultOf(role: HostileRole, row: HostileRow): RejectReason | null {
  if (row === null) return "malformed-row";
  const faults = new Set(Object.values(row).map(({ fault }) => fault));
  // An order without a time is placed at the start of its day.
  if (role === "previous_orders" && row.order_date?.text !== "") faults.delete("missing-time");
  const order = role === "impressions" ? ORDER_OF_IMPRESSIONS : ORDER_OF_ACTIONS;
  return order.find((reason) => faults.has(reason)) ?? null;
}

export function fileOf({ role, format, rows }: HostileFile, name: string): SourceFile {
  return { path: `${name}.${format}`, blob: new Blob([bytesOf(format, Object.keys(COLUMNS[role]), rows)]) };
}

function bytesOf(format: HostileFormat, columns: readonly string[], rows: readonly HostileRow[]): Uint8Array<ArrayBuffer> {
  switch (format) {
    case "csv":
      return utf8(csvOf(columns, rows));
    case "csv.gz":
      return new Uint8Array(gzipSync(csvOf(columns, rows)));
    case "json":
      return utf8(`[${rows.map((row) => (row === null ? "7" : jsonOf(row))).join(",\n")}]`);
    case "jsonl":
      return utf8(rows.map((row) => (row === null ? '{"customer_id":' : jsonOf(row))).join("\n"));
    case "parquet":
      return new Uint8Array(writeParquet(ParquetTable.fromIPCStream(arrowOf(columns, rows, "stream"))));
    case "arrow":
      return new Uint8Array(arrowOf(columns, rows, "file"));
    default:
      return format satisfies never;
  }
}

function utf8(text: string): Uint8Array<ArrayBuffer> {
  return new Uint8Array(new TextEncoder().encode(text));
}

function csvOf(columns: readonly string[], rows: readonly HostileRow[]): string {
  const field = (text: string) => (/[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
  const lines = rows.map((row) => (row === null ? "1,2" : columns.map((column) => field(row[column]?.text ?? "")).join()));
  return [columns.join(), ...lines].map((line) => `${line}\n`).join("");
}

/** What is written as a number in JSON is one; what is missing is `null`. */
function jsonOf(row: Record<string, Value>): string {
  const values = Object.entries(row).map(([name, { text }]) => {
    const value = text === "" ? "null" : /^-?[1-9]\d*$/.test(text) ? text : JSON.stringify(text);
    return `${JSON.stringify(name)}:${value}`;
  });
  return `{${values.join()}}`;
}

function arrowOf(columns: readonly string[], rows: readonly HostileRow[], kind: "file" | "stream"): Uint8Array {
  const texts = (column: string) =>
    vectorFromArray(
      rows.map((row) => row?.[column]?.text || null),
      new Utf8(),
    );
  const vectors = Object.fromEntries(columns.map((column): [string, Vector] => [column, texts(column)]));
  return tableToIPC(new Table(vectors) as Table<TypeMap>, kind);
}
