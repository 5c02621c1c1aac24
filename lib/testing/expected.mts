import { type Config, parseConfig } from "../config";
import type { Cell, Row } from "../parquet/testing/readers.mts";
import type { ExpectedRow } from "./cases.mts";

/** The row as a Parquet reader gives it: padded, with the columns and the types of the config. */
export function paddedRow(expected: ExpectedRow, config: Config): Row {
  const { maxActions } = config.rank;
  const isLong = config.output.itemIdType === "int64" || (config.output.itemIdType === "auto" && config.output.itemIds === "raw");
  const itemId = (value: bigint): Cell => (isLong ? value : Number(value));
  const pad = (values: Cell[], zero: Cell): Cell[] => {
    const padding = new Array<Cell>(maxActions - values.length).fill(zero);
    return config.pad.side === "right" ? [...values, ...padding] : [...padding, ...values];
  };
  const row: Row = {
    impressions: itemId(expected.impressions),
    actions: pad(expected.actions.map(itemId), itemId(0n)),
    action_types: pad(expected.action_types.map(Number), 0),
    dt: expected.dt,
    customer_id: expected.customer_id,
    ranking_id: expected.ranking_id,
    slot: expected.slot,
    is_order: expected.is_order,
    history_length: expected.history_length,
  };
  return Object.fromEntries(config.output.columns.map((name) => [name, row[name] ?? null]));
}

export function paddedRows(expected: readonly ExpectedRow[], config: unknown): Row[] {
  const parsed = parseConfig(config);
  return expected.map((row) => paddedRow(row, parsed));
}
