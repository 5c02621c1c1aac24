import { id, join, type Sql, sql } from "../sql";
import type { FlatTable } from "./arrow-messages";
import type { ColumnKind, SourceColumn } from "./column";
import { uniqueNames } from "./column-names";

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

export interface ArrowColumn extends SourceColumn {
  /** Whether DuckDB can take it from an Arrow stream at all. */
  readable: boolean;
}

const STRUCT = 13;

/** The columns of a schema, given as its flatbuffer; behind them the fields of lists of structs. */
export function columnsOf(schema: FlatTable): ArrowColumn[] {
  const fields = schema.tables(1);
  const names = uniqueNames(fields.map((field) => field.text(0) ?? ""));
  const own = fields.map((field, index) => ({ ...columnOf(field, names[index] ?? ""), ...fieldsOf(field) }));
  const entries = fields.flatMap((field, index) => (own[index]?.kind === "list" ? entryColumns(field, names[index] ?? "") : []));
  return [...own, ...entries.filter(({ name }) => !names.includes(name))];
}

/** The fields of the structs that a list holds. */
function fieldsOf(field: FlatTable): Pick<SourceColumn, "fields"> {
  const [entry] = field.tables(5);
  const isListOfStructs = KINDS[field.byte(2)] === "list" && entry?.byte(2) === STRUCT;
  return isListOfStructs ? { fields: entry.tables(5).map((inner) => inner.text(0) ?? "") } : {};
}

function columnOf(field: FlatTable, name: string): ArrowColumn {
  return { name, kind: kindOf(field), readable: isReadable(field) };
}

function entryColumns(field: FlatTable, list: string): ArrowColumn[] {
  const [entry] = field.tables(5);
  if (entry?.byte(2) !== STRUCT) return [];
  return entry.tables(5).map((part) => {
    const name = part.text(0) ?? "";
    return { ...columnOf(part, `${list}.${name}`), entryOf: { list, field: name } };
  });
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

/** How a table that a reader has made of Arrow data becomes the relation of a chunk. */
export interface TableShape {
  /** The columns of the table. */
  own: readonly SourceColumn[];
  /** The columns of the chunk: some of these, and the fields of one list's entries. */
  columns: readonly SourceColumn[];
}

/** The rows of a chunk. The table's columns are taken by their place. */
export function chunkOf(table: string, { own, columns }: TableShape): Sql {
  const list = listOf({ own, columns });
  const file = tableOf(table, own);
  const values = columns.map((column, index) => {
    const { kind, name, entryOf } = column;
    const place = own.findIndex((candidate) => candidate.name === name);
    const value = entryOf ? sql`struct_extract(entry, ${entryOf.field})` : id(`f${place}`);
    return sql`${kind === "other" ? sql`NULL::VARCHAR` : castOf(value, kind)} AS ${id(`c${index}`)}`;
  });
  return sql`(SELECT ${values} FROM ${list ? sql`(SELECT *, unnest(${list}) AS entry FROM ${file})` : file})`;
}

/** How many entries the list has over the whole table, as `entries`; `null` if a row of the table is one of the chunk. */
export function entryCount(table: string, shape: TableShape): Sql | null {
  const list = listOf(shape);
  return list && sql`SELECT coalesce(sum(len(${list})), 0)::DOUBLE AS entries FROM ${tableOf(table, shape.own)}`;
}

function tableOf(table: string, own: readonly SourceColumn[]): Sql {
  return sql`${id(table)} AS file(${join(own.map((_, index) => id(`f${index}`)))})`;
}

function listOf({ own, columns }: TableShape): Sql | null {
  const list = columns.find(({ entryOf }) => entryOf)?.entryOf?.list;
  return list === undefined ? null : id(`f${own.findIndex(({ name }) => name === list)}`);
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
    default:
      return column;
  }
}
