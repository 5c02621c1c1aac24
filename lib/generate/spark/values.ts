import type { Config } from "../../config";
import { END_OF_TIME } from "../../sources/times";
import { type Python, py } from "../python";

/** Seconds from 1970 to the end of the last year that has four digits. */
const END = Number(END_OF_TIME);

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
  const isTold = standardize.epochUnit !== null;
  return py`
DAY = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}\z"
OFFSET = r"(?:Z|[+-](?:0[0-9]|1[0-5]):[0-5][0-9])"
TIME = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}[T ](?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](?:[.][0-9]{1,9})?" + OFFSET + r"?\z"
# Other ways to write both: a date of three numbers, a time of day, AM or PM, and a zone.
WRITTEN = (
    r"^(\d{1,4})([-/.])(\d{1,2})([-/.])(\d{1,4})"
    r"(?:(?:T|,? )(\d{1,2}):(\d\d)(?::(\d\d)(?:[.,](\d{1,9}))?)?(?: ?([AP]M))?(?: ?(Z|UTC|GMT|[-+]\d\d(?::?\d\d)?))?)?\z"
)


def let(value: Column, body: Callable[[Column], Column]) -> Column:
    """What the body makes of a value that it names more than once: the value is worked out once."""
    return F.get(F.transform(F.array(value), body), F.lit(0))


def iso_of(text: Column) -> Column:
    """A date or a time as ISO 8601 writes it; null where the text is neither."""
    written = F.split(F.regexp_replace(F.upper(text), WRITTEN, r"$1|$2|$3|$4|$5|$6|$7|$8|$9|$10|$11"), "[|]")
    rewritten = F.when(F.upper(text).rlike(WRITTEN), let(written, rewrite))
    return F.when(is_iso(text), text).otherwise(let(rewritten, lambda iso: F.when(is_iso(iso), iso)))


def is_iso(text: Column) -> Column:
    return text.rlike(DAY) | text.rlike(TIME)


def rewrite(parts: Column) -> Column:
    """The parts of WRITTEN as ISO 8601; numbers that no clock has are left to the caller."""
    first, mark, second, other_mark, third, hours, minute, seconds, fraction, half, zone = (parts[i] for i in range(11))
    is_padded = (F.length(second) == 2) & (F.length(third) == 2)
    date = F.when(mark != other_mark, F.lit(None)).when(
        (F.length(first) == 4) & (F.length(third) <= 2) & ((mark != "-") | is_padded),
        F.concat_ws("-", first, F.lpad(second, 2, "0"), F.lpad(third, 2, "0")),
    )${yearLast(standardize.dateOrder)}
    hour = hours.cast("int")
    of_half_day = F.when(hour.between(1, 12), hour % 12 + F.when(half == "PM", 12).otherwise(0))
    hour = F.when(half == "", hour).otherwise(of_half_day)
    second = F.when(seconds == "", "00").otherwise(seconds)
    micros = F.rpad(F.substring(fraction, 1, 6), 6, "0")
    clock = F.concat(F.lpad(hour.cast("string"), 2, "0"), F.lit(":"), minute, F.lit(":"), second, F.lit("."), micros)
    next_day = F.date_add(date.cast("date"), 1).cast("string")
    digits = F.rpad(F.regexp_replace(zone, ":", ""), 5, "0")
    offset = F.concat(F.substring(digits, 1, 3), F.lit(":"), F.substring(digits, 4, 2))
    offset = F.when(zone == "", "").when(zone.isin("Z", "UTC", "GMT"), "Z").otherwise(offset)
    return (
        F.when(hours == "", date)
        .when(clock == "24:00:00.000000", F.concat(next_day, F.lit("T00:00:00"), offset))
        .otherwise(F.concat(date, F.lit("T"), clock, offset))
    )


def number_of(text: Column) -> Column:
    """A number of time units since 1970; null where the text is none."""
    return F.nullif(F.regexp_extract(text, r"^(-?[0-9]{1,19})(?:[.]0+)?\z", 1), F.lit("")).cast("bigint")


def instant_of(field: Field) -> Column:
    """A time as an instant; null where the value is no time. The session's zone is UTC, so a wall clock is one of UTC."""
    if isinstance(field.type, T.TimestampType):
        return field.column
    if isinstance(field.type, T.TimestampNTZType):
        return instant_of_local(field.column.cast("timestamp"))
    if isinstance(field.type, T.DateType):
        return start_of(field.column)

    def of_text(text: Column) -> Column:
        return F.coalesce(let(iso_of(text), instant_of_iso), let(number_of(text), instant_of_number))

    return let(text_of(field), of_text)


def instant_of_iso(iso: Column) -> Column:
    wall = iso.cast("timestamp")
    has_offset = iso.rlike(OFFSET + r"\z")
    return F.when(iso.rlike(DAY), start_of(iso.cast("date"))).when(has_offset, wall).otherwise(instant_of_local(wall))


def instant_of_number(value: Column) -> Column:
    """Seconds, milliseconds, microseconds or nanoseconds since 1970${isTold ? py`` : py`, told apart by their size`}."""
${epochs(standardize.epochUnit)}


def day_of(field: Field) -> Column:
    """The calendar day that a value names, or on which its instant falls; null where it is neither.${isTold ? py`` : py` Small numbers are none.`}"""
    if isinstance(field.type, T.DateType):
        return field.column
    if isinstance(field.type, T.TimestampType):
        return calendar_day(field.column)
    if isinstance(field.type, T.TimestampNTZType):
        return day_of_local(field.column.cast("timestamp"))
    return let(F.regexp_replace(text_of(field), "^dt=", ""), day_of_text)


def day_of_text(text: Column) -> Column:
    compact = F.regexp_replace(text, r"^(\d{4})(\d{2})(\d{2})\z", "$1-$2-$3")
    number = number_of(text)
    return F.when(text.rlike(r"^(?:19|20)\d{6}\z"), compact.cast("date")).otherwise(
        F.coalesce(let(iso_of(text), day_of_iso), let(${isTold ? py`number` : py`F.when(F.abs(number) >= 10**8, number)`}, day_of_number))
    )


def day_of_number(value: Column) -> Column:
    return calendar_day(instant_of_number(value))


def day_of_iso(iso: Column) -> Column:
    wall = iso.cast("timestamp")
    has_offset = iso.rlike(OFFSET + r"\z")
    return F.when(iso.rlike(DAY), iso.cast("date")).when(has_offset, calendar_day(wall)).otherwise(day_of_local(wall))


def instant_of_local(wall: Column) -> Column:
    """A wall clock's time: the first of two where clocks go back, moved by the gap where they go forward."""
    return ${local(py`wall`, "to")}


def start_of(day: Column) -> Column:
    """The instant at which a calendar day begins."""
    return ${day(py`day.cast("timestamp")`, "to")}


def calendar_day(instant: Column) -> Column:
    return F.to_date(${day(py`instant`, "from")})


def day_of_local(wall: Column) -> Column:
    ${
      standardize.timeZone === filter.dayZone
        ? py`return F.to_date(wall)`
        : py`"""A midnight stands for the day that begins with it."""
    return F.when(wall == F.date_trunc("day", wall), F.to_date(wall)).otherwise(calendar_day(instant_of_local(wall)))`
    }`;
}

/** Dates such as `01/02/2024` have an order only if the config tells it. */
function yearLast(order: Config["standardize"]["dateOrder"]): Python {
  if (order === null) return py``;
  const [month, day] = order === "day_first" ? [py`second`, py`first`] : [py`first`, py`second`];
  return py`.when(
        (F.length(first) <= 2) & (F.length(third) == 4),
        F.concat_ws("-", third, F.lpad(${month}, 2, "0"), F.lpad(${day}, 2, "0")),
    )`;
}

function epochs(unit: Config["standardize"]["epochUnit"]): Python {
  switch (unit) {
    case "s":
      return py`    return F.timestamp_micros(F.when(F.abs(value) < ${END}, value * 1_000_000))`;
    case "ms":
      return py`    return F.timestamp_micros(F.when(F.abs(value) < ${END} * 10**3, value * 1_000))`;
    case "us":
      return py`    return F.timestamp_micros(F.when(F.abs(value) < ${END} * 10**6, value))`;
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
