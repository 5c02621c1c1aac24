import type { Config } from "../../config";
import { itemIdType } from "../../pipeline/pad";
import { type Python, py } from "../python";
import type { Days } from "./reading";

/** `read_lists`: a column of histories without those that are the same as the row before. */
export function decoding(config: Config, days: Days): Python {
  const item = itemIdType(config.output) === "int64" ? py`np.int64` : py`np.int32`;
  const cached =
    days === "column"
      ? py`@lru_cache(maxsize=len(HISTORY_COLUMNS))  # the days of one row group follow each other
`
      : py``;
  return py`
TYPES = {"actions": ${item}, "action_types": np.int8}


@dataclass(frozen=True)
class Lists:
    """Lists of LENGTH values. Rows from starts[k] up to starts[k + 1] have the list values[k]."""

    values: np.ndarray
    starts: np.ndarray


${cached}def read_lists(path: str, number: int, name: str) -> Lists:
    """Lookback copies the bytes of a list for the next row of the same carousel; what others wrote is read by pyarrow."""
    file = pq.ParquetFile(path)
    if (file.metadata.created_by or "").startswith("lookback "):
        return decode_lists(path, file.metadata.row_group(number), name)
    column = file.read_row_group(number, columns=[name]).combine_chunks().column(name)
    values = np.asarray(flat(column)).reshape(-1, LENGTH)
    return Lists(values, np.arange(len(values)))


# How Lookback writes a list column (docs/formats.md, "The Parquet file"): a page with a dictionary, then pages of version 1
# with indices into it. A row is a run of packed indices and a run of padding, or the other way round, in whole bytes.
DATA, DICTIONARY, DICTIONARY_INDICES = 0, 2, 8


def decode_lists(path: str, row_group: pq.RowGroupMetaData, name: str) -> Lists:
    columns = [row_group.column(i) for i in range(row_group.num_columns)]
    column = next(column for column in columns if column.path_in_schema.split(".")[0] == name)
    with open(path, "rb") as file:
        file.seek(column.dictionary_page_offset)
        data = file.read(column.total_compressed_size)
    lists: list[np.ndarray] = []
    starts: list[np.ndarray] = []
    at = rows = 0
    while at < len(data):
        (kind, size, packed_size, values, encoding, *_), at = page_header(data, at)
        page, at = data[at : at + packed_size], at + packed_size
        if column.compression != "UNCOMPRESSED":
            page = pa.decompress(page, size, column.compression.lower(), asbytes=True)
        if kind == DICTIONARY:
            width = {"INT32": "<i4", "INT64": "<i8"}[column.physical_type]
            dictionary = np.frombuffer(page, width).astype(TYPES[name])
        elif kind == DATA and encoding == DICTIONARY_INDICES and values % LENGTH == 0:
            indices, of_page = decode_page(page, values // LENGTH)
            lists.append(dictionary[indices])
            starts.append(of_page + rows)
            rows += values // LENGTH
        else:
            raise ValueError(f"{path}: {name} is not written as this module knows it")
    return Lists(np.concatenate(lists), np.concatenate(starts))


def page_header(data: bytes, at: int) -> tuple[list[int], int]:
    """The numbers of a page header, which is a struct of Thrift with nothing but integers and structs, and where it ends."""
    numbers: list[int] = []
    depth = 1
    while depth > 0:
        field, at = data[at] & 15, at + 1
        if field == 5:  # an integer
            number, at = varint(data, at)
            numbers.append(number >> 1)
        else:  # the begin of a struct, or the end of one
            depth += 1 if field == 12 else -1
    return numbers, at


def varint(data: bytes, at: int) -> tuple[int, int]:
    """A number of seven bits a byte, the lowest ones first, and where it ends."""
    value, shift = data[at] & 127, 7
    while data[at] > 127:
        at += 1
        value |= (data[at] & 127) << shift
        shift += 7
    return value, at + 1


def decode_page(page: bytes, rows: int) -> tuple[np.ndarray, np.ndarray]:
    """The indices of the lists that differ from the row before, and the rows at which these stand."""
    at = 4 + int.from_bytes(page[:4], "little")  # repetition levels: each list has LENGTH values
    at += 4 + int.from_bytes(page[at : at + 4], "little")  # definition levels: none is null
    width, at = page[at], at + 1
    starts: list[int] = []
    packed: list[bytes] = []
    places: list[tuple[int, int]] = []
    runs: list[tuple[int, int, int]] = []
    row = 0
    while row < rows:
        start, place, end = at, len(starts) * LENGTH, (len(starts) + 1) * LENGTH
        starts.append(row)
        while place < end:
            header, at = varint(page, at)
            count, is_packed = header >> 1, header & 1
            if is_packed:
                packed.append(page[at : at + count * width])
                places.append((place, count * 8))
                at, place = at + count * width, place + count * 8
            else:
                size = (width + 7) // 8
                runs.append((place, count, int.from_bytes(page[at : at + size], "little")))
                at, place = at + size, place + count
        encoded = page[start:at]
        row += 1
        while row < rows and page.startswith(encoded, at):
            row, at = row + 1, at + len(encoded)
    indices = np.zeros(len(starts) * LENGTH, np.int32)
    unpacked = unpack(np.frombuffer(b"".join(packed), np.uint8), width)
    first, counts = np.array(places, np.int64).reshape(-1, 2).T
    indices[np.repeat(first - (np.cumsum(counts) - counts), counts) + np.arange(len(unpacked))] = unpacked
    for place, count, index in runs:
        if index != 0:
            indices[place : place + count] = index
    return indices.reshape(-1, LENGTH), np.array(starts)


def unpack(packed: np.ndarray, width: int) -> np.ndarray:
    """Numbers of so many bits, from the lowest bit of the first byte on; eight of them are whole bytes."""
    groups = packed.reshape(-1, width)
    unpacked = np.empty((len(groups), 8), np.int32)
    for k in range(8):
        first, shift = divmod(k * width, 8)
        value = groups[:, first].astype(np.uint32) >> shift
        for byte in range(first + 1, (k * width + width + 7) // 8):
            value |= groups[:, byte].astype(np.uint32) << (8 * (byte - first) - shift)
        unpacked[:, k] = value & ((1 << width) - 1)
    return unpacked.reshape(-1)`;
}
