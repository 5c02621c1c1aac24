import type { Config, Role } from "../../config";
import { eventActionTypes, ignoredTypes } from "../../event-types";
import { namesOf } from "../../sources/recognise";
import { join, type Sql, sql } from "../../sql";
import type { Input } from "./reading";

const ACTION_COLUMNS = {
  clicks: { item: sql`item_id`, time: sql`click_time`, day: sql`dt`, type: sql`'click'` },
  add_to_carts: { item: sql`config_id`, time: sql`occurred_at`, day: sql`dt`, type: sql`'add_to_cart'` },
  previous_orders: { item: sql`config_id`, time: sql`occurred_at`, day: sql`order_date`, type: sql`'order'` },
  events: { item: sql`item_id`, time: sql`occurred_at`, day: sql`dt`, type: sql`text_of(action_type)` },
} as const satisfies Record<Exclude<Role, "impressions">, object>;

/** Items shown, one a row, and whole rows of impressions that cannot be used. Flat inputs have a carousel for each key. */
export function carousels(inputs: readonly Input[], config: Config): Sql[] {
  const cells = inputs.flatMap((input, place) => (input.role === "impressions" ? [cellsOf(input, place, config)] : []));
  const isRaw = config.output.itemIds === "raw";
  return [
    ...cellMacros(config),
    sql`CREATE OR REPLACE TABLE shown_rows AS
  SELECT *, row_number() OVER (ORDER BY input, row) AS impression, coalesce(day_of(dt), CASE WHEN text_of(dt) IS NULL THEN day_of_path(file) END) AS day
  FROM (${join(cells, " UNION ALL ")})`,
    // The entries of a list by hand: what is no list of objects makes its whole row unusable.
    sql`CREATE OR REPLACE TABLE shown_items AS
  SELECT impression, position, slot_text, item_text, label_text,
    integer_of(item_text) AS item_integer, label_of(label_text) AS is_order, TRY_CAST(integer_of(slot_text) AS INTEGER) AS slot,
    CASE
      WHEN item_text IS NULL THEN 'missing-item-id'
      WHEN is_structured(item_text) THEN 'bad-item-id'
      WHEN is_order IS NULL AND label_text IS NOT NULL OR slot IS NULL AND slot_text IS NOT NULL THEN 'malformed-row'
      ${isRaw ? sql`WHEN item_integer = 0 THEN 'item-id-is-padding'` : sql``}
    END AS reason
  FROM (
    SELECT impression, unnest(range(len(items)))::INTEGER AS position, unnest(items, recursive := true)
    FROM shown_rows WHERE items IS NOT NULL)`,
    sql`CREATE OR REPLACE TABLE impressions_read AS
  SELECT shown_rows.*, integer_of(customer_id) AS customer_integer, text_of(customer_id) AS customer_text,
    CASE
      WHEN text_of(customer_id) IS NULL THEN 'missing-customer-id'
      WHEN day IS NULL THEN 'bad-date'
      WHEN items IS NULL THEN 'malformed-row'
      ELSE first_reason
    END AS reason
  FROM shown_rows LEFT JOIN (
    SELECT impression, arg_min(reason, position) AS first_reason FROM shown_items WHERE reason IS NOT NULL GROUP BY impression) USING (impression)`,
  ];
}

/** Rows of impressions with a list of items as texts; NULL where the cell cannot be read. */
function cellsOf({ variable, positions }: Input, place: number, config: Config): Sql {
  const flat = positions.impressions === undefined;
  const { list } = config.standardize.columns.impressions ?? {};
  const nested = list
    ? sql`CASE WHEN left(text_of(impressions), 1) = '[' THEN json_items(impressions) ELSE listed_items(impressions) END`
    : sql`json_items(impressions)`;
  return sql`
    SELECT ${place} AS input, file, row, dt, nullif(ranking_id, '') AS ranking_id, customer_id, text, ${flat} AS is_flat,
      ${flat ? sql`[{item_text: text_of(item_id), label_text: text_of(is_order), slot_text: text_of(slot)}]` : nested} AS items
    FROM ${variable}`;
}

/** How a cell lists items: as JSON, whose entries are objects or ids, or as text of the config's style. */
function cellMacros(config: Config): Sql[] {
  const { list } = config.standardize.columns.impressions ?? {};
  const field = (canonical: string) => {
    const cases = namesOf("impressions", canonical, config).map((name) => {
      const pointer = `/${name.replaceAll("~", "~0").replaceAll("/", "~1")}`;
      return sql`WHEN json_exists(entry, ${pointer}) THEN json_extract(entry, ${pointer})`;
    });
    return sql`CASE ${join(cases, " ")} END`;
  };
  return [
    sql`CREATE OR REPLACE MACRO json_text(value) AS text_of(json_extract_string(value, '$'))`,
    // A boolean is no id, just as a list is none.
    sql`CREATE OR REPLACE MACRO json_id(value) AS CASE WHEN json_type(value) = 'BOOLEAN' THEN '[]' ELSE json_text(value) END`,
    sql`CREATE OR REPLACE MACRO json_item(entry) AS CASE WHEN json_type(entry) = 'OBJECT'
    THEN {item_text: json_id(${field("item_id")}), label_text: json_text(${field("is_order")}), slot_text: NULL::VARCHAR}
    ELSE {item_text: json_id(entry), label_text: NULL::VARCHAR, slot_text: NULL::VARCHAR} END`,
    sql`CREATE OR REPLACE MACRO json_items(cell) AS list_transform([coalesce(text_of(cell), '[]')], lambda list: CASE
    WHEN NOT json_valid(list) THEN NULL
    WHEN json_type(list) = 'NULL' THEN []
    WHEN json_type(list) = 'ARRAY' AND NOT list_contains(list_transform(json_extract(list, '$[*]'), lambda entry: json_type(entry)), 'ARRAY')
    THEN list_transform(json_extract(list, '$[*]'), lambda entry: json_item(entry)) END)[1]`,
    ...(list ? [listedItems(list)] : []),
  ];
}

