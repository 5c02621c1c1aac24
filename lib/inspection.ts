import type { Action, Config } from "./config";
import type { Distributions } from "./distributions";

/** Why an action is in a history or not. The first reason that holds, in this order, is told. */
export const VERDICTS = ["in", "at-or-after-cutoff", "partition-date", "older-than-lookback", "beyond-newest"] as const;
/**
 * `in`: it stands in the history. `at-or-after-cutoff`: its instant is at or after the cutoff. `partition-date`: its partition
 * date is `dt` or later. `older-than-lookback`: its day is before `dt − lookbackDays`. `beyond-newest`: `maxActions` newer
 * actions count.
 */
export type Verdict = (typeof VERDICTS)[number];

/** Instants are microseconds since 1970 in UTC. Days are `2024-05-15`. Ids are text, so that no digit is lost. */
export interface Questions {
  /** Customers whose id contains a text, those that equal it or begin with it first. */
  customers: { question: { search: string; limit: number }; answer: FoundCustomer[] };
  /** One customer on one impression day; without a day, on the last one. */
  history: { question: { customer: string; dt: string | null }; answer: History };
  /** What there is to draw between two instants. */
  timeline: { question: TimelineQuestion; answer: Timeline };
  /** The customer's actions `offset` to `offset + limit − 1`, newest first. */
  actions: { question: { customer: string; dt: string; offset: number; limit: number }; answer: ActionDetail[] };
  /** What the audit's verdict does not say: how close it was, and what to look at. */
  auditDetails: { question: null; answer: AuditDetails };
  distributions: { question: null; answer: Distributions };
  /** What other settings would make of the same actions. */
  whatIf: { question: Alternative; answer: WhatIf };
}
export type Question = keyof Questions;
export type Ask = <Q extends Question>(name: Q, question: Questions[Q]["question"]) => Promise<Questions[Q]["answer"]>;

export interface FoundCustomer {
  customer: string;
  /** Its impression days with output rows. */
  days: number;
  actions: number;
}

export interface History {
  customer: string;
  dt: string;
  /** All days on which the customer has a history, ascending, each with its length and the start of the day. */
  days: { dt: string; cutoff: bigint; length: number; truncated: boolean }[];
  /** The start of `dt`. */
  cutoff: bigint;
  /** Actions before this instant are too old; null without a lookback. */
  lookback: bigint | null;
  /** The instant of the oldest action kept, where older ones had to go; else null. */
  boundary: bigint | null;
  /** Whether the first action that had to go has the very instant of the boundary. */
  boundaryTied: boolean;
  /** The instants of the customer's oldest and newest actions; null where there are none. */
  extent: { oldest: bigint; newest: bigint } | null;
  /** All actions of the customer. */
  actions: number;
  counts: Record<Verdict, number>;
  /** The history in the order of the tensor, without padding: entry k is `actions[first + k]`. */
  sequence: Sequence;
}

export interface Sequence {
  /** The cell of the first action: 0, or where the padding stands before them, its length. */
  first: number;
  types: Uint8Array;
  /** What the tensor holds: the item ids, or with a vocabulary their numbers. */
  values: string[];
  itemIds: string[];
  /** Which of the customer's actions each is: 0 is the newest. */
  actions: Int32Array;
}

export interface TimelineQuestion {
  customer: string;
  dt: string;
  /** From this instant (inclusive) … */
  from: bigint;
  /** … to this one (exclusive). */
  to: bigint;
  /** Into how many bins of equal length the range is cut where its marks are too many. */
  bins: number;
  /** Up to how many marks are told one by one. */
  maxMarks: number;
}

/** Either every action in the range, or, where they are too many, how many there are in each bin. */
export type Timeline =
  | { kind: "marks"; from: bigint; to: bigint; marks: Marks }
  | { kind: "bins"; from: bigint; to: bigint; bins: number; total: number; lanes: BinCounts[] };

/** Actions as columns, newest first. */
export interface Marks {
  /** Mark k is the customer's action `first + k`: actions in a range of time are neighbours. */
  first: number;
  at: BigInt64Array;
  types: Uint8Array;
  /** Positions in {@link VERDICTS}. */
  verdicts: Uint8Array;
}

export interface BinCounts {
  action: Action;
  /** For each verdict, as in {@link VERDICTS}, the number of actions in each bin, oldest bin first. */
  counts: Uint32Array[];
}

export interface ActionDetail {
  itemId: string;
  /** What a tensor holds for the item: its id, or with a vocabulary its number. */
  value: string;
  type: number;
  /** Microseconds since 1970 in UTC. */
  at: bigint;
  partitionDate: string | null;
  verdict: Verdict;
  /** The cell of the tensor that it stands in: `actions[cell]`; null where it is in none. */
  cell: number | null;
}

/** One action seen from one history. */
export interface Example {
  customer: string;
  dt: string;
  itemId: string;
  type: number;
  at: bigint;
}

export interface AuditDetails {
  /** The newest action that any history holds, measured from its cutoff; null where all are empty. */
  narrowest:
    | (Example & { /** Microseconds before the cutoff; negative where a partition date let it in. */ margin: bigint })
    | null;
  /** Histories whose newest action is at or after the cutoff: only a rule by partition dates lets that happen. */
  letInByPartitionDate: number;
  /** Truncated histories whose boundary parts actions of one instant. */
  ties: { histories: number; examples: Example[] };
  truncated: {
    histories: number;
    customers: number /** Of the customers with the most actions. */;
    examples: Pick<Example, "customer" | "dt">[];
  };
  /** Among the actions of customers with impressions. The examples are of histories that they belong to by one of both dates. */
  mismatches: { actions: number; examples: (Example & { partitionDate: string })[] };
}

/** The settings that can be tried without a new scan. */
export type Alternative = Pick<Config["filter"], "cutoff" | "lookbackDays"> & Pick<Config["rank"], "maxActions">;

export interface Shares {
  empty: number;
  truncated: number;
  /** Actions in histories, once a history. */
  tokens: number;
}

export interface WhatIf {
  histories: number;
  /** Histories that would hold other actions. */
  changed: number;
  /** Actions that would come into histories, and those that would go. */
  added: number;
  lost: number;
  before: Shares;
  after: Shares;
}
