import type { ColumnKind } from "../sources/column";
import { id, type Sql, sql } from "../sql";

/** What an id column is over all sources: integers are BIGINT, text is VARCHAR. */
export type IdKind = "integer" | "text";
export type IdKinds = { customer: IdKind; item: IdKind };

/** A column of a relation with its kind. */
export interface Field {
  column: Sql;
  kind: ColumnKind;
  /** Of a text column of times: how its sample writes them, as `timeShape` gives it. It saves time and changes no result. */
  shape?: string | undefined;
}

/** The text of a value as it stood in the file, without the blanks around it; NULL where there is nothing. */
export function textOf({ column, kind }: Field): Sql {
  return kind === "text" ? sql`nullif(trim(${column}, ${" \t\r\n"}), '')` : sql`(${column})::VARCHAR`;
}

/** TRUE where there is a value at all. */
export function isPresent(field: Field): Sql {
  return sql`(${textOf(field)} IS NOT NULL)`;
}

/**
 * An id by the contract's rule, of type BIGINT or VARCHAR. As an integer it is NULL where the value is no integer of 64 bits
 * written without leading zeros. The round trip through BIGINT settles nearly all values; the pattern takes the rest.
 */
export function idOf(field: Field, idKind: IdKind): Sql {
  const { column, kind } = field;
  if (idKind === "text") return kind === "float" || kind === "decimal" ? textOfIntegral(column) : textOf(field);
  switch (kind) {
    case "integer":
      return sql`TRY_CAST(${column} AS BIGINT)`;
    case "float":
    case "decimal":
      return sql`CASE WHEN ${column} = trunc(${column}) THEN TRY_CAST(${column} AS BIGINT) END`;
    case "text":
      return sql`CASE WHEN TRY_CAST(${column} AS BIGINT)::VARCHAR = ${column} THEN TRY_CAST(${column} AS BIGINT)
        WHEN regexp_full_match(${textOf(field)}, '(0|-?[1-9][0-9]*)([.]0+)?')
        THEN TRY_CAST(split_part(${textOf(field)}, '.', 1) AS BIGINT) END`;
    default:
      return sql`NULL::BIGINT`;
  }
}

/** A number as text, an integral float as the integer that it stands for; NULL for values of other kinds. */
export function integralText({ column, kind }: Field): Sql {
  if (kind === "integer") return sql`(${column})::VARCHAR`;
  return kind === "float" || kind === "decimal" ? textOfIntegral(column) : sql`NULL::VARCHAR`;
}

/** An integral float is written as the integer that it stands for. */
function textOfIntegral(column: Sql): Sql {
  return sql`CASE WHEN ${column} = trunc(${column}) AND TRY_CAST(${column} AS BIGINT) IS NOT NULL
    THEN TRY_CAST(${column} AS BIGINT)::VARCHAR ELSE (${column})::VARCHAR END`;
}

/** A label; NULL where there is none, and where the value is neither true nor false. */
export function labelOf(field: Field): Sql {
  const text = sql`lower(${textOf(field)})`;
  const plain =
    field.kind === "text" ? sql`WHEN ${field.column} = 'true' THEN TRUE WHEN ${field.column} = 'false' THEN FALSE` : sql``;
  return sql`CASE WHEN ${field.column} IS NULL THEN NULL::BOOLEAN ${plain}
    WHEN ${text} IN ('true', '1', '1.0') THEN TRUE WHEN ${text} IN ('false', '0', '0.0') THEN FALSE END`;
}

/** The `index`-th column of a chunk. */
export function chunkColumn(index: number): Sql {
  return id(`c${index}`);
}
