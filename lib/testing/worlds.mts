import fc from "fast-check";
import { LosslessNumber } from "lossless-json";
import { Temporal } from "temporal-polyfill";
import type { DateOrder, EpochUnit } from "../sources/times";
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

/** How the files of a world are written, and so what their config has to tell. */
export interface Writing {
  /** Of the columns of times: ISO 8601, dates with the year last, or numbers. */
  times: "iso" | DateOrder | EpochUnit;
  /** Of carousels: lists of objects, lists of ids without labels, or texts such as `1:0|2:1|3`. */
  carousels: "objects" | "ids" | "marked";
}

/** The types of the event log; others have the name of their action. */
export const EVENT_TYPES = { view: "click", basket: "add_to_cart", scroll: "ignored" } as const;

/** Impressions and actions of a small shop, with many ties. */
export interface World {
  writing: Writing;
  impressions: OracleImpression[];
  clicks: InputRecord[];
  carts: InputRecord[];
  orders: InputRecord[];
  events: InputRecord[];
}

interface Ids {
  customer: fc.Arbitrary<Id>;
  item: fc.Arbitrary<Id>;
}

const INTEGERS: Ids = {
  customer: fc.bigInt({ min: 9_007_199_254_740_991n, max: 9_007_199_254_740_995n }),
  item: fc.oneof(fc.bigInt({ min: 1n, max: 9n }), fc.constantFrom(-5n, 9_223_372_036_854_775_807n)),
};
const TEXTS: Ids = { customer: fc.constantFrom("u1", "u2", "U3", "ü4"), item: fc.constantFrom("a", "B", "é", "sku-1", "sku-10") };

/** Worlds of the contract's own schemas: times in ISO 8601, lists of objects, no event log. */
function worldsOf({ customer, item }: Ids): fc.Arbitrary<World> {
  const shown = fc.record({ item_id: item, is_order: fc.option(fc.boolean()) });
  return fc.record({
    writing: fc.constant<Writing>({ times: "iso", carousels: "objects" }),
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
    events: fc.constant<InputRecord[]>([]),
  });
}

export const integerWorlds = worldsOf(INTEGERS);
export const textWorlds = worldsOf(TEXTS);

/** The same with an event log, and written in all the ways that a config can tell. */
function writtenWorldsOf(ids: Ids): fc.Arbitrary<World> {
  const writing = fc.record({
    times: fc.constantFrom<Writing["times"][]>("iso", "iso", "day_first", "month_first", "s", "ms", "us", "ns"),
    carousels: fc.constantFrom<Writing["carousels"][]>("objects", "objects", "ids", "marked"),
  });
  const event = fc.record({
    customer_id: ids.customer,
    item_id: ids.item,
    action_type: fc.constantFrom("view", "basket", "order", "scroll"),
    occurred_at: wallClock,
  });
  return fc.tuple(worldsOf(ids), writing, fc.array(event, { maxLength: 20 })).map(([world, as, events]) => {
    const impressions = as.carousels === "ids" ? world.impressions.map(unlabelled) : world.impressions;
    return { ...world, writing: as, impressions, events };
  });
}

export const writtenIntegerWorlds = writtenWorldsOf(INTEGERS);
export const writtenTextWorlds = writtenWorldsOf(TEXTS);

function unlabelled(impression: OracleImpression): OracleImpression {
  const impressions = impression.impressions?.map(({ item_id }) => ({ item_id, is_order: null })) ?? null;
  return { ...impression, impressions };
}

/** What a config has to tell of how a world is written. */
export function toldOf({ times, carousels }: Writing): object {
  const isOrder = times === "day_first" || times === "month_first";
  const list = carousels === "marked" ? { impressions: { list: { separator: "|", label: ":" } } } : {};
  return {
    dateOrder: isOrder ? times : null,
    epochUnit: isOrder || times === "iso" ? null : times,
    columns: { ...list, events: { types: EVENT_TYPES } },
  };
}

const MICROS = { s: 1_000_000n, ms: 1000n, us: 1n, ns: 1n } as const;

/** The instant of a wall clock in microseconds, as exact as it is written. */
export function instantOf(wall: string, { times }: Writing, timeZone: string): bigint {
  const micros = Temporal.PlainDateTime.from(wall.replace(" ", "T")).toZonedDateTime(timeZone).epochNanoseconds / 1000n;
  return times === "s" || times === "ms" ? (micros / MICROS[times]) * MICROS[times] : micros;
}

/** A wall clock as the files of a world have it. */
function written(wall: string, writing: Writing, timeZone: string): string | bigint {
  const { times } = writing;
  const [date = "", time = ""] = wall.split(" ");
  const [year, month, day] = date.split("-");
  if (times === "iso") return wall;
  if (times === "day_first") return `${day}/${month}/${year} ${time}`;
  if (times === "month_first") return `${month}/${day}/${year} ${time}`;
  const micros = instantOf(wall, writing, timeZone);
  return times === "ns" ? micros * 1000n : micros / MICROS[times];
}

function cellOf(shown: OracleImpression["impressions"], { carousels }: Writing): unknown {
  if (carousels === "objects" || shown === null) return shown;
  if (carousels === "ids") return shown.map(({ item_id }) => item_id);
  return shown.map(({ item_id, is_order }) => `${item_id}${is_order === null ? "" : is_order ? ":1" : ":0"}`).join("|");
}

/** The files of a world, numbers with every digit. */
export function inputsOf({ writing, impressions, clicks, carts, orders, events }: World, timeZone: string): Inputs {
  const plain = (record: object): InputRecord =>
    JSON.parse(
      JSON.stringify(record, (_, value) => (typeof value === "bigint" ? `#${value}` : value)),
      (_, value) => (typeof value === "string" && /^#-?\d+$/.test(value) ? new LosslessNumber(value.slice(1)) : value),
    );
  const timed = (column: string) => (record: InputRecord) => {
    const wall = record[column];
    return plain(typeof wall === "string" ? { ...record, [column]: written(wall, writing, timeZone) } : record);
  };
  const inputs: Inputs = {
    impressions: impressions.map((shown) => plain({ ...shown, impressions: cellOf(shown.impressions, writing) })),
  };
  if (clicks.length > 0) inputs.clicks = clicks.map(timed("click_time"));
  if (carts.length > 0) inputs.add_to_carts = carts.map(timed("occurred_at"));
  if (orders.length > 0) inputs.previous_orders = orders.map(timed("occurred_at"));
  if (events.length > 0) inputs.events = events.map(timed("occurred_at"));
  return inputs;
}
