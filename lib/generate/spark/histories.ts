import type { Config } from "../../config";
import { lineIf, type Python, py } from "../python";

/** Usable rows to one history for each customer and day. */
export function histories(config: Config): (Python | null)[] {
  return [
    unifyActions(config),
    config.filter.cutoff === "event_time" ? rankByInstant() : rankByPartition(config),
    config.filter.cutoff === "event_time" || config.filter.dayZone === "UTC" ? null : lastDayBegun(),
    sliceHistories(config),
    config.filter.lookbackDays === null
      ? null
      : py`
def is_recent(action: Column, dt: Column) -> Column:
    return action["occurred_at"] >= start_of(F.date_sub(dt, LOOKBACK_DAYS))`,
  ];
}

function unifyActions({ unify }: Config): Python {
  return py`
def unify(actions: DataFrame, cutoffs: DataFrame) -> DataFrame:
    """Actions of customers with impressions${unify.duplicates === "drop" ? py`, each once with its earliest partition date` : py``}."""
${
  unify.duplicates === "drop"
    ? py`    seen = actions.join(cutoffs.select("customer_id").distinct(), "customer_id", "left_semi")
    same = ["customer_id", "item_id", "action_type", "occurred_at"]
    return seen.groupBy(*same).agg(F.min("partition_day").alias("partition_day"))`
    : py`    return actions.join(cutoffs.select("customer_id").distinct(), "customer_id", "left_semi")`
}`;
}

const TIMELINE = py`
    Actions and cutoffs are one timeline for each customer, newest first, sorted once. Between two cutoffs only the newest
    MAX_ACTIONS actions can be in any history, so the others go before lists are made: a customer with millions of actions
    holds no more than MAX_ACTIONS a day in memory. Impressions never meet actions row by row.
    """`;

/** With the cutoff by instant a history is a slice of the sorted actions, and the timeline knows where it begins. */
function rankByInstant(): Python {
  return py`
def rank(actions: DataFrame, cutoffs: DataFrame) -> DataFrame:
    """For each customer: its actions, newest first, and its cutoffs with the number of actions that are too new for each.
${TIMELINE}
    actions = actions.select(
        "customer_id",
        F.lit(None).cast("date").alias("dt"),
        F.col("occurred_at").alias("at"),
        F.struct("occurred_at", "action_type", "item_id").alias("action"),
    )
    cutoffs = cutoffs.select(
        "customer_id",
        "dt",
        start_of(F.col("dt")).alias("at"),
        F.lit(None).cast(actions.schema["action"].dataType).alias("action"),
    )
    # An action at the very instant of a cutoff is too new for it, so it stands before it.
    newest_first = Window.partitionBy("customer_id").orderBy(F.desc("at"), F.asc("dt"), F.desc("action"))
    newer = newest_first.rowsBetween(Window.unboundedPreceding, Window.currentRow)
    is_cutoff = F.col("dt").isNotNull()
    is_kept = ~is_cutoff & (F.col("place") - F.col("place_of_cutoff") <= MAX_ACTIONS)
    timeline = (
        actions.unionByName(cutoffs)
        .withColumn("place", F.count("action").over(newer))
        .withColumn("place_of_cutoff", F.max(F.when(is_cutoff, F.col("place"))).over(newer))
        .withColumn("kept", F.when(is_kept, F.col("action")))
        .withColumn("too_new", F.count("kept").over(newer).cast("int"))
    )
    return timeline.groupBy("customer_id").agg(
        F.sort_array(F.collect_list("kept"), asc=False).alias("actions"),
        F.collect_list(F.when(is_cutoff, F.struct("dt", "too_new"))).alias("cutoffs"),
    )`;
}

/** With partition dates a history has gaps: what came late counts later. */
function rankByPartition({ filter }: Config): Python {
  const dayBegun = filter.dayZone === "UTC" ? py`calendar_day` : py`last_day_begun`;
  const combine = filter.cutoff === "both" ? py`greatest` : py`coalesce`;
  const countsAfter = py`F.${combine}("partition_day", ${dayBegun}(F.col("occurred_at")))`;
  return py`
def rank(actions: DataFrame, cutoffs: DataFrame) -> DataFrame:
    """For each customer: its actions, newest first, with the day after which each counts, and its cutoffs.
${TIMELINE}
    counts_after = ${countsAfter}
    actions = actions.withColumn("counts_after", counts_after).select(
        "customer_id",
        "counts_after",
        F.lit(False).alias("is_cutoff"),
        F.struct("occurred_at", "action_type", "item_id", "counts_after").alias("action"),
    )
    cutoffs = cutoffs.select(
        "customer_id",
        F.col("dt").alias("counts_after"),
        F.lit(True).alias("is_cutoff"),
        F.lit(None).cast(actions.schema["action"].dataType).alias("action"),
    )
    latest_first = Window.partitionBy("customer_id").orderBy(F.desc("counts_after"), F.asc("is_cutoff"))
    later = latest_first.rowsBetween(Window.unboundedPreceding, Window.currentRow)
    newest_first = Window.partitionBy("customer_id", "later_cutoffs").orderBy(F.asc("is_cutoff"), F.desc("action"))
    is_kept = ~F.col("is_cutoff") & (F.col("later_cutoffs") > 0) & (F.col("place") <= MAX_ACTIONS)
    timeline = (
        actions.unionByName(cutoffs)
        .withColumn("later_cutoffs", F.count(F.when(F.col("is_cutoff"), 1)).over(later))
        .withColumn("place", F.row_number().over(newest_first))
    )
    return timeline.groupBy("customer_id").agg(
        F.sort_array(F.collect_list(F.when(is_kept, F.col("action"))), asc=False).alias("actions"),
        F.collect_list(F.when(F.col("is_cutoff"), F.struct(F.col("counts_after").alias("dt")))).alias("cutoffs"),
    )`;
}

function lastDayBegun(): Python {
  return py`
def last_day_begun(instant: Column) -> Column:
    """Mostly the calendar day. Where clocks go back across midnight it is the next one: that has begun already."""
    day = calendar_day(instant)
    return F.when(instant < start_of(F.date_add(day, 1)), day).otherwise(F.date_add(day, 1))`;
}

function sliceHistories({ filter }: Config): Python {
  const isRecent = filter.lookbackDays !== null;
  const dt = py`F.col("cutoff.dt")`;
  const sliced =
    filter.cutoff === "event_time"
      ? py`    history = F.slice("actions", F.col("cutoff.too_new") + 1, F.lit(MAX_ACTIONS))${lineIf(isRecent, 4, py`history = F.filter(history, lambda action: is_recent(action, ${dt}))`)}`
      : py`    counts = F.filter("actions", lambda action: action["counts_after"] < ${dt})${lineIf(isRecent, 4, py`counts = F.filter(counts, lambda action: is_recent(action, ${dt}))`)}
    history = F.slice(counts, 1, MAX_ACTIONS)`;
  return py`
def slice_histories(ranked: DataFrame) -> DataFrame:
    """One history for each customer and day: at most MAX_ACTIONS actions, newest first."""
    ranked = ranked.select("customer_id", "actions", F.explode("cutoffs").alias("cutoff"))
${sliced}
    return ranked.select("customer_id", ${dt}.alias("dt"), history.alias("history"))`;
}
