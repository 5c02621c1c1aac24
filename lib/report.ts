import type { Config, Role } from "./config";
import type { Format } from "./sources/formats";
import type { RowCount } from "./sources/total-rows";

/** The order of the work. Progress, the recipe on the page and `Report.milliseconds` follow it. */
export const STAGES = ["standardize", "unify", "filter", "rank", "pad"] as const;
export type Stage = (typeof STAGES)[number];

/** The fraction of the stage `pad` at which all is written: it is read back then. */
export const WRITTEN_AT = 0.5;

/** How far a stage has come. */
export interface Reached {
  /** The part of the stage that is done, 0 to 1. */
  fraction: number;
  /** Rows that went through the stage so far. */
  rows: number;
  /** How many will; `null` where the stage counts none. */
  allRows: RowCount | null;
  /** Bytes of the input files that are read, and of all of them; `null` in the stages that read none. */
  bytes: { read: number; all: number } | null;
  /** Whether what the stage has written is read back. */
  isReadBack?: boolean;
}

export interface Progress extends Reached {
  stage: Stage;
  rowsPerSecond: number;
}

export const REJECT_REASONS = [
  "malformed-row",
  "missing-customer-id",
  "missing-item-id",
  "bad-item-id",
  "missing-time",
  "bad-time",
  "bad-date",
  "unknown-action-type",
  "item-id-is-padding",
] as const;
export type RejectReason = (typeof REJECT_REASONS)[number];

export interface RejectedRow {
  file: string;
  /** Counts the file's data rows from 1. */
  row: number;
  reason: RejectReason;
  /** The row as it stood in the file, or its fields joined as CSV where the format has no text. */
  text: string;
}

/** What became of the rows of a file: `rowsRead = rowsKept + ignored + all rejected`. */
export interface SourceReport {
  file: string;
  role: Role;
  format: Format;
  rowsRead: number;
  /** Usable rows, those of {@link withoutImpressions} included. */
  rowsKept: number;
  /** Rows of an event type that the config ignores. */
  ignored: number;
  /** Usable rows of customers who have no impressions; no history needs them. */
  withoutImpressions: number;
  rejected: Partial<Record<RejectReason, number>>;
}

/** What a build read of a file, and which bytes it was. */
export interface InputReport extends SourceReport {
  bytes: number;
  sha256: string;
}

export interface OutputReport {
  file: string;
  rows: number;
  bytes: number;
  sha256: string;
}

/** The counts and figures of one build. */
export interface Report {
  version: string;
  config: Config;
  /** The config as the hash of a share link, the same on every machine; `null` where it is too long for one. */
  link: string | null;
  sources: InputReport[];
  impressions: number;
  emptyImpressions: number;
  rows: number;
  /** Standardized actions, after duplicates were dropped where the config says so. */
  actions: number;
  /** Distinct (customer_id, dt) with at least one output row. */
  histories: number;
  emptyHistories: number;
  truncatedHistories: number;
  partitionDateMismatches: number;
  /** Actions that stand in histories, once per history, by action type. */
  actionTypes: Record<string, number>;
  audit: { histories: number; violations: number };
  output: OutputReport[];
  /** Of the one output file, or of the list of several: lib/hash.ts. */
  sha256: string;
  milliseconds: Record<string, number>;
}