function listedItems({ separator, label }: { separator: string; label: string | null }): Sql {
  const entries =
    separator.trim() === ""
      ? sql`regexp_split_to_array(text_of(cell), '[ \t\r\n]+')`
      : sql`string_split(text_of(cell), ${separator})`;
  const pattern = `(?s)^(.*)${(label ?? "").replace(/[^0-9A-Za-z]/g, "\\$&")}(.*)$`;
  const has = sql`regexp_matches(entry, ${pattern})`;
  const labelled = sql`{item_text: text_of(CASE WHEN ${has} THEN regexp_extract(entry, ${pattern}, 1) ELSE entry END),
    label_text: CASE WHEN ${has} THEN trim(regexp_extract(entry, ${pattern}, 2)) END, slot_text: NULL::VARCHAR}`;
  const item = label === null ? sql`{item_text: text_of(entry), label_text: NULL::VARCHAR, slot_text: NULL::VARCHAR}` : labelled;
  // An entry with an empty label makes its whole row unusable.
  return sql`CREATE OR REPLACE MACRO listed_items(cell) AS CASE WHEN text_of(cell) IS NULL THEN [] ELSE
    list_transform([list_transform(${entries}, lambda entry: ${item})], lambda items:
    CASE WHEN list_contains(list_transform(items, lambda item: item.label_text), '') THEN NULL ELSE items END)[1] END`;
}

/** Actions of all inputs as texts, and then as values with a reason where they cannot be used. */
export function actions(inputs: readonly Input[], config: Config): Sql[] {
  const isRaw = config.output.itemIds === "raw";
  return [
    actionTexts(inputs, config),
    sql`CREATE OR REPLACE TABLE actions_read AS
  SELECT *, integer_of(customer_text) AS customer_integer, integer_of(item_text) AS item_integer,
    CASE
      WHEN customer_text IS NULL THEN 'missing-customer-id'
      WHEN item_text IS NULL THEN 'missing-item-id'
      WHEN is_structured(item_text) THEN 'bad-item-id'
      WHEN time_text IS NULL AND (role <> 'previous_orders' OR day_text IS NULL) THEN 'missing-time'
      WHEN local_time IS NULL AND time_text IS NOT NULL THEN 'bad-time'
      WHEN own_day IS NULL AND day_text IS NOT NULL THEN 'bad-date'
      WHEN action_type IS NULL THEN 'unknown-action-type'
      ${isRaw ? sql`WHEN integer_of(item_text) = 0 THEN 'item-id-is-padding'` : sql``}
    END AS reason
  FROM (
    SELECT role, file, text, text_of(customer) AS customer_text, text_of(item) AS item_text, text_of(time) AS time_text, text_of(day) AS day_text,
      local_time_of(time) AS local_time, clock_of(time) AS clock, day_of(day) AS own_day,
      CASE type ${join(
        eventActionTypes(config).map(([name, code]) => sql`WHEN ${name} THEN ${code}`),
        " ",
      )} END::UTINYINT AS action_type
    FROM action_texts)`,
  ];
}

function actionTexts(inputs: readonly Input[], config: Config): Sql {
  const ignored = ignoredTypes(config);
  const notIgnored = sql` WHERE coalesce(text_of(action_type) NOT IN (${ignored.map((type) => sql`${type}`)}), true)`;
  const parts = inputs.flatMap(({ role, variable }) => {
    if (role === "impressions") return [];
    const { item, time, day, type } = ACTION_COLUMNS[role];
    return [
      sql`
    SELECT ${role} AS role, file, text, customer_id AS customer, ${item} AS item, ${time} AS time, ${day} AS day, ${type} AS type FROM ${variable}${role === "events" && ignored.length > 0 ? notIgnored : sql``}`,
    ];
  });
  const none = sql`
    SELECT NULL::VARCHAR AS role, NULL::VARCHAR AS file, NULL::VARCHAR AS text, NULL::VARCHAR AS customer, NULL::VARCHAR AS item, NULL::VARCHAR AS time, NULL::VARCHAR AS day, NULL::VARCHAR AS type WHERE false`;
  return sql`CREATE OR REPLACE VIEW action_texts AS ${join(parts.length === 0 ? [none] : parts, "\n    UNION ALL")}`;
}

/** Rows that were not even split into fields are in a table of DuckDB's own. */
export function rejected(inputs: readonly Input[]): Sql[] {
  const hasCsv = inputs.some(({ source }) => source.format === "csv");
  const unsplit = sql`
    UNION ALL SELECT NULL, file_path, 'malformed-row', csv_line FROM reject_errors JOIN reject_scans USING (scan_id, file_id)`;
  return [
    sql`COPY (
    SELECT 'impressions' AS role, file, reason, text FROM impressions_read WHERE reason IS NOT NULL
    UNION ALL SELECT role, file, reason, text FROM actions_read WHERE reason IS NOT NULL${hasCsv ? unsplit : sql``}
  ) TO (getvariable('rejected')) (FORMAT csv, HEADER)`,
  ];
}
