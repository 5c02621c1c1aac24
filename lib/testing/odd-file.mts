import type { Role } from "../config";

/** A file that is unusual, broken or hostile, and what the app makes of it. */
export interface OddFile {
  name: string;
  path: string;
  content: string | Uint8Array;
  /** `clicks` unless another one is said. */
  role?: Role;
  config?: object;
  /** What of the kept rows is told: their items unless something else is said. */
  tell?: "item" | "customer" | "time";
  /**
   * The kept rows, then the rejected ones as row number and reason, behind a bar; or `code: words of the message`. Items that are
   * text make all of them text, which is told by quotes.
   */
  gives: string;
}

/** Sessions with a list of events in each. */
export const SESSIONS = {
  config: {
    standardize: {
      columns: {
        events: {
          customer_id: "session",
          item_id: "events.aid",
          occurred_at: "events.ts",
          action_type: "events.type",
          types: { clicks: "click", carts: "add_to_cart", orders: "order" },
        },
      },
    },
  },
  role: "events" as Role,
};
