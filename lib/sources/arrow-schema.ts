import { id, join, type Sql, sql } from "../sql";
import type { FlatTable } from "./arrow-messages";
import type { ColumnKind, SourceColumn } from "./types";

/** Type numbers of https://github.com/apache/arrow/blob/main/format/Schema.fbs */
const KINDS: Readonly<Record<number, ColumnKind>> = {
  1: "text", // Null
  2: "integer",
  3: "float",
  5: "text",
  6: "boolean",
  7: "decimal",
  8: "date",
  10: "timestamp",
  12: "list",
  16: "list", // FixedSizeList
  20: "text", // LargeUtf8
  21: "list", // LargeList
  24: "text", // Utf8View
  25: "list", // ListView
  26: "list", // LargeListView
};

const STRUCT = 13;

export interface ArrowColumn extends SourceColumn {
  /** Whether DuckDB can take it from an Arrow stream at all. */
  readable: boolean;
}

/** The columns of a schema, given as its flatbuffer. */
export function columnsOf(schema: FlatTable): ArrowColumn[] {
  return schema.tables(1).map((field) => ({
    name: field.text(0) ?? "",
    kind: kindOf(field),
    ...fieldsOf(field),
    readable: isReadable(field),
  }));
}

/** The fields of the structs that a list holds. */
function fieldsOf(field: FlatTable): Pick<SourceColumn, "fields"> {
  const [entry] = field.tables(5);
  const isListOfStructs = KINDS[field.byte(2)] === "list" && entry?.byte(2) === STRUCT;
  return isListOfStructs ? { fields: entry.tables(5).map((inner) => inner.text(0) ?? "") } : {};
}

function kindOf(field: FlatTable): ColumnKind {
  const kind = KINDS[field.byte(2)] ?? "other";
  const type = field.table(3);
  if (kind === "timestamp") return type?.text(1) ? "instant" : kind;
  if (kind === "decimal") return type?.int(2, 128) === 128 ? kind : "other";
  return isReadable(field) ? kind : "other";
}

function isReadable(field: FlatTable): boolean {
  const type = field.table(3);
  const isHalfFloat = field.byte(2) === 3 && type?.short(0) === 0;
  const isWideDecimal = field.byte(2) === 7 && type?.int(2, 128) !== 128;
  return !isHalfFloat && !isWideDecimal && field.tables(5).every(isReadable);
}

/** The table that a reader has made of Arrow data, with the columns of a chunk. Its columns are taken by their place. */
export function chunkOf(table: string, columns: readonly SourceColumn[], present: (index: number) => boolean): Sql {
  const names = columns.map((_, index) => id(`c${index}`));
  const there = names.filter((_, index) => present(index));
  const values = columns.map((column, index) => {
    const name = id(`c${index}`);
    return sql`${present(index) ? castOf(name, column.kind) : sql`NULL::VARCHAR`} AS ${name}`;
  });
  return sql`(SELECT ${values} FROM ${id(table)} AS file(${join(there)}))`;
}

function castOf(column: Sql, kind: ColumnKind): Sql {
  switch (kind) {
    case "text":
      return sql`${column}::VARCHAR`;
    case "float":
      return sql`${column}::DOUBLE`;
    case "date":
      return sql`${column}::DATE`;
    // A TIMESTAMPTZ is cast without ICU, and to its time in UTC.
    case "timestamp":
    case "instant":
      return sql`${column}::TIMESTAMP`;
    case "other":
      return sql`NULL::VARCHAR`;
    default:
      return column;
  }
}
