import type { Config, OutputColumn } from "../../config";
import { lineIf, type Python, py } from "../python";

/** What a batch holds as tensors. Days, texts and times are none. */
export const ROW_COLUMNS = ["impressions", "slot", "is_order", "history_length"] as const satisfies readonly OutputColumn[];
export const HISTORY_COLUMNS = ["actions", "action_types"] as const satisfies readonly OutputColumn[];

/** How the days of the dataset are told apart. */
export type Days = "folders" | "column" | "none";

/** Whether there are histories. Rows that follow each other have the same ones, so these are worth decoding once. */
export function hasHistories({ output }: Config): boolean {
  return HISTORY_COLUMNS.some((name) => output.columns.includes(name));
}

/** `read_group`: the rows of a row group; `count_rows`: how many they are, with as little reading as the layout allows. */
export function reading(config: Config, days: Days): Python {
  const { columns, layout } = config.output;
  // A carousel says by a list how many rows of tensors it makes.
  const list =
    layout === "compact" ? (["impressions", "slot", "is_order"] as const).find((name) => columns.includes(name)) : undefined;
  const hasRows = ROW_COLUMNS.some((name) => columns.includes(name));
  const byDay = days === "column";
  const lengths = py`np.asarray(chunk(table.column(${list ?? ""})).value_lengths())`;
  return py`
def read_group(group: Group) -> Rows:
    """Reads a row group. Histories that follow each other and are equal are decoded once."""
    file = pq.ParquetFile(group.file)
    ${byDay ? py`rows = np.arange(group.first, group.end)` : py`rows = np.arange(file.metadata.row_group(group.number).num_rows)`}
    ${
      hasRows
        ? py`table = file.read_row_group(group.number, columns=ROW_COLUMNS).combine_chunks()${lineIf(byDay, 4, py`table = table.slice(group.first, group.end - group.first)`)}
    ${values(columns, list)}`
        : py`values: dict[str, np.ndarray] = {}`
    }${lineIf(list !== undefined, 4, py`rows = np.repeat(rows, lengths)`)}
    ${
      hasHistories(config)
        ? py`lists = {name: read_lists(group.file, group.number, name) for name in HISTORY_COLUMNS}
    starts = reduce(np.union1d, [column.starts for column in lists.values()])
    histories = {name: column.values[last_before(starts, column.starts)] for name, column in lists.items()}
    return Rows(values, histories, last_before(rows, starts))


def last_before(rows: np.ndarray, starts: np.ndarray) -> np.ndarray:
    """For each row, which of the starts is the last one that is not behind it."""
    return np.searchsorted(starts, rows, side="right") - 1`
        : py`return Rows(values, {}, rows)`
    }


def count_rows(group: Group) -> int:
    ${
      list === undefined
        ? byDay
          ? py`return group.end - group.first`
          : py`return pq.ParquetFile(group.file).metadata.row_group(group.number).num_rows`
        : py`table = pq.ParquetFile(group.file).read_row_group(group.number, columns=[${list}]).combine_chunks()
    return int(${lengths}${byDay ? py`[group.first : group.end]` : py``}.sum())`
    }


def chunk(column: pa.ChunkedArray) -> pa.Array:
    return column.chunk(0) if column.num_chunks else pa.array([], column.type)${list !== undefined || hasHistories(config) ? flat() : py``}${columns.includes("is_order") ? plain() : py``}`;
}

/** The columns that are not histories; of a carousel its lists, one after the other. */
function values(columns: readonly OutputColumn[], list: OutputColumn | undefined): Python {
  const ofColumn = columns.includes("is_order") ? py`plain` : py`np.asarray`;
  if (list === undefined) return py`values = {name: ${ofColumn}(chunk(table.column(name))) for name in ROW_COLUMNS}`;
  const ofRow = columns.includes("history_length");
  return py`lengths = np.asarray(chunk(table.column(${list})).value_lengths())
    values = {name: ${ofColumn}(flat(table.column(name))) for name in ROW_COLUMNS${ofRow ? py` if name != "history_length"` : py``}}${lineIf(ofRow, 4, py`values["history_length"] = np.repeat(np.asarray(chunk(table.column("history_length"))), lengths)`)}`;
}

function flat(): Python {
  return py`


def flat(column: pa.ChunkedArray) -> pa.Array:
    """The values of all lists, one after the other."""
    return chunk(column).flatten()`;
}

function plain(): Python {
  return py`


def plain(values: pa.Array) -> np.ndarray:
    """Labels as 0, 1 and -1; all others as they are."""
    return np.asarray(values.cast(pa.int8()).fill_null(-1)) if pa.types.is_boolean(values.type) else np.asarray(values)`;
}
