import type { Config, OutputColumn } from "../../config";
import { itemIdType } from "../../pipeline/pad";
import { id, join, type Sql, sql } from "../../sql";

/** Ids in use, numbers for them, and the items shown in the order of the dataset. */
export function rows({ unify, filter, output }: Config): Sql[] {
  const countsAfter = {
    event_time: sql`day`,
    partition_date: sql`coalesce(partition_day, day)`,
    both: sql`greatest(coalesce(partition_day, day), day)`,
  }[filter.cutoff];
  const once = unify.duplicates === "drop";
  const carousel = sql`day, c, ranking_id NULLS FIRST`;
  return [
    sql`SET VARIABLE customers_are_text = (
  SELECT coalesce(bool_or(customer_text IS NOT NULL AND customer_integer IS NULL), false)
  FROM (SELECT customer_text, customer_integer FROM impressions_read UNION ALL SELECT customer_text, customer_integer FROM actions_read))`,
    sql`SET VARIABLE items_are_text = (
  SELECT coalesce(bool_or(item_text IS NOT NULL AND item_integer IS NULL AND NOT is_structured(item_text)), false)
  FROM (SELECT item_text, item_integer FROM shown_items UNION ALL SELECT item_text, item_integer FROM actions_read))`,
    ...(output.itemIds === "raw"
      ? [
          sql`SELECT CASE WHEN getvariable('items_are_text') THEN error('Item ids are text, so they need numbers: set output.itemIds to vocabulary.') END`,
        ]
      : []),
    sql`CREATE OR REPLACE MACRO customer_id_of(text, number) AS CASE WHEN getvariable('customers_are_text') THEN text ELSE number::VARCHAR END`,
    sql`CREATE OR REPLACE MACRO item_id_of(text, number) AS CASE WHEN getvariable('items_are_text') THEN text ELSE number::VARCHAR END`,
    // Ids stay as text until they are written; integers order by their value.
    sql`CREATE OR REPLACE TABLE shown AS
  SELECT CASE WHEN is_flat THEN -1 ELSE impression END AS impression, day, ranking_id,
    customer_id_of(customer_text, customer_integer) AS customer, item_id_of(item_text, item_integer) AS item, is_order,
    CASE WHEN is_flat THEN coalesce(slot, row_number() OVER (PARTITION BY is_flat, day, customer, ranking_id ORDER BY impression) - 1) ELSE position END AS slot
  FROM impressions_read JOIN (SELECT * EXCLUDE (reason) FROM shown_items) USING (impression) WHERE reason IS NULL`,
    sql`CREATE OR REPLACE TABLE usable AS
  SELECT customer_id_of(customer_text, customer_integer) AS customer, item_id_of(item_text, item_integer) AS item, action_type,
    instant_of(coalesce(local_time, own_day::BIGINT * 86400000000), CASE WHEN local_time IS NULL THEN 2 ELSE clock END) AS occurred_at,
    coalesce(own_day, day_of_path(file)) AS partition_day
  FROM actions_read WHERE reason IS NULL`,
    sql`CREATE OR REPLACE TABLE customers AS
  SELECT customer, row_number() OVER (ORDER BY CASE WHEN NOT getvariable('customers_are_text') THEN customer::BIGINT END, customer)::INTEGER AS c
  FROM (SELECT DISTINCT customer FROM shown)`,
    output.itemIds === "vocabulary" ? vocabulary() : rawItems(itemTypeOf(output)),
    sql`CREATE OR REPLACE TABLE ranked AS
  SELECT c, i, action_type, occurred_at, day, ${countsAfter} AS counts_after,
    row_number() OVER (PARTITION BY c ORDER BY occurred_at DESC, action_type DESC, i DESC)::INTEGER AS rank
  FROM (
    SELECT c, i, action_type, occurred_at, ${once ? sql`min(partition_day) AS partition_day` : sql`partition_day`}, ${filter.dayZone === "UTC" ? sql`calendar_day` : sql`last_day_begun`}(occurred_at) AS day
    FROM usable JOIN customers USING (customer) JOIN items USING (item)${once ? sql` GROUP BY c, i, action_type, occurred_at` : sql``})`,
    sql`CREATE OR REPLACE TABLE shown_numbers AS
  SELECT impression, day, c, ranking_id, slot, i, is_order, CASE is_order WHEN FALSE THEN 0 WHEN TRUE THEN 1 ELSE 2 END AS label
  FROM shown JOIN customers USING (customer) JOIN items USING (item)`,
    sql`CREATE OR REPLACE TABLE shown_in_order AS
  SELECT shown_numbers.*, carousel FROM shown_numbers JOIN (
    SELECT impression, day, c, ranking_id, row_number() OVER (PARTITION BY day, c, ranking_id ORDER BY items DESC, slots, labels) AS carousel
    FROM (
      SELECT impression, day, c, ranking_id, ${inSlots(sql`i`)} AS items, ${inSlots(sql`slot`)} AS slots, ${inSlots(sql`label`)} AS labels
      FROM shown_numbers GROUP BY ALL)) AS carousels
  ON shown_numbers.impression = carousels.impression AND shown_numbers.day = carousels.day AND shown_numbers.c = carousels.c
    AND shown_numbers.ranking_id IS NOT DISTINCT FROM carousels.ranking_id
  ORDER BY ${carousel}, ${output.layout === "exploded" ? sql`slot, carousel` : sql`carousel, slot`}, i DESC, label`,
  ];
}

