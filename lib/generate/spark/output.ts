import type { Config, OutputColumn } from "../../config";
import { itemIdType } from "../../pipeline/pad";
import { lines, type Python, py } from "../python";

/** Carousels in their order, histories beside them, padded lists, files. */
export function output(config: Config): (Python | null)[] {
  const isVocabulary = config.output.itemIds === "vocabulary";
  return [
    carousels(config),
    isVocabulary ? vocabulary() : null,
    isVocabulary ? null : rawIds(config),
    rowsOf(config),
    pad(config),
    write(config),
  ];
}

function carousels({ output }: Config): Python {
  return py`
KEY = ["dt", "customer_id", "ranking_id"]


def label_order() -> Column:
    """False, true, no label."""
    return F.coalesce(F.col("is_order").cast("int"), F.lit(2))


def show_items(standardized: DataFrame) -> DataFrame:
    """A row for each item shown: dt, customer_id, ranking_id, carousel (1, 2, ... of those that agree), slot and is_order.

    Rows of flat inputs that agree in dt, customer_id and ranking_id are one carousel; without slots their order counts.
    """
    shown = standardized.select(*KEY, "place", "is_flat", F.explode("items").alias("item"))
    in_order = Window.partitionBy(*KEY).orderBy("place")
    flat = shown.where("is_flat").select(
        *KEY,
        F.lit(None).cast(shown.schema["place"].dataType).alias("place"),
        F.coalesce("item.slot", F.row_number().over(in_order) - 1).alias("slot"),
        "item.item_id",
        "item.is_order",
    )
    nested = shown.where(~F.col("is_flat")).select(
        *KEY, "place", F.col("item.at").alias("slot"), "item.item_id", "item.is_order"
    )
    in_slots = Window.partitionBy(*KEY, "place").orderBy("slot", F.desc("item_id"), label_order())
    carousels = (
        nested.unionByName(flat)
        .withColumn("at", F.row_number().over(in_slots))
        .groupBy(*KEY, "place")
        .agg(F.sort_array(F.collect_list(F.struct("at", "slot", "item_id", "is_order"))).alias("items"))
    )
    agreeing = Window.partitionBy(*KEY).orderBy(F.desc("items.item_id"), "items.slot", "labels")
    labels = F.transform("items.is_order", lambda label: F.coalesce(label.cast("int"), F.lit(2)))
    return (
        carousels.withColumn("labels", labels)
        .withColumn("carousel", F.row_number().over(agreeing))
        .select(*KEY, "carousel", F.explode("items").alias("item"))
        .select(*KEY, "carousel", "item.slot", "item.item_id", "item.is_order")
    )


def group_items(shown: DataFrame) -> DataFrame:
    """A row for each ${output.layout === "exploded" ? py`ranking` : py`carousel`}, with its items in the order of the dataset."""
    order = ${output.layout === "exploded" ? py`["slot", "carousel"]` : py`["carousel", "slot"]`}
    key = ${output.layout === "exploded" ? py`KEY` : py`[*KEY, "carousel"]`}
    in_order = Window.partitionBy(*key).orderBy(*order, F.desc("item_id"), label_order())
    return (
        shown.withColumn("at", F.row_number().over(in_order))
        .groupBy(*key)
        .agg(F.sort_array(F.collect_list(F.struct("at", "slot", "item_id", "is_order"))).alias("items"))
    )`;
}

function vocabulary(): Python {
  return py`
def number_items(shown: DataFrame, actions: DataFrame) -> DataFrame:
    """The vocabulary: items numbered from 1 by ascending id. They are sorted in one task."""
    items = shown.select("item_id").union(actions.select("item_id")).distinct()
    return items.select(F.row_number().over(Window.orderBy("item_id")).alias("id"), "item_id")


def with_numbers(rows: DataFrame, vocabulary: DataFrame) -> DataFrame:
    """The rows with the numbers of their items in place of the ids."""
    columns = [F.col("id").alias("item_id") if column == "item_id" else column for column in rows.columns]
    return rows.join(vocabulary, "item_id").select(*columns)`;
}

