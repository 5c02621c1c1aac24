import type { Config } from "../config";
import type { Engine } from "../engine/engine";
import { id, sql } from "../sql";
import { column } from "./columns";
import type { Windows } from "./filter";
import type { RankedActions } from "./rank";
import type { OutputRows } from "./rows";
import type { IdKind } from "./values";

/** Ids by number: 64-bit integers or texts. */
export type Ids = BigInt64Array | string[];

/** A built dataset before it is padded: everything that the output, the sample table and the audit are made of. */
export interface Dataset {
  config: Config;
  rows: OutputRows;
  ranked: RankedActions;
  windows: Windows;
  /** Customer number to id. */
  customerIds: Ids;
  /** Item number to id; entry 0 is the padding. */
  itemIds: Ids;
}

/** Reads the ids of a numbered table, in the order of their numbers. */
export async function readIds(engine: Engine, table: "customers" | "items" | "chunk_items", kind: IdKind): Promise<Ids> {
  const result = await engine.query(
    table === "customers"
      ? sql`SELECT customer AS id FROM customers ORDER BY c`
      : sql`SELECT item AS id FROM ${id(table)} ORDER BY i`,
  );
  if (kind === "text") return result.batches.flatMap((batch) => [...(batch.getChild("id") ?? [])].map(String));
  const ids = new BigInt64Array(result.numRows);
  let at = 0;
  for (const batch of result.batches) {
    ids.set(column(batch, "id", BigInt64Array), at);
    at += batch.numRows;
  }
  return ids;
}

/** Item ids with the padding in front, so that the number of an item is its position. */
export function withPadding(ids: Ids): Ids {
  if (!(ids instanceof BigInt64Array)) return ["", ...ids];
  const padded = new BigInt64Array(ids.length + 1);
  padded.set(ids, 1);
  return padded;
}

/** The positions in the ranked actions of those that history `h` holds, newest first. */
export function* positionsOf({ windows, rows }: Pick<Dataset, "windows" | "rows">, h: number): Generator<number> {
  const dt = rows.keys.days[h] ?? 0;
  let left = windows.lengths[h] ?? 0;
  for (let at = windows.starts[h] ?? 0; left > 0; at += 1) {
    if ((windows.countsAfter[at] ?? 0) >= dt) continue;
    yield at;
    left -= 1;
  }
}
