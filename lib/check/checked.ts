import type { Role } from "../config";
import type { SeenTextIds } from "../pipeline/text-ids";
import type { RejectedRow, RejectReason } from "../report";

/** What a sample of the files showed, as plain data. Days are days since 1970 in `filter.dayZone`. */
export interface Checked {
  layouts: CheckedLayout[];
  /** The impressions of the sample; `null` if it has none that can be used. */
  shown: Shown | null;
  /** Ids that are no integers, where such were found. */
  textIds: SeenTextIds;
  /** Where item ids are integers: the smallest and the largest, as text. */
  itemRange: { least: string; greatest: string } | null;
}

export interface Days {
  first: number;
  last: number;
}

/** The files of a role with the same columns. */
export interface CheckedLayout {
  /** As `layoutKey` gives it. */
  key: string;
  role: Role;
  /** Where the item comes from: a canonical column, or the field of that name in carousels. */
  item: string;
  /** One of its files, to name it by. */
  file: string;
  files: number;
  /** Whether every row of every file was read. */
  isWhole: boolean;
  /** Whether of some files only the beginning was read, because their records cannot be found from the middle. */
  isHeadOnly: boolean;
  /** On disk; and those of them in which the rows below stand. */
  bytes: number;
  bytesRead: number;
  rowsRead: number;
  rowsKept: number;
  rejected: Partial<Record<RejectReason, number>>;
  /** The first rejected row of each reason. */
  examples: RejectedRow[];
  /** Of actions only. */
  actions: CheckedActions | null;
}

export interface CheckedActions {
  days: Days | null;
  /** Distinct ids, and those among them that impressions have. */
  customers: number;
  customersShown: number;
  /** Actions of customers that impressions have. */
  known: number;
  items: number;
  itemsShown: number;
  /** Actions whose partition date is not the day of their instant. */
  partitionDateMismatches: number;
}

export interface Shown {
  days: Days;
  /** Items in carousels. */
  rows: number;
  customers: number;
  items: number;
  /** Customers and days, and those of them without an action that counts. Exact only where all layouts are whole. */
  histories: number;
  emptyHistories: number;
}
