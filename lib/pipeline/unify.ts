import { ACTIONS, type Config } from "../config";
import { NO_DAY } from "../no-day";
import { id, type Sql, sql } from "../sql";
import type { IdKind, IdKinds } from "./values";
import { dayOfInstant } from "./zones";

const idType = (kind: IdKind): Sql => (kind === "integer" ? sql`BIGINT` : sql`VARCHAR`);

/** The table of the actions of customers without impressions. It is filled only where duplicates are dropped, because they are counted. */
export function createStrangers(idKinds: IdKinds): Sql {
  const customer = idType(idKinds.customer);
  const item = idType(idKinds.item);
  return sql`CREATE OR REPLACE TABLE strangers(customer ${customer}, item ${item}, action_type UTINYINT, occurred_at BIGINT, partition_day INTEGER)`;
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
