import type { Data, RecordBatch, Table, Utf8 } from "apache-arrow";
import type { Config } from "../config";
import type { Engine } from "../engine/engine";
import { sql } from "../sql";
import { column, onlyRow } from "./columns";
import type { HistoryKeys } from "./filter";
import { startsOf } from "./grouping";
import { type Carousels, inOutputOrder, type ShownItems } from "./rows-order";

/**
 * The output rows in the contract's order, without their histories. Row r shows the items `itemStarts[r]` up to
 * `itemStarts[r + 1]`, the latter exclusive: one item in the exploded layout, the whole carousel in the compact one.
 */
export interface OutputRows {
  count: number;
  days: Int32Array;
  customers: Int32Array;
  rankingIds: (string | null)[];
  itemStarts: Uint32Array;
  slots: Int32Array;
  items: Int32Array;
  /** 0 false, 1 true, 2 missing. */
  labels: Uint8Array;
  /** Rows of a history are neighbours: row r has history `histories[r]`. */
  histories: Uint32Array;
  keys: HistoryKeys;
}

export const LABEL_MISSING = 2;

/** Reads the output rows from the tables `shown`, `customers` and `items`. */
export async function readRows(engine: Engine, { output: { layout } }: Config): Promise<OutputRows> {
  await engine.run(numberCarousels());
  const carousels = readCarousels(await engine.query(sql`SELECT day, c, ranking_id, ranking FROM carousels ORDER BY k`));
  const { items, starts, lengths } = inOutputOrder(await readItems(engine), carousels, layout);
  await engine.run(sql`DROP TABLE carousels`);
  if (layout === "compact") {
    const { days, customers, rankingIds } = carousels;
    return withHistories({ days, customers, rankingIds, itemStarts: startsOf(lengths), ...items });
  }
  const count = items.items.length;
  const rows = { days: new Int32Array(count), customers: new Int32Array(count), rankingIds: new Array<string | null>(count) };
  for (let k = 0; k < lengths.length; k += 1) {
    const [from, to] = [starts[k] as number, starts[k + 1] as number];
    rows.days.fill(carousels.days[k] as number, from, to);
    rows.customers.fill(carousels.customers[k] as number, from, to);
    rows.rankingIds.fill(carousels.rankingIds[k] ?? null, from, to);
  }
  return withHistories({ ...rows, itemStarts: Uint32Array.from({ length: count + 1 }, (_, k) => k), ...items });
}

/** Numbers the carousels by day, customer and ranking; those that agree in these have one number of their ranking. */
function numberCarousels() {
  const order = sql`day, c, ranking_id NULLS FIRST`;
  return sql`CREATE OR REPLACE TABLE carousels AS
    SELECT impression, day, c, ranking_id, (row_number() OVER (ORDER BY ${order}) - 1)::INTEGER AS k,
      (dense_rank() OVER (ORDER BY ${order}))::INTEGER AS ranking
    FROM (SELECT impression, any_value(day) AS day, any_value(customer) AS customer, any_value(ranking_id) AS ranking_id
      FROM shown GROUP BY impression) JOIN customers USING (customer)`;
}

function readCarousels(table: Table): Carousels & { days: Int32Array; customers: Int32Array; rankingIds: (string | null)[] } {
  const count = table.numRows;
  const carousels = { days: new Int32Array(count), customers: new Int32Array(count), rankings: new Int32Array(count) };
  const rankingIds: (string | null)[] = [];
  let at = 0;
  for (const batch of table.batches) {
    carousels.days.set(column(batch, "day", Int32Array), at);
    carousels.customers.set(column(batch, "c", Int32Array), at);
    carousels.rankings.set(column(batch, "ranking", Int32Array), at);
    appendTexts(batch, "ranking_id", rankingIds);
    at += batch.numRows;
  }
  return { ...carousels, rankingIds };
}

/** The items shown, in any order, each with the number of its carousel. */
async function readItems(engine: Engine): Promise<ShownItems & { carousels: Int32Array }> {
  const { total } = onlyRow(await engine.query(sql`SELECT count(*)::INTEGER AS total FROM shown`));
  const count = Number(total);
  const shown = {
    carousels: new Int32Array(count),
    slots: new Int32Array(count),
    items: new Int32Array(count),
    labels: new Uint8Array(count),
  };
  let at = 0;
  const rows = engine.stream(sql`
    SELECT k, slot, i, CASE is_order WHEN FALSE THEN 0 WHEN TRUE THEN 1 ELSE ${LABEL_MISSING} END::UTINYINT AS label
    FROM shown JOIN carousels USING (impression) JOIN items USING (item)`);
  for await (const batch of rows) {
    shown.carousels.set(column(batch, "k", Int32Array), at);
    shown.slots.set(column(batch, "slot", Int32Array), at);
    shown.items.set(column(batch, "i", Int32Array), at);
    shown.labels.set(column(batch, "label", Uint8Array), at);
    at += batch.numRows;
  }
  return shown;
}

const decoder = new TextDecoder("utf-8", { ignoreBOM: true });

/** Appends the texts of a column. Equal neighbours are one string: it is decoded once, and found equal at a glance. */
function appendTexts(batch: RecordBatch, name: string, texts: (string | null)[]): void {
  const data: Data<Utf8> | undefined = batch.getChild(name)?.data[0];
  if (!data) throw new TypeError(`the engine gave no column ${name}`);
  const { values, valueOffsets } = data;
  let last: { text: string; start: number; end: number } | null = null;
  for (let row = 0; row < batch.numRows; row += 1) {
    if (!data.getValid(row)) {
      texts.push(null);
      continue;
    }
    const [start, end] = [valueOffsets[row] as number, valueOffsets[row + 1] as number];
    if (last === null || !areEqual(values, last.start, last.end, start, end))
      last = { text: decoder.decode(values.subarray(start, end)), start, end };
    texts.push(last.text);
  }
}

function areEqual(bytes: Uint8Array, a: number, endOfA: number, b: number, endOfB: number): boolean {
  if (endOfA - a !== endOfB - b) return false;
  for (let k = 0; k < endOfA - a; k += 1) if (bytes[a + k] !== bytes[b + k]) return false;
  return true;
}

/** Numbers the histories of rows that stand in the order of the output. */
function withHistories(rows: Omit<OutputRows, "count" | "histories" | "keys">): OutputRows {
  const { days, customers } = rows;
  const count = days.length;
  const histories = new Uint32Array(count);
  const first: number[] = [];
  for (let r = 0; r < count; r += 1) {
    if (r === 0 || days[r] !== days[r - 1] || customers[r] !== customers[r - 1]) first.push(r);
    histories[r] = first.length - 1;
  }
  const keys = { days: Int32Array.from(first, (r) => days[r] ?? 0), customers: Int32Array.from(first, (r) => customers[r] ?? 0) };
  return { ...rows, count, histories, keys };
}
