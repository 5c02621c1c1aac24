import type { Config, OutputColumn } from "../config";
import { intsAt } from "../gather";
import { longsAt } from "../halves";
import { LABEL_MISSING } from "../labels";
import type { Column, ColumnData, FixedData, ListData, SequenceData, TextData } from "../parquet/types";
import { type Dataset, ranksOf } from "./dataset";
import { mayHaveGaps } from "./filter";
import { startsOf } from "./grouping";
import type { Ids } from "./ids";
import { VALUES_A_ROW_GROUP } from "./row-group-size";

const MAX_ROWS_A_ROW_GROUP = 122_880;

export type ItemIdType = "int32" | "int64";

/** The type that item ids have in the output. */
export function itemIdType({ itemIds, itemIdType }: Config["output"]): ItemIdType {
  if (itemIdType !== "auto") return itemIdType;
  return itemIds === "raw" ? "int64" : "int32";
}

/** The rows [first, end) of each row group, in order. No row group crosses a border between days when days are files. */
export function rowGroups(first: number, end: number, config: Config): [number, number][] {
  const rows = Math.max(1, Math.min(MAX_ROWS_A_ROW_GROUP, Math.floor(VALUES_A_ROW_GROUP / config.rank.maxActions)));
  const groups: [number, number][] = [];
  for (let at = first; at < end; at += rows) groups.push([at, Math.min(at + rows, end)]);
  return groups;
}

/** The columns of the output, in the order of the config. */
export function outputColumns(config: Config, customerIds: Ids): Column[] {
  return config.output.columns.map((name) => outputColumn(name, config, customerIds));
}

function outputColumn(name: OutputColumn, config: Config, customerIds: Ids): Column {
  const item = itemIdType(config.output);
  const compact = config.output.layout === "compact";
  switch (name) {
    case "impressions":
      return compact ? { name, type: "list", element: item, nullableElements: false } : { name, type: item, nullable: false };
    case "actions":
      return { name, type: "sequence", element: item, length: config.rank.maxActions };
    case "action_types":
      return { name, type: "sequence", element: "int8", length: config.rank.maxActions };
    case "dt":
      return { name, type: "date", nullable: false };
    case "customer_id":
      return { name, type: customerIds instanceof BigInt64Array ? "int64" : "text", nullable: false };
    case "ranking_id":
      return { name, type: "text", nullable: true };
    case "slot":
      return compact
        ? { name, type: "list", element: "int32", nullableElements: false }
        : { name, type: "int32", nullable: false };
    case "is_order":
      return compact
        ? { name, type: "list", element: "boolean", nullableElements: true }
        : { name, type: "boolean", nullable: true };
    case "history_length":
      return { name, type: "int32", nullable: false };
    case "newest_action_at":
    case "oldest_action_at":
      return { name, type: "timestamp", nullable: true };
    default:
      return name satisfies never;
  }
}

/** Sequences without their dictionary, which is the same in all row groups. */
export type SequenceCodes = Omit<SequenceData, "dictionary">;

/** What the codes of a column of sequences stand for in the whole dataset; `null` for another column. */
export function dictionaryOf(column: Column, items: ItemValues): ItemValues | null {
  if (column.type !== "sequence") return null;
  return column.element === "int8" ? Int32Array.from({ length: 128 }, (_, code) => code) : items;
}

/** Makes the data of row groups. */
export class RowGroupSource {
  /** @param items as {@link itemValues} gives them */
  constructor(
    private readonly dataset: Dataset,
    private readonly items: ItemValues,
  ) {}

  /** The columns of the rows [first, end), as {@link outputColumns} names them. All arrays are the caller's to keep. */
  columns(first: number, end: number): (ColumnData | SequenceCodes)[] {
    const sequences = this.sequences(first, end);
    return this.dataset.config.output.columns.map((name) => this.column(name, first, end, sequences));
  }

  private column(name: OutputColumn, first: number, end: number, sequences: Sequences): ColumnData | SequenceCodes {
    const { config, rows, windows, customerIds } = this.dataset;
    const histories = rows.histories.subarray(first, end);
    const lengths = windows.lengths;
    switch (name) {
      case "impressions":
        return this.ofItems(first, end, (from, to) => ({ values: this.itemsShown(from, to) }));
      case "actions":
        return { ...copyOf(sequences), ...this.orientation(), codes: sequences.items };
      case "action_types":
        return { ...copyOf(sequences), ...this.orientation(), codes: sequences.types };
      case "dt":
        return { values: rows.days.slice(first, end) };
      case "customer_id":
        return idColumn(customerIds, rows.customers.subarray(first, end));
      case "ranking_id":
        return textColumn(rows.rankingIds.slice(first, end));
      case "slot":
        return this.ofItems(first, end, (from, to) => ({ values: rows.slots.slice(from, to) }));
      case "is_order":
        return this.ofItems(first, end, (from, to) => labelColumn(rows.labels.subarray(from, to)));
      case "history_length":
        return { values: intsAt(lengths, histories) };
      case "newest_action_at":
        return instants(histories, lengths, windows.newestAt);
      case "oldest_action_at":
        return instants(histories, lengths, windows.oldestAt);
      default:
        throw new TypeError(`no column ${name satisfies never} in ${config.output.layout}`);
    }
  }

  private orientation(): { reverse: boolean; padSide: "left" | "right" } {
    const { side, order } = this.dataset.config.pad;
    return { reverse: order === "oldest_first", padSide: side };
  }

