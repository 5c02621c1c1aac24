import type { Engine } from "../engine/engine";
import { LABEL_MISSING } from "../labels";
import { sql } from "../sql";
import { column, onlyRow } from "./columns";
import { grouped } from "./grouping";
import { type IdCodes, idsOf } from "./ids";
import type { CarouselRun } from "./shown";
import type { IdKinds } from "./values";

/** Reads the carousels of the table `shown`. @param items gives their items codes */
export async function readShown(engine: Engine, idKinds: IdKinds, items: IdCodes): Promise<CarouselRun> {
  const heads = await engine.query(sql`SELECT impression::DOUBLE AS impression, any_value(day) AS day,
    any_value(customer) AS customer, any_value(ranking_id) AS ranking_id FROM shown GROUP BY impression`);
  const numbers = new Map<number, number>();
  const days = new Int32Array(heads.numRows);
  const rankings: (string | null)[] = [];
  for (const batch of heads.batches) {
    days.set(column(batch, "day", Int32Array), numbers.size);
    for (const impression of column(batch, "impression", Float64Array)) numbers.set(impression, numbers.size);
    for (const ranking of batch.getChild("ranking_id") ?? []) rankings.push(ranking);
  }
  const customers = idsOf(heads.batches, "customer", idKinds.customer);
  const shown = await readItems(engine, idKinds, items, numbers);
  const { starts, order } = grouped(shown.carousels, numbers.size);
  return {
    days,
    customers,
    rankings,
    lengths: Uint32Array.from(days, (_, k) => (starts[k + 1] as number) - (starts[k] as number)),
    slots: Int32Array.from(order, (at) => shown.slots[at] as number),
    items: Int32Array.from(order, (at) => shown.items[at] as number),
    labels: Uint8Array.from(order, (at) => shown.labels[at] as number),
  };
}

/** The items shown, in any order, each with the number of its carousel. @param numbers by impression */
async function readItems(engine: Engine, idKinds: IdKinds, codes: IdCodes, numbers: ReadonlyMap<number, number>) {
  const { total } = onlyRow(await engine.query(sql`SELECT count(*)::INTEGER AS total FROM shown`));
  const count = Number(total);
  const [carousels, slots, items] = [new Int32Array(count), new Int32Array(count), new Int32Array(count)];
  const labels = new Uint8Array(count);
  let at = 0;
  const rows = engine.stream(sql`SELECT impression::DOUBLE AS impression, slot, item,
    CASE is_order WHEN FALSE THEN 0 WHEN TRUE THEN 1 ELSE ${LABEL_MISSING} END::UTINYINT AS label FROM shown`);
  for await (const batch of rows) {
    slots.set(column(batch, "slot", Int32Array), at);
    labels.set(column(batch, "label", Uint8Array), at);
    items.set(codes.codesOf(idsOf([batch], "item", idKinds.item)), at);
    for (const impression of column(batch, "impression", Float64Array)) carousels[at++] = numbers.get(impression) as number;
  }
  return { carousels, slots, items, labels };
}
