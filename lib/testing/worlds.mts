import fc from "fast-check";
import { LosslessNumber } from "lossless-json";
import { Temporal } from "temporal-polyfill";
import type { InputRecord, Inputs } from "./cases.mts";
import type { OracleImpression } from "./oracle.mts";

type Id = bigint | string;

/** Days around the change of the clock in Berlin (31 March) and in New York (10 March). */
const day = fc.integer({ min: 0, max: 27 }).map((n) => Temporal.PlainDate.from("2024-03-08").add({ days: n }).toString());
const zone = fc.constantFrom("UTC", "Europe/Berlin", "America/New_York", "Asia/Kolkata", "Australia/Lord_Howe");

/** A wall clock with many ties, midnights and last microseconds. */
const wallClock = fc
  .tuple(day, fc.constantFrom("00:00:00", "23:59:59.999999", "02:30:00", "12:00:00", "01:59:59.5", "18:30:00"))
  .map(([date, time]) => `${date} ${time}`);

/** Every way to filter, rank and pad. */
export const configs = fc.record({
  standardize: fc.record({ timeZone: zone }),
  unify: fc.record({ duplicates: fc.constantFrom("keep", "drop") }),
  filter: fc.record({
    cutoff: fc.constantFrom("event_time", "partition_date", "both"),
    dayZone: zone,
    lookbackDays: fc.option(fc.integer({ min: 1, max: 20 })),
  }),
  rank: fc.record({ maxActions: fc.integer({ min: 1, max: 12 }) }),
  pad: fc.record({ side: fc.constantFrom("right", "left"), order: fc.constantFrom("newest_first", "oldest_first") }),
});

/** Impressions and actions of a small shop, with many ties. */
export interface World {
  impressions: OracleImpression[];
  clicks: InputRecord[];
  carts: InputRecord[];
  orders: InputRecord[];
}

function world(customer: fc.Arbitrary<Id>, item: fc.Arbitrary<Id>): fc.Arbitrary<World> {
  const shown = fc.record({ item_id: item, is_order: fc.option(fc.boolean()) });
  return fc.record({
    impressions: fc.array(
      fc.record({
        dt: day,
        ranking_id: fc.constantFrom("r1", "r2", "é", "Z"),
        customer_id: customer,
        impressions: fc.option(fc.array(shown, { maxLength: 4 })),
      }),
      { minLength: 1, maxLength: 12 },
    ),
    clicks: fc.array(fc.record({ dt: fc.option(day), customer_id: customer, item_id: item, click_time: wallClock }), {
      maxLength: 60,
    }),
    carts: fc.array(fc.record({ dt: day, customer_id: customer, config_id: item, occurred_at: wallClock }), { maxLength: 15 }),
    orders: fc.array(fc.record({ order_date: day, customer_id: customer, config_id: item, occurred_at: fc.option(wallClock) }), {
      maxLength: 15,
    }),
  });
}

export const integerWorlds = world(
  fc.bigInt({ min: 9_007_199_254_740_991n, max: 9_007_199_254_740_995n }),
  fc.oneof(fc.bigInt({ min: 1n, max: 9n }), fc.constantFrom(-5n, 9_223_372_036_854_775_807n)),
);
export const textWorlds = world(fc.constantFrom("u1", "u2", "U3", "ü4"), fc.constantFrom("a", "B", "é", "sku-1", "sku-10"));

/** The files of a world, numbers with every digit. */
export function inputsOf({ impressions, clicks, carts, orders }: World): Inputs {
  const plain = (record: object): InputRecord =>
    JSON.parse(
      JSON.stringify(record, (_, value) => (typeof value === "bigint" ? `#${value}` : value)),
      (_, value) => (typeof value === "string" && /^#-?\d+$/.test(value) ? new LosslessNumber(value.slice(1)) : value),
    );
  const inputs: Inputs = { impressions: impressions.map(plain) };
  if (clicks.length > 0) inputs.clicks = clicks.map(plain);
  if (carts.length > 0) inputs.add_to_carts = carts.map(plain);
  if (orders.length > 0) inputs.previous_orders = orders.map(plain);
  return inputs;
}