  private itemsShown(from: number, to: number): Int32Array | BigInt64Array {
    const numbers = this.dataset.rows.items.subarray(from, to);
    const { items } = this;
    return items instanceof BigInt64Array ? longsAt(items, numbers) : intsAt(items, numbers);
  }

  /** A column of the items shown: a value a row in the exploded layout, a list in the compact one. */
  private ofItems(first: number, end: number, valuesOf: (from: number, to: number) => FixedData): FixedData | ListData {
    const { rows, config } = this.dataset;
    const from = rows.itemStarts[first] ?? 0;
    const data = valuesOf(from, rows.itemStarts[end] ?? 0);
    if (config.output.layout === "exploded") return data;
    return { ...data, offsets: Int32Array.from(rows.itemStarts.subarray(first, end + 1), (start) => start - from) };
  }

  /** The distinct histories of the rows, and how many neighbouring rows show each. */
  private sequences(first: number, end: number): Sequences {
    const { rows, windows } = this.dataset;
    const firstHistory = rows.histories[first] ?? 0;
    const lastHistory = (rows.histories[end - 1] ?? 0) + 1;
    const repeats = new Uint32Array(lastHistory - firstHistory);
    for (let r = first; r < end; r += 1) {
      const k = (rows.histories[r] ?? 0) - firstHistory;
      repeats[k] = (repeats[k] ?? 0) + 1;
    }
    const lengths = windows.lengths.slice(firstHistory, lastHistory);
    const starts = startsOf(lengths);
    const total = starts[lengths.length] as number;
    const items = new Int32Array(total);
    const types = new Uint8Array(total);
    for (let k = 0; k < lengths.length; k += 1) this.copyHistory(firstHistory + k, items, types, starts[k] as number);
    return { items, types, starts: starts.subarray(0, lengths.length), lengths, repeats };
  }

  /** Copies the actions of history `h`, newest first, to a place among others. */
  private copyHistory(h: number, items: Int32Array, types: Uint8Array, to: number): void {
    const { config, rows, ranked, windows } = this.dataset;
    const length = windows.lengths[h] as number;
    if (length === 0) return;
    const start = ranked.starts[rows.keys.customers[h] as number] as number;
    const first = windows.starts[h] as number;
    const from = start + first;
    if (!mayHaveGaps(config.filter.cutoff)) {
      items.set(ranked.read("items", from, from + length), to);
      types.set(ranked.read("types", from, from + length), to);
      return;
    }
    const end = start + (windows.oldest[h] as number) + 1;
    const ownItems = ranked.read("items", from, end);
    const ownTypes = ranked.read("types", from, end);
    for (const [k, rank] of ranksOf(this.dataset, h).entries()) {
      items[to + k] = ownItems[rank - first] as number;
      types[to + k] = ownTypes[rank - first] as number;
    }
  }
}

interface Sequences {
  items: Int32Array;
  types: Uint8Array;
  starts: Uint32Array;
  lengths: Uint32Array;
  repeats: Uint32Array;
}

function copyOf({ starts, lengths, repeats }: Sequences): Pick<SequenceCodes, "starts" | "lengths" | "repeats"> {
  return { starts: starts.slice(), lengths: lengths.slice(), repeats: repeats.slice() };
}

/** Values by item number; 0 is the padding's. */
export type ItemValues = Int32Array | BigInt64Array;

/** What item numbers stand for in the output: the ids themselves, or with a vocabulary the numbers. */
export function itemValues({ config, itemIds }: Pick<Dataset, "config" | "itemIds">): ItemValues {
  const isLong = itemIdType(config.output) === "int64";
  if (config.output.itemIds === "raw" && itemIds instanceof BigInt64Array)
    return isLong ? itemIds : Int32Array.from(itemIds, Number);
  const numbers = Int32Array.from({ length: itemIds.length }, (_, i) => i);
  return isLong ? BigInt64Array.from(numbers, BigInt) : numbers;
}

function instants(histories: Uint32Array, lengths: Uint32Array, instantsOfAll: BigInt64Array): FixedData {
  const values = new BigInt64Array(histories.length);
  const validity = new Uint8Array(histories.length);
  for (const [k, h] of histories.entries()) {
    if (!lengths[h]) continue;
    values[k] = instantsOfAll[h] ?? 0n;
    validity[k] = 1;
  }
  return { values, validity };
}

function labelColumn(labels: Uint8Array): FixedData {
  return {
    values: labels.map((label) => (label === 1 ? 1 : 0)),
    validity: labels.map((label) => (label === LABEL_MISSING ? 0 : 1)),
  };
}

/** Ids by number as a column. */
export function idColumn(ids: Ids, numbers: Int32Array): FixedData | TextData {
  if (ids instanceof BigInt64Array) return { values: longsAt(ids, numbers) };
  return textColumn(Array.from(numbers, (n) => ids[n] ?? null));
}

const encoder = new TextEncoder();

function textColumn(texts: readonly (string | null)[]): TextData {
  const parts = texts.map((text) => encoder.encode(text ?? ""));
  const offsets = new Int32Array(texts.length + 1);
  for (const [k, part] of parts.entries()) offsets[k + 1] = (offsets[k] ?? 0) + part.length;
  const bytes = new Uint8Array(offsets[texts.length] ?? 0);
  for (const [k, part] of parts.entries()) bytes.set(part, offsets[k]);
  return { offsets, bytes, ...(texts.includes(null) && { validity: Uint8Array.from(texts, (text) => (text === null ? 0 : 1)) }) };
}
