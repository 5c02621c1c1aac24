/**
 * What a column's values are in the relation that a reader makes.
 * Text formats give `text` only; Parquet and Arrow give what their schema says, mapped to DuckDB types:
 * integer = BIGINT or UBIGINT or narrower, float = DOUBLE, decimal = DECIMAL, timestamp = TIMESTAMP (naive, any unit),
 * instant = TIMESTAMP in UTC, list = LIST of STRUCT or of scalars, other = anything that no canonical column can use.
 */
export type ColumnKind =
  | "text"
  | "integer"
  | "float"
  | "decimal"
  | "boolean"
  | "date"
  | "timestamp"
  | "instant"
  | "list"
  | "other";

export interface SourceColumn {
  /** Unlike that of any other column of the file. A field of the entries of a list is called `<list>.<field>`. */
  name: string;
  kind: ColumnKind;
  /** Of a list of structs: the names of their fields. */
  fields?: readonly string[];
  /** Set where the column is a field of the entries of a list, such as `events.aid`: the names of both. */
  entryOf?: { list: string; field: string };
}
