import type { EventMeaning, Role } from "../config";

/** What a canonical column stands for. Columns of one concept go by the same names in people's files. */
export type Concept =
  | "customer"
  | "item"
  | "instant"
  | "day"
  | "order_day"
  | "type"
  | "label"
  | "carousel"
  | "ranking"
  | "slot"
  | "unused";

/** Names of a concept in small letters without punctuation, the most telling first. */
export const NAMES: Readonly<Record<Concept, readonly string[]>> = {
  customer: [
    ..."customerid userid visitorid memberid clientid shopperid buyerid consumerid householdid householdkey custid".split(" "),
    ..."accountid profileid uid user customer visitor member client household usersession sessionid session".split(" "),
    ..."deviceid cookieid anonymousid msnumber".split(" "),
  ],
  item: [
    ..."itemid productid articleid sku skuid itemcode stockcode asin aid configid offerid goodsid contentid newsid".split(" "),
    ..."movieid videoid trackid bookid listingid productcode materialid item product article goods news movie".split(" "),
  ],
  instant: [
    ..."eventtime occurredat timestamp ts clicktime eventtimestamp createdat eventdatetime datetime servertime".split(" "),
    ..."time unixtimestamp eventat clickedat addedat orderedat purchasedat ordertime purchasetime invoicedate".split(" "),
    ..."eventdate date tdat day".split(" "),
  ],
  day: [..."dt date day ds partitiondate eventdate impressiondate requestdate logdate".split(" ")],
  order_day: [
    ..."orderdate purchasedate transactiondate tdat dt date day ds saledate invoicedate ordereddate eventdate".split(" "),
  ],
  type: [..."actiontype eventtype event action type eventname behavior behaviortype behaviour activity interaction".split(" ")],
  label: [
    ..."isorder ordered label clicked isclick isclicked click purchased ispurchase ispurchased bought".split(" "),
    ..."converted conversion target".split(" "),
  ],
  carousel: [
    ..."impressions items itemids candidates products productids shown shownitems impressionitems articles".split(" "),
    ..."articleids articleidsinview inview carousel recommendations slate ranking results".split(" "),
  ],
  ranking: [..."rankingid impressionid requestid listid queryid searchid carouselid slateid pageviewid recid".split(" ")],
  slot: [..."slot position pos rank index idx itemposition".split(" ")],
  unused: [],
};

export const CONCEPTS: Readonly<Record<Role, Readonly<Record<string, Concept>>>> = {
  impressions: {
    customer_id: "customer",
    impressions: "carousel",
    item_id: "item",
    is_order: "label",
    dt: "day",
    ranking_id: "ranking",
    slot: "slot",
  },
  clicks: { customer_id: "customer", item_id: "item", click_time: "instant", dt: "day" },
  add_to_carts: { customer_id: "customer", config_id: "item", occurred_at: "instant", dt: "day", simple_id: "unused" },
  previous_orders: {
    order_date: "order_day",
    customer_id: "customer",
    config_id: "item",
    simple_id: "unused",
    occurred_at: "instant",
  },
  events: { customer_id: "customer", item_id: "item", action_type: "type", occurred_at: "instant", dt: "day" },
};

/** What spellings of event types usually mean. */
const MEANINGS: Readonly<Record<EventMeaning, readonly string[]>> = {
  click: "click clicks view views pageview productview viewitem itemview detail detailview productdetail pv".split(" "),
  add_to_cart: "cart carts addtocart addcart basket addtobasket additem atc".split(" "),
  order: "order orders purchase purchases transaction transactions buy buys bought checkout sale".split(" "),
  ignored: "removefromcart removefrombasket deletefromcart".split(" "),
};

/** A name in small letters without punctuation. */
export function plain(name: string): string {
  return name.toLowerCase().replace(/[^\p{L}\p{N}]/gu, "");
}

/** What an event type usually means; `null` for words that are not known. */
export function meaningOf(type: string): EventMeaning | null {
  const word = plain(type);
  const meanings = Object.keys(MEANINGS) as EventMeaning[];
  return meanings.find((meaning) => MEANINGS[meaning].includes(word)) ?? null;
}
