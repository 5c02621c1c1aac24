import type { Config } from "../config";
import type { Engine } from "../engine/engine";
import { type Sql, sql } from "../sql";
import { column } from "./columns";
import type { HistoryKeys, Windows } from "./filter";
import { toIpc } from "./ipc";
import type { RankedActions } from "./rank";
import { startOfDay } from "./zones";

/**
 * What the contract allows in each history, worked out from the standardized actions and the instants of the cutoffs alone:
 * how many actions, and the sum of their fingerprints. History h of the output must match entry h.
 */
export interface Allowed {
  lengths: Uint32Array;
  fingerprints: Float64Array;
}

/** Which of an action's two columns are in the output, and so in its fingerprint. */
export interface Audited {
  items: boolean;
  types: boolean;
}

const NO_LIMIT = -(2n ** 63n);

/**
 * Recomputes the leakage rule by another path than the one that builds. No sort and no window: each action is held against
 * the instants of its customer's cutoffs. Of a truncated history the builder names the oldest action that it kept, and that
 * is checked as well: exactly `maxActions` actions that count are at least as new, so these are the newest.
 */
export async function allowedHistories(
  engine: Engine,
  keys: HistoryKeys,
  ranked: RankedActions,
  windows: Windows,
  config: Config,
  audited: Audited,
): Promise<Allowed> {
  const count = keys.days.length;
  await engine.run(sql`DROP TABLE IF EXISTS audit_keys`);
  await engine.addArrow("audit_keys", toIpc(auditKeys(keys, ranked, windows, config)));
  const allowed: Allowed = { lengths: new Uint32Array(count), fingerprints: new Float64Array(count) };
  for (const batch of (await engine.query(allowedOf(config, audited))).batches) {
    const length = column(batch, "length", Int32Array);
    const fingerprint = column(batch, "fingerprint", Float64Array);
    column(batch, "h", Int32Array).forEach((h, index) => {
      allowed.lengths[h] = length[index] ?? 0;
      allowed.fingerprints[h] = fingerprint[index] ?? 0;
    });
  }
  // Were the oldest action that the builder named too new, fewer would be as new as it; a truncated history is full.
  windows.truncated.forEach((truncated, h) => {
    if (truncated === 1) allowed.lengths[h] = config.rank.maxActions;
  });
  return allowed;
}

function auditKeys(keys: HistoryKeys, ranked: RankedActions, windows: Windows, config: Config) {
  const { dayZone, lookbackDays } = config.filter;
  const instants = new Map<number, bigint>();
  const startOf = (day: number): bigint => {
    const known = instants.get(day) ?? startOfDay(day, dayZone);
    instants.set(day, known);
    return known;
  };
  const positions = Int32Array.from(keys.days, (_, h) => (windows.truncated[h] ? (windows.oldest[h] ?? -1) : -1));
  return {
    h: Int32Array.from(keys.days, (_, h) => h),
    c: keys.customers,
    dt: keys.days,
    cutoff: BigInt64Array.from(keys.days, (day) => startOf(day)),
    since: BigInt64Array.from(keys.days, (day) => (lookbackDays === null ? NO_LIMIT : startOf(day - lookbackDays))),
    oldest_at: BigInt64Array.from(positions, (at) => (at < 0 ? NO_LIMIT : (ranked.occurredAt[at] ?? NO_LIMIT))),
    oldest_type: positions.map((at) => (at < 0 ? -1 : (ranked.types[at] ?? -1))),
    oldest_item: positions.map((at) => (at < 0 ? -1 : (ranked.items[at] ?? -1))),
  };
}

function allowedOf(config: Config, audited: Audited): Sql {
  const item = config.output.itemIds === "raw" ? sql`item` : sql`i::BIGINT`;
  return sql`
    SELECT h, least(newer + same, ${config.rank.maxActions})::INTEGER AS length,
      (newer_sum + (same_sum // greatest(same, 1)) * greatest(least(same, ${config.rank.maxActions} - newer), 0))::DOUBLE AS fingerprint
    FROM (
      SELECT h, count(*) FILTER (WHERE side = 0) AS newer, count(*) FILTER (WHERE side = 1) AS same,
        coalesce(sum(fingerprint) FILTER (WHERE side = 0), 0)::BIGINT AS newer_sum,
        coalesce(sum(fingerprint) FILTER (WHERE side = 1), 0)::BIGINT AS same_sum
      FROM (
        SELECT h, fingerprint, CASE
          WHEN occurred_at <> oldest_at THEN CASE WHEN occurred_at > oldest_at THEN 0 ELSE 2 END
          WHEN action_type <> oldest_type THEN CASE WHEN action_type > oldest_type THEN 0 ELSE 2 END
          WHEN i <> oldest_item THEN CASE WHEN i > oldest_item THEN 0 ELSE 2 END ELSE 1 END AS side
        FROM (SELECT c, occurred_at, partition_day, action_type, i, ${fingerprintOf(item, audited)} AS fingerprint FROM actions JOIN items USING (item))
        JOIN audit_keys USING (c)
        WHERE occurred_at >= since AND ${RULES[config.filter.cutoff]})
      WHERE side < 2 GROUP BY h)`;
}

/** The contract's words on each rule. */
const RULES: Record<Config["filter"]["cutoff"], Sql> = {
  event_time: sql`occurred_at < cutoff`,
  partition_date: sql`CASE WHEN partition_day IS NULL THEN occurred_at < cutoff ELSE partition_day < dt END`,
  both: sql`occurred_at < cutoff AND (partition_day IS NULL OR partition_day < dt)`,
};

const [A, B, C, D] = [0x1e3779b1, 0x05ebca6b, 0x42b2ae35, 0x27d4eb2f] as const;
const MASK = 0xffff_ffff;

/** {@link fingerprint} in SQL, on BIGINTs that stay below 2^63. */
function fingerprintOf(item: Sql, audited: Audited): Sql {
  const low = audited.items ? sql`((${item} & ${MASK}) * ${A}) & ${MASK}` : sql`0`;
  const high = audited.items ? sql`(((${item} >> 32) & ${MASK}) * ${B}) & ${MASK}` : sql`0`;
  const type = audited.types ? sql`(action_type::BIGINT * ${C}) & ${MASK}` : sql`0`;
  const mixed = sql`xor(xor((${low})::BIGINT, (${high})::BIGINT), (${type})::BIGINT)`;
  return sql`((xor(${mixed}, ${mixed} >> 15) * ${D}) & ${MASK})`;
}

/** What an item id, as two halves of 32 bits, adds to the fingerprint of an action. */
export function itemPart(low: number, high: number): number {
  return Math.imul(low, A) ^ Math.imul(high, B);
}

/** What an action type adds. */
export function typePart(type: number): number {
  return Math.imul(type, C);
}

/** A number in 0 … 2^32 − 1 that stands for an action. */
export function fingerprint(item: number, type: number): number {
  const mixed = (item ^ type) >>> 0;
  return Math.imul(mixed ^ (mixed >>> 15), D) >>> 0;
}
