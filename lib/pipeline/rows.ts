import type { Data, RecordBatch, Utf8 } from "apache-arrow";
import type { Config } from "../config";
import type { Engine } from "../engine/engine";
import { type Sql, sql } from "../sql";
import { column } from "./columns";
import type { HistoryKeys } from "./filter";

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
export async function readRows(engine: Engine, config: Config): Promise<OutputRows> {
  const { layout } = config.output;
  const table = await engine.query(outputItems(layout));
  const total = table.numRows;
  const row = new Int32Array(total);
  const shown = {
    days: new Int32Array(total),
    customers: new Int32Array(total),
    slots: new Int32Array(total),
    items: new Int32Array(total),
  };
  const labels = new Uint8Array(total);
  const rankingIds: (string | null)[] = [];
  let at = 0;
  for (const batch of table.batches) {
    if (layout === "compact") row.set(column(batch, "r", Int32Array), at);
    shown.days.set(column(batch, "day", Int32Array), at);
    shown.customers.set(column(batch, "c", Int32Array), at);
    shown.slots.set(column(batch, "slot", Int32Array), at);
    shown.items.set(column(batch, "i", Int32Array), at);
    labels.set(column(batch, "label", Uint8Array), at);
    appendTexts(batch, "ranking_id", rankingIds);
    at += batch.numRows;
  }
  const itemStarts = layout === "compact" ? firstOfEach(row) : Uint32Array.from({ length: total + 1 }, (_, k) => k);
  return withHistories(itemStarts, shown, labels, rankingIds);
}

/**
 * The items shown, in the order of the output; in the compact layout `r` numbers the carousels. Carousels that agree in day, customer and ranking are put
 * in order by their items, descending, so that the order of the files never matters.
 */
function outputItems(layout: Config["output"]["layout"]): Sql {
  const carousel = sql`day, c, ranking_id NULLS FIRST`;
  const order =
    layout === "exploded" ? sql`${carousel}, slot, carousel, i DESC, label` : sql`${carousel}, carousel, slot, i DESC, label`;
  const row = layout === "compact" ? sql`(dense_rank() OVER (ORDER BY ${carousel}, carousel))::INTEGER AS r,` : sql``;
  return sql`
    WITH shown_items AS MATERIALIZED (
      SELECT impression, day, c, ranking_id, slot, i, CASE is_order WHEN FALSE THEN 0 WHEN TRUE THEN 1 ELSE ${LABEL_MISSING} END::UTINYINT AS label
      FROM shown JOIN customers USING (customer) JOIN items USING (item)),
    repeated AS (
      SELECT impression FROM (
        SELECT impression, count(*) OVER (PARTITION BY day, c, ranking_id) AS carousels
        FROM (SELECT DISTINCT impression, day, c, ranking_id FROM shown_items))
      WHERE carousels > 1),
    repeats AS (
      SELECT impression, row_number() OVER (PARTITION BY day, c, ranking_id ORDER BY items DESC, slots, labels) AS carousel
      FROM (
        SELECT impression, day, c, ranking_id, ${ordered(sql`i`)} AS items, ${ordered(sql`slot`)} AS slots, ${ordered(sql`label`)} AS labels
        FROM shown_items WHERE impression IN (SELECT impression FROM repeated) GROUP BY impression, day, c, ranking_id))
    SELECT ${row} day, c, ranking_id, slot, i, label
    FROM (SELECT shown_items.*, coalesce(carousel, 0) AS carousel FROM shown_items LEFT JOIN repeats USING (impression))
    ORDER BY ${order}`;
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

function ordered(value: Sql): Sql {
  return sql`list(${value} ORDER BY slot, i DESC, label)`;
}

/** Positions at which the row number changes, and the end. */
function firstOfEach(row: Int32Array): Uint32Array {
  const starts: number[] = [];
  for (let k = 0; k < row.length; k += 1) if (k === 0 || row[k] !== row[k - 1]) starts.push(k);
  starts.push(row.length);
  return Uint32Array.from(starts);
}

function withHistories(
  itemStarts: Uint32Array,
  shown: { days: Int32Array; customers: Int32Array; slots: Int32Array; items: Int32Array },
  labels: Uint8Array,
  itemRankingIds: (string | null)[],
): OutputRows {
  const count = itemStarts.length - 1;
  const firstItems = itemStarts.subarray(0, count);
  const days = Int32Array.from(firstItems, (k) => shown.days[k] ?? 0);
  const customers = Int32Array.from(firstItems, (k) => shown.customers[k] ?? 0);
  const rankingIds = Array.from(firstItems, (k) => itemRankingIds[k] ?? null);
  const histories = new Uint32Array(count);
  const first: number[] = [];
  for (let r = 0; r < count; r += 1) {
    if (r === 0 || days[r] !== days[r - 1] || customers[r] !== customers[r - 1]) first.push(r);
    histories[r] = first.length - 1;
  }
  const keys = { days: Int32Array.from(first, (r) => days[r] ?? 0), customers: Int32Array.from(first, (r) => customers[r] ?? 0) };
  return { count, days, customers, rankingIds, itemStarts, slots: shown.slots, items: shown.items, labels, histories, keys };
}
