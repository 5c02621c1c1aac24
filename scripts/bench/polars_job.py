"""The same job as a user of Polars would write it, with the streaming engine, on all cores.

    python polars_job.py FOLDER csv|parquet OUT

Prints the seconds of each stage, the peak of memory and the size of the file as JSON.

What was tried, compared by the seconds of all threads; the fastest of each is kept:
- Times of CSV: str.to_datetime with the format after the semi join took half as long as a Datetime in the schema of scan_csv
  or try_parse_dates. Cutting the text into numbers was faster still, and reads other forms of a time wrongly, so no.
- Ranking: lists of structs, sorted for each customer, took a third to a half less than sorting all rows by four columns and
  grouping them (the in-memory sort; the streaming one took twice as long), or than three lists sorted by three keys. Sorting
  the lists once they are made (list.sort) took as long.
- Padding: zeros are put behind the list of a customer once, not behind each window, so a window is a slice.
- Writing: windows are sliced into a frame of carousels, whose items are exploded on the way to the file. Slicing on the way
  too took a fifth longer; exploding first and joining lists to items half as long again; arrays of fixed width a fifth more.
  Row groups of 2,048 rows and no statistics took less time and memory than 10,240 rows with them; level 3 of zstd took longer
  and made no smaller files.
"""

from __future__ import annotations

import json
import resource
import sys
import time
from pathlib import Path

import polars as pl

MAX_ACTIONS = 1000
TIME_FORMAT = "%Y-%m-%dT%H:%M:%S%.fZ"
ITEMS = pl.List(pl.Struct({"item_id": pl.Int64, "is_order": pl.Boolean}))
# Rows of a morsel. One carousel becomes ten rows of 9 KB, so that the default would hold gigabytes.
MORSEL_ROWS = 500
ROW_GROUP_ROWS = 2048

NO_ITEMS = pl.Series([[0] * MAX_ACTIONS], dtype=pl.List(pl.Int64))
NO_KINDS = pl.Series([[0] * MAX_ACTIONS], dtype=pl.List(pl.Int8))


def scan(folder: Path, log: str, input_format: str, types: dict[str, type[pl.DataType]]) -> pl.LazyFrame:
    """Opens a log; in CSV, days, times and lists of items are text."""
    if input_format == "parquet":
        return pl.scan_parquet(folder / f"{log}.parquet")
    return pl.scan_csv(folder / f"{log}.csv", schema_overrides=types)


def read_impressions(folder: Path, input_format: str) -> pl.DataFrame:
    rows = scan(folder, "impressions", input_format, {"dt": pl.String, "ranking_id": pl.String, "customer_id": pl.Int64})
    if input_format == "csv":
        rows = rows.with_columns(pl.col("dt").str.to_date("%Y-%m-%d"), pl.col("impressions").str.json_decode(ITEMS))
    items = pl.col("impressions").list.eval(pl.element().struct.field("item_id"))
    return rows.select("dt", "customer_id", "ranking_id", items.alias("impressions")).collect(engine="streaming")


def scan_actions(
    folder: Path, input_format: str, log: str, item: str, occurred_at: str, kind: int, customers: pl.LazyFrame
) -> pl.LazyFrame:
    """Actions of one log; times are parsed only of customers with impressions."""
    types = {"customer_id": pl.Int64, item: pl.Int64, occurred_at: pl.String}
    rows = scan(folder, log, input_format, types).select("customer_id", item, occurred_at)
    at = pl.col(occurred_at)
    return rows.join(customers, on="customer_id", how="semi").select(
        "customer_id",
        (at.str.to_datetime(TIME_FORMAT, time_unit="us") if input_format == "csv" else at).alias("occurred_at"),
        pl.lit(kind, pl.Int8).alias("action_type"),
        pl.col(item).alias("item_id"),
    )