function vocabulary(): Sql {
  return sql`CREATE OR REPLACE TABLE items AS
  SELECT item, row_number() OVER (ORDER BY CASE WHEN NOT getvariable('items_are_text') THEN item::BIGINT END, item)::INTEGER AS i
  FROM (SELECT item FROM shown UNION SELECT item FROM usable)`;
}

/** Raw ids are their own numbers. One that does not fit is an error here. */
function rawItems(type: Sql): Sql {
  return sql`CREATE OR REPLACE TABLE items AS
  SELECT item, item::${type} AS i FROM (SELECT item FROM shown UNION SELECT item FROM usable)`;
}

function itemTypeOf(output: Config["output"]): Sql {
  return itemIdType(output) === "int64" ? sql`BIGINT` : sql`INTEGER`;
}

function inSlots(value: Sql): Sql {
  return sql`list(${value} ORDER BY slot, i DESC, label)`;
}

/** `histories`: the newest actions of each customer and day as a list, newest first. */
export function histories({ filter, rank }: Config): Sql[] {
  const { lookbackDays } = filter;
  const { maxActions } = rank;
  const sorted = sql`CREATE OR REPLACE TABLE customer_actions AS
  SELECT c, list({i: i, action_type: action_type, occurred_at: occurred_at, day: day, counts_after: counts_after} ORDER BY rank) AS actions
  FROM ranked GROUP BY c`;
  const cutoffs = sql`(SELECT DISTINCT c, day AS dt FROM shown_numbers) AS cutoffs`;
  if (filter.cutoff !== "event_time") {
    const recent = lookbackDays === null ? sql`` : sql` AND action.day >= dt - ${lookbackDays}`;
    return [
      sorted,
      sql`CREATE OR REPLACE TABLE histories AS
  SELECT c, dt, coalesce(list_filter(actions, lambda action: action.counts_after < dt${recent})[1 : ${maxActions}], []) AS history
  FROM ${cutoffs} LEFT JOIN customer_actions USING (c)`,
    ];
  }
  const end = lookbackDays === null ? sql`len(actions)` : sql`coalesce(too_old.rank - 1, len(actions))`;
  const tooOld = sql`
  ASOF LEFT JOIN days AS too_old ON cutoffs.c = too_old.c AND cutoffs.dt - ${lookbackDays ?? 0} > too_old.day`;
  return [
    sorted,
    sql`CREATE OR REPLACE TABLE days AS SELECT c, day, min(rank) AS rank FROM ranked GROUP BY c, day`,
    sql`CREATE OR REPLACE TABLE histories AS
  SELECT cutoffs.c, dt, coalesce(actions[newest.rank : least(newest.rank + ${maxActions - 1}, ${end})], []) AS history
  FROM ${cutoffs}
  ASOF LEFT JOIN days AS newest ON cutoffs.c = newest.c AND cutoffs.dt > newest.day${lookbackDays === null ? sql`` : tooOld}
  LEFT JOIN customer_actions ON cutoffs.c = customer_actions.c`,
  ];
}

