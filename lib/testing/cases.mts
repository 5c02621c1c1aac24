import { readdirSync, readFileSync } from "node:fs";
import { isLosslessNumber, parse, stringify } from "lossless-json";
import type { Role } from "../config";

/** A record of an input file. Numbers keep their digits as `LosslessNumber`s. */
export type InputRecord = Record<string, unknown>;
export type Inputs = Partial<Record<Role, InputRecord[]>>;

/** An output row as a case tells it: ids as bigint or text, histories without padding. */
export interface ExpectedRow {
  dt: string;
  customer_id: bigint | string;
  ranking_id: string;
  slot: number;
  is_order: boolean | null;
  impressions: bigint;
  actions: bigint[];
  action_types: bigint[];
  history_length: number;
}

export interface GoldenCase {
  id: string;
  title: string;
  config: Record<string, unknown>;
  inputs: Inputs;
  expect: {
    error?: boolean;
    rows: ExpectedRow[];
    rejected: Partial<Record<Role, Record<string, number>>>;
    counts: Record<string, unknown>;
    vocabulary?: [number, string | bigint][];
  };
}

const FOLDER = new URL("./conformance/", import.meta.url);

/** The golden cases: input, config and the rows that must come out. */
export function goldenCases(): GoldenCase[] {
  return readdirSync(FOLDER)
    .sort()
    .map((name) => {
      const text = readFileSync(new URL(name, FOLDER), "utf8");
      const { id, title, config, expect } = JSON.parse(text) as GoldenCase;
      const exact = parse(text) as unknown as GoldenCase;
      return {
        id,
        title,
        config,
        inputs: exact.inputs,
        expect: { ...expect, rows: (exact.expect.rows ?? []).map(toExpectedRow), ...vocabularyOf(exact) },
      };
    });
}

function vocabularyOf(exact: GoldenCase): { vocabulary?: [number, string | bigint][] } {
  const { vocabulary } = exact.expect;
  return vocabulary ? { vocabulary: vocabulary.map(([id, item]) => [Number(id), toId(item)]) } : {};
}

function toExpectedRow(row: ExpectedRow): ExpectedRow {
  return {
    ...row,
    customer_id: toId(row.customer_id),
    slot: Number(row.slot),
    impressions: BigInt(String(row.impressions)),
    actions: row.actions.map((value) => BigInt(String(value))),
    action_types: row.action_types.map((value) => BigInt(String(value))),
    history_length: Number(row.history_length),
  };
}

function toId(value: unknown): bigint | string {
  return isLosslessNumber(value) ? BigInt(value.value) : String(value);
}

/** Records as JSON text with every digit. */
export function toJson(value: unknown): string {
  return stringify(value) ?? "null";
}
