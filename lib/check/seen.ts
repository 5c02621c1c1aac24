import type { Config } from "../config";
import type { IdKinds } from "../pipeline/values";
import { dayOfInstant } from "../pipeline/zones";
import { type Sql, sql } from "../sql";

/**
 * The table `seen`: the actions of the sample by layout. `c` is the number of a customer with impressions; of the others
 * `stranger` is the id.
 */
export function createSeen(idKinds: IdKinds): Sql {
  return sql`CREATE OR REPLACE TABLE seen(layout INTEGER, c INTEGER, stranger VARCHAR,
    item ${idKinds.item === "integer" ? sql`BIGINT` : sql`VARCHAR`}, occurred_at BIGINT, partition_day INTEGER)`;
}

/** The table `customers`: those of the table `shown`, numbered. */
export function numberCustomers(): Sql {
  return sql`CREATE OR REPLACE TABLE customers AS
    SELECT customer, (row_number() OVER () - 1)::INTEGER AS c FROM (SELECT DISTINCT customer FROM shown)`;
}

/** Adds the staged actions of a layout. */
export function addStaged(layout: number): Sql {
  return sql`INSERT INTO seen SELECT ${layout}, c, CASE WHEN c IS NULL THEN customer::VARCHAR END, item, occurred_at, partition_day
    FROM staged LEFT JOIN customers USING (customer)`;
}

/** How many of the staged actions are of customers with impressions. */
export function countStaged(): Sql {
  return sql`SELECT count(*)::DOUBLE AS known FROM staged JOIN customers USING (customer)`;
}

/** One row for the actions of a layout. All counts are DOUBLE. */
export function summarizeLayout(layout: number, { filter }: Config): Sql {
  return sql`
    SELECT min(day) AS first_day, max(day) AS last_day,
      (count(*) FILTER (WHERE partition_day <> day))::DOUBLE AS mismatches,
      (count(DISTINCT c) + count(DISTINCT stranger))::DOUBLE AS customers, count(DISTINCT c)::DOUBLE AS customers_shown,
      count(c)::DOUBLE AS known,
      count(DISTINCT item)::DOUBLE AS items,
      (count(DISTINCT item) FILTER (WHERE item IN (SELECT item FROM shown)))::DOUBLE AS items_shown
    FROM (SELECT *, ${dayOfInstant(sql`occurred_at`, filter.dayZone)} AS day FROM seen WHERE layout = ${layout})`;
}

/** One row for all impressions. The range of item ids is over impressions and actions, and NULL where they are text. */
export function summarizeShown(idKinds: IdKinds): Sql {
  const item = idKinds.item === "integer" ? sql`item` : sql`NULL`;
  return sql`
    SELECT min(day) AS first_day, max(day) AS last_day, count(*)::DOUBLE AS rows_shown, count(DISTINCT customer)::DOUBLE AS customers,
      count(DISTINCT item)::DOUBLE AS items,
      (SELECT min(${item})::VARCHAR FROM (SELECT item FROM shown UNION ALL SELECT item FROM seen)) AS least,
      (SELECT max(${item})::VARCHAR FROM (SELECT item FROM shown UNION ALL SELECT item FROM seen)) AS greatest
    FROM shown`;
}

/** Histories (a customer and a day), and those for which no action counts, by days alone. */
export function countHistories({ filter }: Config): Sql {
  const day = dayOfInstant(sql`occurred_at`, filter.dayZone);
  const partition = sql`coalesce(partition_day, ${day})`;
  const countsAfter = { event_time: day, partition_date: partition, both: sql`greatest(${day}, ${partition})` }[filter.cutoff];
  const tooOld = filter.lookbackDays === null ? sql`FALSE` : sql`newest.day < heads.day - ${filter.lookbackDays}`;
  return sql`
    SELECT count(*)::DOUBLE AS histories, (count(*) FILTER (WHERE newest.day IS NULL OR ${tooOld}))::DOUBLE AS empty
    FROM (SELECT DISTINCT c, day FROM shown JOIN customers USING (customer)) AS heads
    ASOF LEFT JOIN (SELECT c, ${countsAfter} AS day FROM seen WHERE c IS NOT NULL) AS newest
      ON heads.c = newest.c AND heads.day > newest.day`;
}
