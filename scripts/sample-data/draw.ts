import type { Action } from "../../lib/config";
import type { Random } from "../random";

export interface CarouselRow {
  dt: string;
  rankingId: string;
  customer: bigint;
  items: { item: number; isOrder: boolean }[];
}

export interface ActionRow {
  type: Action;
  /** The partition date; of an order, its `order_date`. */
  dt: string;
  customer: bigint;
  /** Counts the catalogue from 0, the most popular first. */
  item: number;
  at: string;
}

/** Impressions are of the last five days, actions of all. */
export const DAYS = 30;
const IMPRESSION_DAYS = 5;
const FIRST_DAY = Date.UTC(2024, 3, 16);
const DAY_MILLISECONDS = 86_400_000;

const CUSTOMERS = 300;
/** The last customers have actions and no impressions, and those before them impressions and no actions. */
const WITHOUT_IMPRESSIONS = 20;
const WITHOUT_ACTIONS = 15;
const ITEMS = 60;
const CAROUSELS = 1_500;
const ACTIONS = 7_000;
/** This customer has more actions than fit into a history of the default length. */
const BUSY_CUSTOMER = 3;
const BUSY_ACTIONS = 1_400;

/** Customers' ids are greater than 2^53, where a float would round them. */
export function customerId(customer: number): bigint {
  return 9_007_199_254_741_001n + BigInt(customer) * 3n;
}

/** Items' ids fit into 32 bits, but those of the last three, which are greater than 2^53. */
export function itemId(item: number): bigint {
  return item < ITEMS - 3 ? 71_000n + BigInt(item) * 17n : 9_007_199_254_750_001n + BigInt(item);
}

/** Day 0 is the first of the log. */
export function dayName(day: number): string {
  return new Date(FIRST_DAY + day * DAY_MILLISECONDS).toISOString().slice(0, 10);
}

export function drawCarousels(random: Random): CarouselRow[] {
  const rows = Array.from({ length: CAROUSELS }, (_, row) => ({
    day: DAYS - IMPRESSION_DAYS + random.below(IMPRESSION_DAYS),
    rankingId: `${["home", "search", "similar"][random.below(3)]}-${String(row).padStart(4, "0")}`,
    customer: customerId(random.below(CUSTOMERS - WITHOUT_IMPRESSIONS)),
    // One in forty shows nothing.
    items: Array.from({ length: random.below(40) === 0 ? 0 : 3 + random.below(6) }, () => ({
      item: random.skewed(ITEMS, 1.6),
      isOrder: random.below(25) === 0,
    })),
  }));
  return rows.sort((a, b) => a.day - b.day).map(({ day, ...row }) => ({ dt: dayName(day), ...row }));
}

export function drawActions(random: Random): ActionRow[] {
  const rows = Array.from({ length: ACTIONS + BUSY_ACTIONS }, (_, row) => {
    const customer = row < BUSY_ACTIONS ? BUSY_CUSTOMER : drawActiveCustomer(random);
    const time = FIRST_DAY + random.below(DAYS * DAY_MILLISECONDS);
    return { type: drawType(random), customer: customerId(customer), item: random.skewed(ITEMS, 1.6), time };
  });
  return rows
    .sort((a, b) => a.time - b.time)
    .map(({ time, ...row }) => {
      const at = new Date(time).toISOString();
      // A few partitions are of the day before: the log's writer closed its day late.
      const dt = random.below(100) === 0 ? new Date(time - DAY_MILLISECONDS).toISOString() : at;
      return { ...row, dt: dt.slice(0, 10), at };
    });
}

function drawActiveCustomer(random: Random): number {
  const customer = random.skewed(CUSTOMERS - WITHOUT_ACTIONS, 1.5);
  return customer < CUSTOMERS - WITHOUT_IMPRESSIONS - WITHOUT_ACTIONS ? customer : customer + WITHOUT_ACTIONS;
}

function drawType(random: Random): Action {
  const share = random.next();
  return share < 0.8 ? "click" : share < 0.95 ? "add_to_cart" : "order";
}
