import { z } from "zod";
import { LookbackError } from "./errors";
import { ENCODINGS, TEXT_FORMATS } from "./sources/formats";

// Zod would otherwise try `new Function`, which the Content-Security-Policy forbids and the browser reports.
z.config({ jitless: true });

/** The output columns, in the order of the docs. `impressions` is the item id. */
export const OUTPUT_COLUMNS = [
  "impressions",
  "actions",
  "action_types",
  "dt",
  "customer_id",
  "ranking_id",
  "slot",
  "is_order",
  "history_length",
  "newest_action_at",
  "oldest_action_at",
] as const;

export const ROLES = ["impressions", "clicks", "add_to_carts", "previous_orders", "events"] as const;
export type Role = (typeof ROLES)[number];

export const ACTIONS = ["click", "add_to_cart", "order"] as const;
export type Action = (typeof ACTIONS)[number];

/** What a value of an event log's type column can stand for. Rows of an ignored type are counted and not used. */
export const EVENT_MEANINGS = [...ACTIONS, "ignored"] as const;
export type EventMeaning = (typeof EVENT_MEANINGS)[number];

const timeZone = z.string().refine(isTimeZone, "is not a time zone of the IANA database, such as Europe/Berlin");
const actionType = z.int().min(1).max(127);
const columnName = z.string().min(1).max(1000);
/** A column of a file, or names of which the first that a file has is meant. */
const fileColumn = z.union([columnName, z.array(columnName).min(1).max(32)]);

function columnsOf<Name extends string>(...names: Name[]) {
  const shape = Object.fromEntries(names.map((name) => [name, fileColumn.optional()]));
  return z.strictObject(shape as Record<Name, z.ZodOptional<typeof fileColumn>>);
}

/** A record drops `__proto__` without a word. */
const typeMap = z
  .unknown()
  .refine((types) => typeof types !== "object" || types === null || !Object.hasOwn(types, "__proto__"), "names __proto__")
  .pipe(z.record(z.string().max(1000), z.enum(EVENT_MEANINGS)));

/** How a text cell lists items, where it is not JSON: `N1-0 N2-1` has the separator " " and the label after "-". */
const itemList = z.strictObject({
  separator: z.string().min(1).max(8),
  label: z.string().min(1).max(8).nullable().default(null),
});

const columns = z.strictObject({
  impressions: columnsOf("dt", "ranking_id", "customer_id", "impressions", "item_id", "is_order", "slot")
    .extend({ list: itemList.optional() })
    .optional(),
  clicks: columnsOf("dt", "customer_id", "item_id", "click_time").optional(),
  add_to_carts: columnsOf("dt", "customer_id", "config_id", "simple_id", "occurred_at").optional(),
  previous_orders: columnsOf("order_date", "customer_id", "config_id", "simple_id", "occurred_at").optional(),
  events: columnsOf("dt", "customer_id", "item_id", "action_type", "occurred_at")
    .extend({ types: typeMap.optional() })
    .optional(),
});

