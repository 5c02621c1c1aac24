/** SQL text that is safe to run: only {@link sql}, {@link id} and {@link join} make it. */
export class Sql {
  constructor(readonly text: string) {}
  toString(): string {
    return this.text;
  }
}

export type SqlValue = Sql | string | number | bigint | boolean | null | readonly Sql[];

/**
 * Tagged template: `${value}` becomes a literal, `${id("name")}` a quoted identifier, and an array of fragments is joined
 * with commas. There is no other way for a value to get into a statement.
 */
export function sql(strings: TemplateStringsArray, ...values: SqlValue[]): Sql {
  let text = strings[0] ?? "";
  values.forEach((value, index) => {
    text += literal(value) + (strings[index + 1] ?? "");
  });
  return new Sql(text);
}

/** A quoted identifier. */
export function id(name: string): Sql {
  return new Sql(`"${name.replaceAll('"', '""')}"`);
}

/** Joins fragments with a separator that the program (never the user) wrote. */
export function join(parts: readonly Sql[], separator = ", "): Sql {
  return new Sql(parts.map((part) => part.text).join(separator));
}

function literal(value: SqlValue): string {
  if (value instanceof Sql) return value.text;
  if (Array.isArray(value)) return join(value as readonly Sql[]).text;
  if (value === null) return "NULL";
  switch (typeof value) {
    case "string":
      return quote(value);
    case "number":
      if (!Number.isFinite(value)) throw new RangeError(`${value} is not an SQL literal`);
      return String(value);
    case "bigint":
      return String(value);
    case "boolean":
      return value ? "TRUE" : "FALSE";
    default:
      throw new TypeError("not an SQL value");
  }
}

/** NUL ends a statement in DuckDB's parser, so it is written as `chr(0)`. */
function quote(text: string): string {
  const quoted = `'${text.replaceAll("'", "''")}'`;
  return quoted.includes("\0") ? `(${quoted.replaceAll("\0", "'||chr(0)||'")})` : quoted;
}
