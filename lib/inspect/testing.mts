import type { Dataset } from "../pipeline/dataset";
import { buildInMemory } from "../testing/builds.mts";

/** One customer's impressions on some days and its clicks, each `partition date, item, time`; carts and orders are other types. */
export interface Log {
  days: string[];
  clicks?: string[];
  orders?: string[];
}

/** Builds a dataset from the logs of customers. */
export async function datasetOf(customers: Record<string, Log>, config: object = {}): Promise<Dataset> {
  const all = Object.entries(customers);
  const impressions = all.flatMap(([customer_id, { days }]) =>
    days.map((dt) => ({ dt, ranking_id: "r", customer_id, impressions: [{ item_id: 1, is_order: false }] })),
  );
  const rows = (of: "clicks" | "orders") =>
    all.flatMap(([customer, log]) => (log[of] ?? []).map((line) => `${customer},${line}`)).join("\n");
  const file = (path: string, text: string) => ({ path, blob: new Blob([text]) });
  const clicks = `customer_id,dt,item_id,click_time\n${rows("clicks")}\n`;
  const orders = `customer_id,order_date,config_id,occurred_at\n${rows("orders")}\n`;
  const { dataset } = await buildInMemory(
    [
      { role: "impressions", file: file("impressions.json", JSON.stringify(impressions)) },
      { role: "clicks", file: file("clicks.csv", clicks) },
      { role: "previous_orders", file: file("orders.csv", orders) },
    ],
    config,
  );
  return dataset;
}

export const at = (iso: string): bigint => BigInt(Date.parse(iso)) * 1000n;
