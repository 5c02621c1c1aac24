import { Random } from "../random";
import { type ActionRow, type CarouselRow, drawActions, drawCarousels, itemId } from "./draw";
import { CAROUSEL_CASES, CASE_ACTIONS, UNUSABLE_LINES } from "./edge-cases";

const SEED = 20_240_501;

/** The sample dataset, by file name: a shop's logs of five days and of the weeks before, with all that can be odd about them. */
export function sampleFiles(): Record<string, string> {
  const random = new Random(SEED);
  const carousels = [...drawCarousels(random), ...CAROUSEL_CASES];
  const actions = [...drawActions(random), ...CASE_ACTIONS];
  const files = {
    "impressions.json": formatImpressions(carousels),
    "clicks.csv": formatActions(actions, "click", "dt,customer_id,item_id,click_time"),
    "add_to_carts.csv": formatActions(actions, "add_to_cart", "dt,customer_id,config_id,simple_id,occurred_at"),
    "previous_orders.csv": formatActions(actions, "order", "order_date,customer_id,config_id,simple_id,occurred_at"),
  };
  return { ...files, "index.json": `${JSON.stringify(Object.keys(files))}\n` };
}

/** A JSON array with a line for each row. Ids are numbers, and some are greater than 2^53: they are written by hand. */
function formatImpressions(carousels: readonly CarouselRow[]): string {
  const rows = carousels.map(({ dt, rankingId, customer, items }) => {
    const list = items.map(({ item, isOrder }) => `{"item_id":${itemId(item)},"is_order":${isOrder}}`).join(",");
    return `{"dt":"${dt}","ranking_id":"${rankingId}","customer_id":${customer},"impressions":[${list}]}`;
  });
  return `[\n${rows.join(",\n")}\n]\n`;
}

function formatActions(actions: readonly ActionRow[], type: ActionRow["type"], header: string): string {
  const lines = actions
    .filter((action) => action.type === type)
    .map(({ dt, customer, item, at }) => {
      const ids = type === "click" ? [itemId(item)] : [itemId(item), itemId(item) * 10n + 1n];
      return [dt, customer, ...ids, at].join(",");
    });
  const unusable = UNUSABLE_LINES[type];
  // One in the midst of the file, the others at its end.
  lines.splice(Math.floor(lines.length / 2), 0, ...unusable.slice(0, 1));
  return `${[header, ...lines, ...unusable.slice(1)].join("\n")}\n`;
}
