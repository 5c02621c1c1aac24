import { ACTIONS, type Config } from "../config";
import { NO_DAY } from "../no-day";
import { id, join, type Sql, sql } from "../sql";
import type { IdKind, IdKinds } from "./values";
import { dayOfInstant } from "./zones";

const idType = (kind: IdKind): Sql => (kind === "integer" ? sql`BIGINT` : sql`VARCHAR`);

/**
 * The tables that the scan fills.
 *
 * `shown` has a row an item shown: `impression` names its carousel (NULL in flat files, until {@link groupFlatRows}), `place`
 * orders flat rows. `strangers` has the actions of customers without impressions, only while duplicates are to be dropped,
 * because they are counted.
 */
export function createTables(idKinds: IdKinds): Sql {
  const customer = idType(idKinds.customer);
  const item = idType(idKinds.item);
  return sql`
    CREATE OR REPLACE TABLE shown(impression BIGINT, place BIGINT, day INTEGER, customer ${customer}, ranking_id VARCHAR, slot INTEGER, item ${item}, is_order BOOLEAN);
    CREATE OR REPLACE TABLE strangers(customer ${customer}, item ${item}, action_type UTINYINT, occurred_at BIGINT, partition_day INTEGER)`;
}

/** What the pipeline counts of the staged actions of a chunk. All counts are DOUBLE, exact up to 2^53. */
export function summarizeActions(config: Config): Sql {
  const types = ACTIONS.map((action) => {
    const code = config.unify.actionTypes[action];
    return sql`(count(*) FILTER (WHERE action_type = ${code}))::DOUBLE AS ${typeCount(code)}`;
  });
  return sql`SELECT count(*)::DOUBLE AS kept, ${types}, ${mismatches(config)} AS mismatches FROM staged`;
}

/** Actions whose partition date is not the calendar day of their instant. */
function mismatches(config: Config): Sql {
  const day = dayOfInstant(sql`occurred_at`, config.filter.dayZone);
  return sql`(count(*) FILTER (WHERE partition_day <> ${day}))::DOUBLE`;
}

const typeCount = (code: number): Sql => id(`type_${code}`);

/** Keeps the staged actions of customers without impressions. */
export function keepStrangers(): Sql {
  return sql`INSERT INTO strangers SELECT customer, item, action_type, occurred_at, partition_day
    FROM staged ANTI JOIN customers USING (customer)`;
}

/**
 * Of the strangers' actions, each kind of repeat once with its earliest partition date: how many there are, and how many have a
 * partition date of another day.
 */
export function countDistinctStrangers(config: Config): Sql {
  return sql`SELECT count(*)::DOUBLE AS kept, ${mismatches(config)} AS mismatches
    FROM (SELECT occurred_at, min(partition_day) AS partition_day FROM strangers GROUP BY customer, item, action_type, occurred_at)`;
}

/**
 * The items of the staged actions, each once, numbered from 0 in any order.
 * @param ofAll whether those of customers without impressions are wanted too
 */
export function stageItems(ofAll: boolean): Sql {
  const ofKnown = ofAll ? sql`` : sql`JOIN customers USING (customer)`;
  return sql`CREATE OR REPLACE TABLE chunk_items AS
    SELECT item, (row_number() OVER () - 1)::INTEGER AS i FROM (SELECT DISTINCT item FROM staged ${ofKnown})`;
}

/** The items of {@link stageItems} by number. */
export function chunkItems(): Sql {
  return sql`SELECT item FROM chunk_items ORDER BY i`;
}

/** The staged actions of customers with impressions, with items as {@link stageItems} numbers them. */
export function knownActions(): Sql {
  return sql`SELECT c, i, action_type, occurred_at, coalesce(partition_day, ${NO_DAY})::INTEGER AS partition_day
    FROM staged JOIN customers USING (customer) JOIN chunk_items USING (item)`;
}

/**
 * Gives flat rows their carousel, one for each day, customer and ranking, and a slot by position where they have none. Where a
 * carousel stands in several files, its parts are put in order by what they hold, so that the order of the files never matters.
 * @param starts how many rows come before each file of impressions, ascending
 */
export function groupFlatRows(starts: readonly number[]): Sql {
  const carousel = sql`day, customer, ranking_id`;
  return sql`
    CREATE OR REPLACE TABLE flat AS
      SELECT shown.* REPLACE (-dense_rank() OVER (ORDER BY ${carousel}) AS impression), file
      FROM shown ${withFile(starts)} WHERE impression IS NULL;
    CREATE OR REPLACE TABLE flat_parts AS
      SELECT impression, file, row_number() OVER (PARTITION BY impression ORDER BY items DESC, slots, labels) AS part
      FROM (
        SELECT impression, file, ${inPlace("item")} AS items, ${inPlace("slot")} AS slots, ${inPlace("is_order")} AS labels
        FROM flat SEMI JOIN (SELECT impression FROM flat GROUP BY impression HAVING min(file) < max(file)) USING (impression)
        GROUP BY impression, file);
    CREATE OR REPLACE TABLE shown AS
      SELECT * FROM shown WHERE impression IS NOT NULL
      UNION ALL
      SELECT impression, place, ${carousel},
        coalesce(slot, (row_number() OVER (PARTITION BY impression ORDER BY coalesce(part, 0), place) - 1)::INTEGER) AS slot, item, is_order
      FROM flat LEFT JOIN flat_parts USING (impression, file);
    DROP TABLE flat;
    DROP TABLE flat_parts`;
}

/** Joins the number of the file in which a row stands. */
function withFile(starts: readonly number[]): Sql {
  if (starts.length < 2) return sql`CROSS JOIN (SELECT 0 AS file)`;
  const files = starts.map((start, file) => sql`(${start}::BIGINT, ${file})`);
  return sql`ASOF JOIN (VALUES ${join(files)}) AS files(start, file) ON place > start`;
}

function inPlace(column: string): Sql {
  return sql`list(${id(column)} ORDER BY place)`;
}
