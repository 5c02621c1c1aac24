import type { Config, Role } from "../../config";
import type { SourceColumn } from "../../sources/column";
import { findColumns } from "../../sources/recognise";
import type { SniffedSource } from "../../sources/types";
import { id, join, type Sql, sql } from "../../sql";

/** A file as it was recognised. */
export interface ScriptSource {
  role: Role;
  path: string;
  source: Pick<SniffedSource, "format" | "dialect" | "encoding" | "columns" | "profile">;
}

/** Files of one role and one form, which the script reads as one. */
export interface Input {
  role: Role;
  /** The variable that holds the paths, and the table of the rows as text. */
  variable: Sql;
  paths: string[];
  source: Omit<ScriptSource["source"], "profile">;
  /** Canonical column to position. */
  positions: Readonly<Record<string, number>>;
  /** Canonical columns of times that are all midnights, and stand for the days that begin with them. */
  midnights: readonly string[];
}

/** Why a script cannot read one of the files; `null` if it can read all. */
export function refusalOf(config: Config, sources: readonly ScriptSource[]): string | null {
  for (const { role, path, source } of sources) {
    const inLists = Object.values(findColumns(role, source, config)).some((place) => source.columns[place]?.entryOf);
    if (inLists) return `${path} has its actions in a list in each row. Write one action a row.`;
    if (source.format === "arrow") return `${path} is an Arrow file, which DuckDB reads from memory only. Save it as Parquet.`;
    if (source.encoding !== null && source.encoding !== "utf-8")
      return `${path} is text in ${source.encoding}, which a script cannot read as strictly. Save it as UTF-8.`;
    if (source.dialect?.quote === "'") return `${path} has single quotes around values. Save it with double quotes.`;
  }
  return null;
}

/** Files that are alike are read by one call. */
export function inputsOf(config: Config, sources: readonly ScriptSource[]): Input[] {
  const inputs = new Map<string, Input>();
  const counts = new Map<Role, number>();
  for (const { role, path, source } of sources) {
    const { format, dialect, encoding } = source;
    // The fields of lists stand behind the columns that a file has itself.
    const columns = source.columns.filter(({ entryOf }) => entryOf === undefined);
    const positions = findColumns(role, { columns }, config);
    const midnights = midnightsOf(positions, source, config);
    const form = JSON.stringify([role, format, dialect, columns, midnights]);
    const same = inputs.get(form);
    if (same) same.paths.push(path);
    else {
      const number = (counts.get(role) ?? 0) + 1;
      counts.set(role, number);
      inputs.set(form, {
        role,
        variable: id(`${role}_${number}`),
        paths: [path],
        source: { format, dialect, encoding, columns },
        positions,
        midnights,
      });
    }
  }
  return [...inputs.values()];
}

/** Only where the two zones differ: otherwise the day of the instant is the same. */
function midnightsOf(
  positions: Input["positions"],
  { profile }: ScriptSource["source"],
  { standardize, filter }: Config,
): string[] {
  if (standardize.timeZone === filter.dayZone) return [];
  return ["dt", "order_date"].filter((canonical) => {
    const holds = profile[positions[canonical] ?? -1]?.holds;
    return holds?.kind === "timestamp" && holds.format.midnights;
  });
}

/** A table for each input: `file`, `row` (its place in the order of the files) and the canonical columns as text. */
export function readInputs(inputs: readonly Input[], config: Config): Sql[] {
  return inputs.map((input) => {
    const { source, positions, midnights } = input;
    const columns = namedColumns(source.columns);
    const values = CANONICAL[input.role].map((canonical) => {
      const column = columns[positions[canonical] ?? -1];
      const text = column ? asText(column) : sql`NULL::VARCHAR`;
      return sql`${midnights.includes(canonical) ? sql`day_of_midnight(${text})` : text} AS ${id(canonical)}`;
    });
    const aside = join(
      columns.map(({ name, column }) => sql`${name}: ${column}`),
      ", ",
    );
    return sql`CREATE OR REPLACE TABLE ${input.variable} AS
  SELECT filename AS file, row_number() OVER () AS row,
    ${join(values, ",\n    ")},
    to_json({${aside}})::VARCHAR AS text
  FROM ${readCall(input, columns, config)}`;
  });
}

/** What the roles have in common is what the stages after this read. */
const CANONICAL: Record<Role, readonly string[]> = {
  impressions: ["dt", "ranking_id", "customer_id", "impressions", "item_id", "is_order", "slot"],
  clicks: ["dt", "customer_id", "item_id", "click_time"],
  add_to_carts: ["dt", "customer_id", "config_id", "occurred_at"],
  previous_orders: ["order_date", "customer_id", "config_id", "occurred_at"],
  events: ["dt", "customer_id", "item_id", "action_type", "occurred_at"],
};

interface NamedColumn {
  /** As the file has it. */
  name: string;
  column: Sql;
  kind: SourceColumn["kind"];
}

/** DuckDB tells names apart by more than letter case; where that fails, columns go by their place. */
function namedColumns(columns: readonly SourceColumn[]): NamedColumn[] {
  const plain = columns.map(({ name }) => name.toLowerCase());
  const isClear = plain.every((name, at) => name !== "" && name !== "filename" && plain.indexOf(name) === at);
  return columns.map(({ name, kind }, at) => ({ name, kind, column: id(isClear ? name : `c${at}`) }));
}

function asText({ column, kind }: NamedColumn): Sql {
  switch (kind) {
    case "list":
      return sql`to_json(${column})::VARCHAR`;
    case "float":
    case "decimal":
      return sql`CASE WHEN ${column} = trunc(${column}) THEN coalesce(TRY_CAST(${column} AS BIGINT)::VARCHAR, ${column}::VARCHAR) ELSE ${column}::VARCHAR END`;
    default:
      return sql`${column}::VARCHAR`;
  }
}

function readCall({ source, variable }: Input, columns: readonly NamedColumn[], config: Config): Sql {
  const paths = sql`getvariable(${variable.text.slice(1, -1)})`;
  const types = sql`columns = {${columns.map(({ column }) => sql`${column}: 'VARCHAR'`)}}`;
  switch (source.format) {
    case "csv": {
      const { delimiter, quote, header } = source.dialect ?? { delimiter: ",", quote: '"', header: true };
      return sql`read_csv(${paths}, auto_detect = false, header = ${header}, delim = ${delimiter}, quote = ${quote}, escape = ${quote},
    nullstr = '', strict_mode = true, store_rejects = true, max_line_size = ${2 * config.standardize.limits.recordBytes}, filename = true,
    ${types})`;
    }
    case "json":
    case "jsonl":
      return sql`read_json(${paths}, format = ${source.format === "json" ? "array" : "newline_delimited"}, filename = true,
    ${types})`;
    default:
      return sql`read_parquet(${paths}, filename = true)`;
  }
}