/** What a reader is told instead of finding it out itself. Parquet and Arrow files say everything themselves. */
const reading = z.strictObject({
  format: z.enum(TEXT_FORMATS).optional(),
  encoding: z.enum(ENCODINGS).optional(),
  delimiter: z
    .string()
    .refine((text) => text.length === 1 && text > "\0" && text < "\x80", "must be one character of ASCII")
    .refine((text) => !/["'\r\n]/.test(text), "must be neither a quote nor a line end")
    .optional(),
  quote: z.enum(['"', "'", ""]).optional(),
  header: z.boolean().optional(),
});
const readingByRole = z.strictObject({
  impressions: reading.optional(),
  clicks: reading.optional(),
  add_to_carts: reading.optional(),
  previous_orders: reading.optional(),
  events: reading.optional(),
});

/** How far the limits of files can be raised. */
export const LARGEST_LIMITS = { recordBytes: 1 << 28, columns: 100_000, expansion: 100_000 } as const;

/** What a file may not exceed before it is taken for broken or hostile. */
const limits = z.strictObject({
  /** Bytes of one record of a text file. */
  recordBytes: z
    .int()
    .min(1 << 10)
    .max(LARGEST_LIMITS.recordBytes)
    .default(1 << 20),
  columns: z.int().min(1).max(LARGEST_LIMITS.columns).default(2000),
  /** Unpacked bytes for each packed one; deflate gives 1,032 at most. */
  expansion: z.int().min(1).max(LARGEST_LIMITS.expansion).default(250),
});

const configSchema = z.strictObject({
  version: z.literal(1).default(1),
  standardize: z
    .strictObject({
      timeZone: timeZone.default("UTC"),
      dateOrder: z.enum(["day_first", "month_first"]).nullable().default(null),
      epochUnit: z.enum(["s", "ms", "us", "ns"]).nullable().default(null),
      columns: columns.prefault({}),
      read: readingByRole.prefault({}),
      limits: limits.prefault({}),
    })
    .prefault({}),
  unify: z
    .strictObject({
      actionTypes: z
        .strictObject({
          click: actionType.default(1),
          add_to_cart: actionType.default(2),
          order: actionType.default(3),
        })
        .refine((types) => new Set(Object.values(types)).size === ACTIONS.length, "must give each action a number of its own")
        .prefault({}),
      duplicates: z.enum(["keep", "drop"]).default("keep"),
    })
    .prefault({}),
  filter: z
    .strictObject({
      cutoff: z.enum(["event_time", "partition_date", "both"]).default("event_time"),
      dayZone: timeZone.default("UTC"),
      lookbackDays: z.int().min(1).max(36_500).nullable().default(null),
    })
    .prefault({}),
  rank: z.strictObject({ maxActions: z.int().min(1).max(10_000).default(1000) }).prefault({}),
  pad: z
    .strictObject({
      side: z.enum(["right", "left"]).default("right"),
      order: z.enum(["newest_first", "oldest_first"]).default("newest_first"),
    })
    .prefault({}),
  output: z
    .strictObject({
      columns: z
        .array(z.enum(OUTPUT_COLUMNS))
        .min(1)
        .refine((names) => new Set(names).size === names.length, "names a column twice")
        .default(["impressions", "actions", "action_types"]),
      layout: z.enum(["exploded", "compact"]).default("exploded"),
      itemIds: z.enum(["raw", "vocabulary"]).default("raw"),
      itemIdType: z.enum(["int32", "int64", "auto"]).default("auto"),
      compression: z.enum(["zstd", "snappy", "none"]).default("zstd"),
      partitionBy: z.enum(["none", "dt"]).default("none"),
    })
    .prefault({}),
});

/** The whole recipe of a dataset: the form's state, the link, the command line's file and the output's metadata. */
export type Config = z.infer<typeof configSchema>;
export type OutputColumn = (typeof OUTPUT_COLUMNS)[number];

export type Reading = z.infer<typeof reading>;
export type Limits = z.infer<typeof limits>;

/** The config with every default in place. */
export const DEFAULT_CONFIG: Config = configSchema.parse({});

/**
 * Fills in the defaults of a config read from outside.
 * @throws LookbackError `bad-config` with the path of the first wrong value, such as `rank.maxActions`.
 */
export function parseConfig(value: unknown): Config {
  const result = configSchema.safeParse(value);
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  if (!issue) throw new LookbackError({ code: "bad-config", path: "", message: "is not valid" });
  const unknownKey = issue.code === "unrecognized_keys" ? issue.keys.slice(0, 1) : [];
  throw new LookbackError({
    code: "bad-config",
    path: [...issue.path, ...unknownKey].map(String).join("."),
    message: issue.code === "unrecognized_keys" ? "is not a key that is known" : issue.message,
  });
}

/** Some engines also take offsets such as +01:00; a config must mean the same in all. */
function isTimeZone(zone: string): boolean {
  if (/^[+-]/.test(zone)) return false;
  try {
    new Intl.DateTimeFormat("en", { timeZone: zone });
    return true;
  } catch {
    return false;
  }
}