/** Pads and writes. */
export function datasetFiles(config: Config): Sql[] {
  const { output } = config;
  const isVocabulary = output.itemIds === "vocabulary";
  const codec = { zstd: sql`zstd`, snappy: sql`snappy`, none: sql`uncompressed` }[output.compression];
  const names = output.partitionBy === "dt" ? [...output.columns.filter((name) => name !== "dt"), "dt" as const] : output.columns;
  const shown = output.layout === "exploded" ? explodedRows() : compactRows();
  const oriented = config.pad.order === "oldest_first" ? sql`list_reverse(history)` : sql`history`;
  const options = output.partitionBy === "dt" ? sql`, PARTITION_BY (dt)` : sql``;
  return [
    ...(isVocabulary
      ? [
          sql`COPY (SELECT i AS id, ${dynamicId("item", "items_are_text")} FROM (SELECT i, TRY_CAST(item AS BIGINT) AS integer_id, item AS text_id FROM items) ORDER BY id)
  TO (getvariable('vocabulary')) (FORMAT parquet, COMPRESSION ${codec})`,
        ]
      : []),
    sql`COPY (
  SELECT ${join(
    names.map((name) => column(name, config, oriented)),
    ",\n    ",
  )}
  FROM (
    SELECT *, TRY_CAST(customer AS BIGINT) AS integer_id, customer AS text_id
    FROM (${shown}) JOIN histories USING (c, dt) JOIN customers USING (c)
    ORDER BY place)
) TO (getvariable('dataset')) (FORMAT parquet, COMPRESSION ${codec}${options})`,
  ];
}

function explodedRows(): Sql {
  return sql`SELECT row_number() OVER () AS place, day AS dt, c, ranking_id, i AS shown_items, slot AS shown_slots, is_order AS shown_labels FROM shown_in_order`;
}

function compactRows(): Sql {
  return sql`
      SELECT min(place) AS place, day AS dt, c, ranking_id, list(i ORDER BY place) AS shown_items, list(slot ORDER BY place) AS shown_slots,
        list(is_order ORDER BY place) AS shown_labels
      FROM (SELECT row_number() OVER () AS place, * FROM shown_in_order) GROUP BY day, c, ranking_id, carousel, impression`;
}

/** A column whose type is known only when the ids were read. */
function dynamicId(name: string, isText: string): Sql {
  return sql`COLUMNS(lambda name: name = CASE WHEN getvariable(${isText}) THEN 'text_id' ELSE 'integer_id' END) AS ${id(`${name}_id`)}`;
}

function column(name: OutputColumn, { output, pad, rank }: Config, oriented: Sql): Sql {
  const isCompact = output.layout === "compact";
  const item = itemTypeOf(output);
  const padded = (value: Sql, type: Sql) => {
    const values = sql`list_transform(${oriented}, lambda action: ${value}::${type})`;
    const zeros = sql`repeat([0::${type}], ${rank.maxActions} - len(history)::INTEGER)`;
    return pad.side === "right" ? sql`list_concat(${values}, ${zeros})` : sql`list_concat(${zeros}, ${values})`;
  };
  switch (name) {
    case "impressions":
      return isCompact ? sql`shown_items::${item}[] AS impressions` : sql`shown_items::${item} AS impressions`;
    case "actions":
      return sql`${padded(sql`action.i`, item)} AS actions`;
    case "action_types":
      return sql`${padded(sql`action.action_type`, sql`TINYINT`)} AS action_types`;
    case "dt":
      return sql`DATE '1970-01-01' + dt AS dt`;
    case "customer_id":
      return dynamicId("customer", "customers_are_text");
    case "ranking_id":
      return sql`ranking_id`;
    case "slot":
      return isCompact ? sql`shown_slots::INTEGER[] AS slot` : sql`shown_slots::INTEGER AS slot`;
    case "is_order":
      return sql`shown_labels AS is_order`;
    case "history_length":
      return sql`len(history)::INTEGER AS history_length`;
    case "newest_action_at":
      return sql`make_timestamp(history[1].occurred_at)::TIMESTAMPTZ AS newest_action_at`;
    case "oldest_action_at":
      return sql`make_timestamp(history[-1].occurred_at)::TIMESTAMPTZ AS oldest_action_at`;
    default:
      return name satisfies never;
  }
}
