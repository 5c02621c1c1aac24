import type { Action } from "../../lib/config";
import { type ActionRow, type CarouselRow, customerId, dayName } from "./draw";

/** The customer of all the cases below. */
const CUSTOMER = customerId(1);
/** The day of their carousels: the log's third day of impressions. */
const DAY = dayName(27);
const DAY_BEFORE = dayName(26);

/** Two carousels on one day; in the first an item stands twice. The third shows nothing. */
export const CAROUSEL_CASES: readonly CarouselRow[] = [
  { dt: DAY, rankingId: "case-a", customer: CUSTOMER, items: [5, 8, 5].map((item) => ({ item, isOrder: false })) },
  { dt: DAY, rankingId: "case-b", customer: CUSTOMER, items: [8, 2].map((item) => ({ item, isOrder: item === 2 })) },
  { dt: DAY, rankingId: "case-c", customer: CUSTOMER, items: [] },
];

export const CASE_ACTIONS: readonly ActionRow[] = [
  // At one instant: two items of one type, and all three types.
  action("click", DAY_BEFORE, 5, "10:00:00"),
  action("click", DAY_BEFORE, 8, "10:00:00"),
  action("add_to_cart", DAY_BEFORE, 5, "10:00:00"),
  action("order", DAY_BEFORE, 5, "10:00:00"),
  // The same twice.
  action("click", DAY_BEFORE, 2, "11:30:00"),
  action("click", DAY_BEFORE, 2, "11:30:00"),
  // The last microsecond before the cutoff counts; the cutoff itself and the day after it do not.
  action("click", DAY_BEFORE, 9, "23:59:59.999999"),
  action("click", DAY, 10, "00:00:00"),
  action("add_to_cart", DAY, 11, "08:15:00"),
  action("order", DAY, 11, "09:00:00"),
  // Its partition says that it was the day before.
  { ...action("click", DAY, 12, "00:00:01"), dt: DAY_BEFORE },
];

/** Rows that cannot be used, each for another reason. */
export const UNUSABLE_LINES: Readonly<Record<Action, readonly string[]>> = {
  click: [
    `${DAY_BEFORE},${CUSTOMER},,${DAY_BEFORE}T12:00:00Z`,
    `${DAY_BEFORE},,71000,${DAY_BEFORE}T12:00:00Z`,
    `${DAY_BEFORE},${CUSTOMER},0,${DAY_BEFORE}T12:00:00Z`,
    `${DAY_BEFORE},${CUSTOMER},71000,`,
    `${DAY_BEFORE},${CUSTOMER},71000,noon`,
    `${DAY_BEFORE},${CUSTOMER},71000,${DAY_BEFORE}T12:00:00Z,,one field too many`,
  ],
  add_to_cart: [`2024-02-30,${CUSTOMER},71000,710001,${DAY_BEFORE}T12:00:00Z`],
  order: [`${DAY_BEFORE},${CUSTOMER},71000,710001,2024-13-01T00:00:00Z`],
};

function action(type: Action, dt: string, item: number, time: string): ActionRow {
  return { type, dt, customer: CUSTOMER, item, at: `${dt}T${time}Z` };
}
