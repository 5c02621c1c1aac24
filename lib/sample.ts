/** One output row as the sample table shows it. Customer, ranking and item are text, so that no digit of 64 bits is lost. */
export interface SampleRow {
  /** Its place among all rows of the output, from 0. */
  row: number;
  dt: string;
  customerId: string;
  rankingId: string | null;
  /** Slot, item and label of the first item that the row shows. */
  slot: number;
  itemId: string;
  isOrder: boolean | null;
  /** How many items the row shows: 1 in the exploded layout, the whole carousel in the compact one. */
  items: number;
  /** Types of the history's actions in the order of the tensor, without padding. */
  actionTypes: Uint8Array;
  /** Item ids of the same actions, before a vocabulary. */
  itemIds: BigInt64Array | string[];
  truncated: boolean;
  /** Microseconds since 1970 in UTC; null where the history is empty. */
  newestAt: bigint | null;
  oldestAt: bigint | null;
}

/** What the rows can be sorted by, in the order of the table's columns. */
export const SORT_COLUMNS = ["day", "customer", "ranking", "slot", "item", "label", "length", "newest", "oldest"] as const;
export type SortColumn = (typeof SORT_COLUMNS)[number];

export interface SampleSort {
  column: SortColumn;
  descending: boolean;
}

export interface TextMatch {
  how: "contains" | "is";
  text: string;
}

/** Both ends inclusive; null is open. */
export interface Range<T> {
  from: T | null;
  to: T | null;
}

export const LABELS = ["true", "false", "missing"] as const;
export type Label = (typeof LABELS)[number];

/** No action; at most `maxActions`; more than that, of which the oldest were left out. */
export const HISTORY_KINDS = ["empty", "whole", "truncated"] as const;
export type HistoryKind = (typeof HISTORY_KINDS)[number];

/** A row matches if it meets every condition that is not null. Of several items in a row, one must do. */
export interface SampleFilter {
  customer: TextMatch | null;
  /** The item that the row shows. */
  item: TextMatch | null;
  /** An item in the row's history. */
  historyItem: TextMatch | null;
  /** `2024-05-15` */
  days: Range<string> | null;
  label: Label | null;
  history: HistoryKind | null;
  lengths: Range<number> | null;
  /** An action of this type stands in the history at one of these positions, counted from the newest, which is 0. */
  holds: { type: number; positions: Range<number> } | null;
}

export const NO_FILTER: SampleFilter = {
  customer: null,
  item: null,
  historyItem: null,
  days: null,
  label: null,
  history: null,
  lengths: null,
  holds: null,
};

/** Which rows, in which order. The same view of the same dataset gives the same rows every time. */
export interface SampleView {
  filter: SampleFilter;
  /** Of the rows that match, this many drawn with this seed; null for all. */
  random: { seed: number; rows: number } | null;
  /** null is the order of the output. Rows that tie keep that order; where there is no value, the row comes last. */
  sort: SampleSort | null;
}

export const WHOLE_VIEW: SampleView = { filter: NO_FILTER, random: null, sort: null };

/** The rows `offset` to `offset + limit − 1` of a view. */
export interface SampleQuery extends SampleView {
  offset: number;
  limit: number;
}

export interface SamplePage {
  /** Rows of the view: those that match, or those drawn from them. */
  total: number;
  /** Rows that match the filter. */
  matching: number;
  rows: SampleRow[];
}
