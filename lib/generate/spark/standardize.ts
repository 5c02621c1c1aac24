import type { Config } from "../../config";
import { eventActionTypes, ignoredTypes } from "../../event-types";
import { lineIf, lines, type Python, py } from "../python";
import { carousels } from "./carousels";

/** Rows of inputs to actions and carousels with typed columns, and a reason where a row cannot be used. */
export function standardize(config: Config): (Python | null)[] {
  const isRaw = config.output.itemIds === "raw";
  const ignored = ignoredTypes(config);
  return [
    py`
@dataclass(frozen=True)
class TextIds:
    """Which ids are text, over all inputs: those of which any value is no integer."""

    customer: bool
    item: bool


@dataclass(frozen=True)
class ActionColumns:
    item: str
    time: str
    day: str
    type: int | None


ACTION_COLUMNS = {
    "clicks": ActionColumns("item_id", "click_time", "dt", ${config.unify.actionTypes.click}),
    "add_to_carts": ActionColumns("config_id", "occurred_at", "dt", ${config.unify.actionTypes.add_to_cart}),
    "previous_orders": ActionColumns("config_id", "occurred_at", "order_date", ${config.unify.actionTypes.order}),
    "events": ActionColumns("item_id", "occurred_at", "dt", None),
}
EVENT_TYPES = {
    ${lines(
      eventActionTypes(config).map(([value, code]) => py`${value}: ${code},`),
      4,
    )}
}`,
    ignored.length === 0
      ? null
      : py`
IGNORED_TYPES = ${ignored}


def without_ignored(source: Source) -> Source:
    """The source without the events of types that the config leaves out."""
    if source.role != "events":
        return source
    is_ignored = F.coalesce(text_of(source.required("action_type")).isin(IGNORED_TYPES), F.lit(False))
    return replace(source, rows=source.rows.where(~is_ignored))`,
    py`
def standardize_actions(source: Source, text_ids: TextIds) -> DataFrame:
    """Actions of one input, usable or with a reason why not."""
    columns = ACTION_COLUMNS[source.role]
    is_order = source.role == "previous_orders"
    customer, item = source.required("customer_id"), source.required(columns.item)
    time = source.field(columns.time) if is_order else source.required(columns.time)
    day = source.required(columns.day) if is_order else source.field(columns.day)
    rows = source.rows.select(
        id_of(customer, text_ids.customer).alias("customer_id"),
        id_of(item, text_ids.item).alias("item_id"),
        action_type_of(source, columns).cast("tinyint").alias("action_type"),
        instant_of(time).alias("time"),
        day_of(day).alias("own_day"),
        text_of(customer).alias("customer_text"),
        text_of(item).alias("item_text"),
        text_of(time).alias("time_text"),
        text_of(day).alias("day_text"),
        *kept_aside(source),
    )
    no_time = F.col("time_text").isNull()
    reason = (
        F.when(F.col("is_malformed"), "malformed-row")
        .when(F.col("customer_text").isNull(), "missing-customer-id")
        .when(F.col("item_text").isNull(), "missing-item-id")
        .when(is_structured(F.col("item_text")), "bad-item-id")
        .when(no_time & F.col("day_text").isNull() if is_order else no_time, "missing-time")
        .when(F.col("time").isNull() & ~no_time, "bad-time")
        .when(F.col("own_day").isNull() & F.col("day_text").isNotNull(), "bad-date")
        .when(F.col("action_type").isNull(), "unknown-action-type")${lineIf(isRaw, 8, py`.when(F.col("item_id") == 0, "item-id-is-padding")`)}
    )
    return rows.select(
        "customer_id",
        "item_id",
        "action_type",
        F.coalesce("time", start_of(F.col("own_day"))).alias("occurred_at"),
        F.coalesce("own_day", day_of_path()).alias("partition_day"),
        reason.alias("reason"),
        "role",
        "file",
        "text",
    )


def action_type_of(source: Source, columns: ActionColumns) -> Column:
    if columns.type is not None:
        return F.lit(columns.type)
    value = text_of(source.required("action_type"))
    cases = [F.when(value == name, code) for name, code in EVENT_TYPES.items()]
    return F.coalesce(*cases)


def kept_aside(source: Source) -> list[Column]:
    """What goes with a row that cannot be used."""
    return [
        F.col(MALFORMED).isNotNull().alias("is_malformed"),
        F.lit(source.role).alias("role"),
        F.col("file"),
        source.text().alias("text"),
    ]


def day_of_path() -> Column:
    """The day that a part of the file's path gives, as in dt=2024-05-15/part-0.csv."""
    return F.regexp_extract("file", r"^.*/dt=([0-9]{4}-[0-9]{2}-[0-9]{2})(?:[./]|\z)", 1).cast("date")`,
    ...carousels(config),
    py`
def find_text_ids(sources: list[Source]) -> TextIds:
    """Reads all ids once. Inputs whose ids have an integer type are not read for it."""
    found = reduce(DataFrame.unionByName, [text_ids_in(source) for source in sources])
    row = found.agg(F.max("customer").alias("customer"), F.max("item").alias("item")).collect()[0]
    return TextIds(customer=bool(row["customer"]), item=bool(row["item"]))


def text_ids_in(source: Source) -> DataFrame:
    customer = is_text_id(source.required("customer_id"))
    if source.role != "impressions":
        item = is_text_id(source.required(ACTION_COLUMNS[source.role].item))
    else:
        has_key = text_of(source.required("customer_id")).isNotNull()
        texts = F.exists(items_of(source), lambda item: is_text_id(Field(item["item"], T.StringType())))
        item = texts & (F.lit(True) if is_flat(source) else has_key)
    return source.rows.where(F.col(MALFORMED).isNull()).select(customer.alias("customer"), item.alias("item"))


def is_text_id(field: Field) -> Column:
    if isinstance(field.type, T.IntegralType):
        return F.lit(False)
    text = text_of(field)
    return text.isNotNull() & integer_of(field).isNull() & ~is_structured(text)`,
  ];
}
