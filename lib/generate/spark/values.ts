import type { Config } from "../../config";
import { type Python, py } from "../python";

/** Ids, times, days and labels: each reads a field of any type that Spark gives. */
export function values(config: Config): Python[] {
  return [
    py`
def text_of(field: Field) -> Column:
    """The value as text without the blanks around it; null where there is nothing."""
    if isinstance(field.type, T.StringType):
        trimmed = F.btrim(field.column, F.lit(" \t\r\n"))
        return F.when(trimmed != "", trimmed)
    if isinstance(field.type, (T.FloatType, T.DoubleType, T.DecimalType)):
        whole = field.column.cast("bigint")
        return F.when(field.column == whole, whole.cast("string")).otherwise(field.column.cast("string"))
    if isinstance(field.type, (T.ArrayType, T.StructType, T.MapType)):
        return F.to_json(field.column)
    return field.column.cast("string")


def integer_of(field: Field) -> Column:
    """An integer of 64 bits written without leading zeros (12.0 counts as 12); null where the value is none."""
    if isinstance(field.type, T.IntegralType):
        return field.column.cast("bigint")
    return F.regexp_extract(text_of(field), r"^(0|-?[1-9][0-9]*)(?:[.]0+)?\z", 1).cast("bigint")


def id_of(field: Field, is_text: bool) -> Column:
    return text_of(field) if is_text else integer_of(field)


def is_structured(text: Column) -> Column:
    """JSON objects and lists are no ids."""
    return text.rlike(r"^[{\[]")`,
    py`
def day_of(field: Field) -> Column:
    """A calendar day: a DATE, a timestamp at midnight, 2024-05-15 or dt=2024-05-15; null where the value is no day."""
    if isinstance(field.type, T.DateType):
        return field.column
    if isinstance(field.type, (T.TimestampType, T.TimestampNTZType)):
        at = field.column.cast("timestamp")
        return F.when(at == F.date_trunc("day", at), F.to_date(at))
    return F.regexp_extract(text_of(field), r"^(?:dt=)?([0-9]{4}-[0-9]{2}-[0-9]{2})\z", 1).cast("date")`,
    times(config),
    py`
def label_of(field: Field) -> Column:
    """True or false; null where there is no label, and where the value is neither."""
    text = F.lower(text_of(field))
    return F.when(text.isin("true", "1", "1.0"), F.lit(True)).when(text.isin("false", "0", "0.0"), F.lit(False))`,
  ];
}

function times({ standardize, filter }: Config): Python {
  const local = zoned(standardize.timeZone, py`TIME_ZONE`);
  const day = zoned(filter.dayZone, py`DAY_ZONE`);
  return py`
ISO_DAY = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}\z"
ISO_TIME = ISO_DAY.removesuffix(r"\z") + r"[T ][0-9]{2}:[0-9]{2}:[0-9]{2}([.][0-9]{1,9})?(Z|[+-][0-9]{2}:[0-9]{2})?\z"


def instant_of(field: Field) -> Column:
    """A time as an instant; null where the value is no time. The session's zone is UTC, so a wall clock is one of UTC."""
    if isinstance(field.type, T.TimestampType):
        return field.column
    if isinstance(field.type, T.TimestampNTZType):
        return instant_of_local(field.column.cast("timestamp"))
    if isinstance(field.type, T.DateType):
        return start_of(field.column)
    if isinstance(field.type, T.NumericType):
        return instant_of_number(integer_of(field))
    text = text_of(field)
    iso = plain_iso(text)
    wall = F.when(iso.rlike(ISO_TIME), iso.cast("timestamp"))
    digits = F.regexp_extract(text, r"^(-?[0-9]{1,19})(?:[.]0+)?\z", 1)
    return (
        F.when(text.rlike(ISO_DAY), start_of(text.cast("date")))
        .when(digits != "", instant_of_number(digits.cast("bigint")))
        .when(iso.rlike(r"(Z|[+-][0-9]{2}:[0-9]{2})\z"), wall)
        .otherwise(instant_of_local(wall))
    )


def plain_iso(text: Column) -> Column:
    """The rarer forms of ISO 8601 (no seconds, a comma, offsets of two or four digits, small letters) as the usual one."""
    plain = F.replace(F.replace(F.upper(text), F.lit(","), F.lit(".")), F.lit(" Z"), F.lit("Z"))
    plain = F.regexp_replace(plain, r"([T ][0-9]{2}:[0-9]{2})((?:Z|[+-][0-9:]+)?)\z", "$1:00$2")
    plain = F.regexp_replace(plain, r"(:[0-9.]+[+-][0-9]{2})([0-9]{2})\z", "$1:$2")
    return F.regexp_replace(plain, r"(:[0-9.]+[+-][0-9]{2})\z", "$1:00")


def instant_of_number(value: Column) -> Column:
    """Seconds, milliseconds, microseconds or nanoseconds since 1970${standardize.epochUnit ? py`` : py`, told apart by their size`}."""
${epochs(standardize.epochUnit)}


def instant_of_local(wall: Column) -> Column:
    """A wall clock's time: the first of two where clocks go back, moved by the gap where they go forward."""
    return ${local(py`wall`, "to")}


def start_of(day: Column) -> Column:
    """The instant at which a calendar day begins."""
    return ${day(py`day.cast("timestamp")`, "to")}


def day_of_instant(instant: Column) -> Column:
    return F.to_date(${day(py`instant`, "from")})`;
}

function epochs(unit: Config["standardize"]["epochUnit"]): Python {
  switch (unit) {
    case "s":
      return py`    return F.timestamp_micros(value * 1_000_000)`;
    case "ms":
      return py`    return F.timestamp_micros(value * 1_000)`;
    case "us":
      return py`    return F.timestamp_micros(value)`;
    case "ns":
      return py`    return F.timestamp_micros(((value - value % 1_000).cast("decimal(19, 0)") / 1_000).cast("bigint"))`;
    case null:
      return py`    size = F.abs(value)
    micros = (
        F.when(size < 10**11, value * 1_000_000)
        .when(size < 10**14, value * 1_000)
        .when(size < 10**17, value)
        .otherwise(((value - value % 1_000).cast("decimal(19, 0)") / 1_000).cast("bigint"))
    )
    return F.timestamp_micros(micros)`;
    default:
      return unit satisfies never;
  }
}

/** UTC needs no conversion. */
function zoned(zone: string, name: Python): (column: Python, direction: "to" | "from") => Python {
  return (column, direction) => {
    if (zone === "UTC") return column;
    return direction === "to" ? py`F.to_utc_timestamp(${column}, ${name})` : py`F.from_utc_timestamp(${column}, ${name})`;
  };
}
