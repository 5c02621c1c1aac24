import type { Config } from "../../config";
import { lineIf, type Python, py } from "../python";

/** Rows of impressions with their items, standardized. */
export function carousels(config: Config): (Python | null)[] {
  const isRaw = config.output.itemIds === "raw";
  const { list } = config.standardize.columns.impressions ?? {};
  return [
    py`
def standardize_carousels(source: Source, place: int, text_ids: TextIds) -> DataFrame:
    """Impressions of one input with their items, usable or with a reason why not. A flat input has one item a row."""
    customer, day, ranking = source.required("customer_id"), source.field("dt"), source.field("ranking_id")
    rows = source.rows.select(
        F.coalesce(day_of(day), F.when(text_of(day).isNull(), day_of_path())).alias("dt"),
        id_of(customer, text_ids.customer).alias("customer_id"),
        F.nullif(ranking.column.cast("string"), F.lit("")).alias("ranking_id"),
        F.transform(items_of(source), lambda item, at: standardize_item(item, at, text_ids)).alias("items"),
        F.struct(F.lit(place), "file", F.monotonically_increasing_id()).alias("place"),
        F.lit(is_flat(source)).alias("is_flat"),
        text_of(customer).alias("customer_text"),
        *kept_aside(source),
    )
    unusable = F.filter("items", lambda item: item["reason"].isNotNull())
    reason = (
        F.when(F.col("is_malformed"), "malformed-row")
        .when(F.col("customer_text").isNull(), "missing-customer-id")
        .when(F.col("dt").isNull(), "bad-date")
        .when(F.col("items").isNull(), "malformed-row")
        .otherwise(F.get(unusable["reason"], F.lit(0)))
    )
    return rows.withColumn("reason", reason)


def is_flat(source: Source) -> bool:
    return not source.has("impressions")


def items_of(source: Source) -> Column:
    """The items of a row as structs of texts (item, label, slot); null where they cannot be read."""
    if is_flat(source):
        item, label, slot = source.required("item_id"), source.field("is_order"), source.field("slot")
        return F.array(item_of(text_of(item), text_of(label), text_of(slot)))
    cell = source.field("impressions")
    if isinstance(cell.type, T.ArrayType):
        element = cell.type.elementType
        return F.coalesce(F.transform(cell.column, lambda entry: typed_item(Field(entry, element))), F.array())
    return ${list ? py`F.when(text_of(cell).startswith("["), json_items(cell)).otherwise(listed_items(cell))` : py`json_items(cell)`}


def item_of(item: Column, label: Column | None = None, slot: Column | None = None) -> Column:
    label, slot = (no_text() if text is None else text for text in (label, slot))
    return F.struct(item.alias("item"), label.alias("label"), slot.alias("slot"))


def no_text() -> Column:
    return F.lit(None).cast("string")


def item_names(canonical: str) -> list[str]:
    return COLUMNS.get("impressions", {}).get(canonical, [canonical])


def typed_item(entry: Field) -> Column:
    """An entry of a list that has a type."""
    if not isinstance(entry.type, T.StructType):
        return item_of(text_of(entry))
    types = {field.name: field.dataType for field in entry.type}

    def text(canonical: str) -> Column:
        name = next((name for name in item_names(canonical) if name in types), None)
        return no_text() if name is None else text_of(Field(entry.column[name], types[name]))

    return item_of(text("item_id"), text("is_order"))


def json_items(cell: Field) -> Column:
    """Only the outer form is checked by hand: a parser takes what stands behind the list for nothing."""
    text = F.coalesce(F.nullif(text_of(cell), F.lit("null")), F.lit("[]"))
    entries = F.from_json(text, "array<string>")
    has_list = F.exists(entries, lambda entry: F.coalesce(entry.startswith("["), F.lit(False)))
    return F.when(text.rlike(r"^\[(?s:.*)\]\z") & ~has_list, F.transform(entries, json_item))


def json_item(entry: Column) -> Column:
    """An object with an item and a label, or an id alone."""
    no_object = item_of(text_of(Field(entry, T.StringType())))
    return F.coalesce(let(F.from_json(entry, "map<string,string>"), item_of_object), no_object)


def item_of_object(fields: Column) -> Column:
    def text(canonical: str) -> Column:
        first, *others = item_names(canonical)
        found = F.when(F.map_contains_key(fields, first), fields[first])
        for name in others:
            found = found.when(F.map_contains_key(fields, name), fields[name])
        return text_of(Field(found, T.StringType()))

    return F.when(fields.isNotNull(), item_of(text("item_id"), text("is_order")))`,
    list ? listedItems(list) : null,
    py`
def standardize_item(item: Column, at: Column, text_ids: TextIds) -> Column:
    item_id = id_of(Field(item["item"], T.StringType()), text_ids.item)
    label = label_of(Field(item["label"], T.StringType()))
    number = integer_of(Field(item["slot"], T.StringType()))
    slot = F.when(number.between(-(2**31), 2**31 - 1), number.cast("int"))
    is_broken = (label.isNull() & item["label"].isNotNull()) | (slot.isNull() & item["slot"].isNotNull())
    reason = (
        F.when(item["item"].isNull(), "missing-item-id")
        .when(is_structured(item["item"]), "bad-item-id")
        .when(is_broken, "malformed-row")${lineIf(isRaw, 8, py`.when(item_id == 0, "item-id-is-padding")`)}
    )
    return F.struct(
        item_id.alias("item_id"), label.alias("is_order"), slot.alias("slot"), at.alias("at"), reason.alias("reason")
    )`,
  ];
}

function listedItems({ separator, label }: { separator: string; label: string | null }): Python {
  const blanks = separator.trim() === "";
  const entries = py`F.split(bare, ${blanks ? "[ \\t\\r\\n]+" : regex(separator)})`;
  const open = py`
def listed_items(cell: Field) -> Column:`;
  if (label === null) {
    return py`${open}
    """${blanks ? py`Ids between blanks.` : py`Ids between separators.`}"""
    bare = F.coalesce(text_of(cell), F.lit(""))
    items = F.transform(${entries}, lambda entry: item_of(text_of(Field(entry, T.StringType()))))
    return F.when(bare == "", F.array()).otherwise(items)`;
  }
  const labelled = `(?s)^(.*)${regex(label)}(.*)\\z`;
  return py`${open}
    """${blanks ? py`Ids between blanks` : py`Ids between separators`}, with a label behind the last ${label} of each."""
    bare = F.coalesce(text_of(cell), F.lit(""))
    entries = ${entries}
    is_labelled = ${labelled}

    def item(entry: Column) -> Column:
        has_label = entry.rlike(is_labelled)
        item_id, label = (F.regexp_extract(entry, is_labelled, group) for group in (1, 2))
        text = text_of(Field(F.when(has_label, item_id).otherwise(entry), T.StringType()))
        return item_of(text, F.when(has_label, F.trim(label)))

    items = F.transform(entries, item)
    has_empty_label = F.exists(items, lambda item: F.coalesce(item["label"] == "", F.lit(False)))
    return F.when(bare == "", F.array()).when(~has_empty_label, items)`;
}

/** A regular expression of Java that matches a text as it is. */
function regex(text: string): string {
  return text.replace(/[^0-9A-Za-z]/gu, (character) =>
    character.length === 1 && character < "\x80" ? `\\${character}` : character,
  );
}