def read_actions(folder: Path, input_format: str, customers: pl.LazyFrame) -> pl.DataFrame:
    logs = [
        ("clicks", "item_id", "click_time", 1),
        ("add_to_carts", "config_id", "occurred_at", 2),
        ("previous_orders", "config_id", "occurred_at", 3),
    ]
    return pl.concat([scan_actions(folder, input_format, *log, customers) for log in logs]).collect(engine="streaming")


def rank(actions: pl.DataFrame) -> pl.DataFrame:
    """A row for each customer: its actions as one list, newest first."""
    newest_first = pl.struct("occurred_at", "action_type", "item_id").sort(descending=True)
    return actions.lazy().group_by("customer_id").agg(newest_first.alias("actions")).collect(engine="streaming")


def find_windows(histories: pl.DataFrame, impressions: pl.DataFrame) -> pl.LazyFrame:
    """For each customer and day the place of the newest action before it."""
    times = histories.lazy().select(
        "customer_id",
        pl.col("actions").list.eval(pl.element().struct.field("occurred_at")).alias("occurred_at"),
        pl.int_ranges(pl.col("actions").list.len()).alias("newest"),
    )
    # Oldest first, and of actions at one instant the newest last: that is the one which a backward join finds.
    times = times.explode("occurred_at", "newest").reverse()
    cutoff = pl.col("dt").cast(pl.Datetime("us")).alias("cutoff")
    days = impressions.lazy().select("customer_id", "dt", cutoff).unique().sort("cutoff")
    return days.join_asof(
        times,
        left_on="cutoff",
        right_on="occurred_at",
        by="customer_id",
        strategy="backward",
        allow_exact_matches=False,
        check_sortedness=False,
    ).select("customer_id", "dt", "newest")


def pad(histories: pl.DataFrame) -> pl.LazyFrame:
    """Lists of items and kinds with MAX_ACTIONS zeros behind, so that any window into them has its full length."""
    column = pl.col("actions").list
    return histories.lazy().select(
        "customer_id",
        pl.concat_list(column.eval(pl.element().struct.field("item_id")), pl.lit(NO_ITEMS)).alias("actions"),
        pl.concat_list(column.eval(pl.element().struct.field("action_type")), pl.lit(NO_KINDS)).alias("action_types"),
    )


def window(column: str, without_history: pl.Series) -> pl.Expr:
    has_history = pl.col("newest").is_not_null()
    return pl.when(has_history).then(pl.col(column).list.slice("newest", MAX_ACTIONS)).otherwise(pl.lit(without_history))


def main(folder: Path, input_format: str, out: Path) -> None:
    stages: dict[str, float] = {}
    start = time.perf_counter()

    def done(stage: str) -> None:
        nonlocal start
        now = time.perf_counter()
        stages[stage] = now - start
        start = now

    impressions = read_impressions(folder, input_format)
    actions = read_actions(folder, input_format, impressions.lazy().select("customer_id").unique())
    done("standardize")
    histories = rank(actions)
    windows = find_windows(histories, impressions)
    carousels = impressions.lazy().join(windows, on=["customer_id", "dt"], how="left").sort("dt", "customer_id", "ranking_id")
    carousels = carousels.collect(engine="streaming")
    padded = pad(histories).collect(engine="streaming")
    done("rank")
    pl.Config.set_streaming_chunk_size(MORSEL_ROWS)
    joined = carousels.lazy().join(padded.lazy(), on="customer_id", how="left", maintain_order="left")
    windowed = joined.select("impressions", window("actions", NO_ITEMS), window("action_types", NO_KINDS))
    windowed.collect(engine="streaming").lazy().explode("impressions").sink_parquet(
        out, compression="zstd", compression_level=1, statistics=False, row_group_size=ROW_GROUP_ROWS, engine="streaming"
    )
    done("write")
    peak_kilobytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    print(json.dumps({"stages": stages, "peakMegabytes": peak_kilobytes / 1024, "bytes": out.stat().st_size}))


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2], Path(sys.argv[3]))