function rawIds({ output }: Config): Python | null {
  if (itemIdType(output) === "int64") return null;
  return py`
def require_small_ids(shown: DataFrame, actions: DataFrame) -> None:
    """Item ids are written as 32-bit integers, so each must fit."""
    items = shown.select("item_id").union(actions.select("item_id"))
    large = items.where(~F.col("item_id").between(-(2**31), 2**31 - 1)).first()
    if large is not None:
        raise SystemExit(f"Item id {large['item_id']} does not fit int32. Set output.itemIdType to int64 or output.itemIds to vocabulary.")`;
}

function rowsOf(config: Config): Python {
  const { layout } = config.output;
  const isExploded = layout === "exploded";
  return py`
def dataset_rows(rankings: DataFrame, histories: DataFrame) -> DataFrame:
    """The rows of the dataset, in its order from file to file. Lists are padded last of all, behind the last shuffle."""
    order = ${isExploded ? py`KEY` : py`[*KEY, "carousel"]`}
    rows = (
        rankings.join(histories, ["customer_id", "dt"])
        .repartitionByRange(*order)
        .sortWithinPartitions(*order)
        ${isExploded ? py`.select(*KEY, "history", *padded(), F.explode("items").alias("item"))` : py`.select(*KEY, "history", *padded(), F.col("items").alias("item"))`}
    )
    return rows.select(
        ${lines(
          partitioned(config.output).map((name) => py`${column(name, config)},`),
          8,
        )}
    )`;
}

function column(name: OutputColumn, { output }: Config): Python {
  const isCompact = output.layout === "compact";
  switch (name) {
    case "impressions":
      return isCompact
        ? py`F.col("item.item_id").cast(f"array<{ITEM_TYPE}>").alias("impressions")`
        : py`F.col("item.item_id").cast(ITEM_TYPE).alias("impressions")`;
    case "slot":
    case "is_order":
      return py`F.col(${`item.${name}`})`;
    case "history_length":
      return py`F.size("history").alias("history_length")`;
    case "newest_action_at":
      return py`F.get("history.occurred_at", F.lit(0)).alias("newest_action_at")`;
    case "oldest_action_at":
      return py`F.try_element_at("history.occurred_at", F.lit(-1)).alias("oldest_action_at")`;
    default:
      return py`${name}`;
  }
}

function pad({ pad, output }: Config): Python {
  const names = (["actions", "action_types"] as const).filter((name) => output.columns.includes(name));
  const calls = {
    actions: py`pad("history.item_id", ITEM_TYPE).alias("actions"),`,
    action_types: py`pad("history.action_type", "tinyint").alias("action_types"),`,
  };
  const oriented = pad.order === "oldest_first" ? py`F.reverse(F.col(column))` : py`F.col(column)`;
  return py`
def padded() -> list[Column]:
    return [
        ${lines(
          names.map((name) => calls[name]),
          8,
        )}
    ]


def pad(column: str, element: str) -> Column:
    """A list of exactly MAX_ACTIONS elements, ${pad.order === "oldest_first" ? py`oldest` : py`newest`} first, with zeros on the ${pad.side === "left" ? py`left` : py`right`}."""
    values = ${oriented}.cast(f"array<{element}>")
    zeros = F.array_repeat(F.lit(0).cast(element), MAX_ACTIONS - F.size(values))
    return ${pad.side === "left" ? py`F.concat(zeros, values)` : py`F.concat(values, zeros)`}`;
}

function write({ output }: Config): Python {
  const codec = output.compression === "none" ? "uncompressed" : output.compression;
  return py`
def write(rows: DataFrame, path: str) -> None:
    rows.write${output.partitionBy === "dt" ? py`.partitionBy("dt")` : py``}.option("compression", ${codec}).parquet(path)`;
}

/** With a file a day the day is the folder's name, and stands last. */
function partitioned({ columns, partitionBy }: Config["output"]): readonly OutputColumn[] {
  return partitionBy === "dt" ? [...columns.filter((name) => name !== "dt"), "dt"] : columns;
}
