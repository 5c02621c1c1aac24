import type { Config, Role } from "../config";
import { LookbackError } from "../errors";
import { unreadable } from "./blob";
import type { SourceColumn } from "./column";
import { isJson } from "./formats";
import { mapColumns } from "./map-columns";
import { profileOf } from "./profile";
import { findColumns, namesOf, SCHEMAS } from "./recognise";
import type { BuildSource, SniffedSource } from "./types";

/** A column that the roles know and that no stage reads. */
const UNUSED = "simple_id";

/**
 * What a build reads of a file, by the mapping of its role: the file's own columns; or, where the mapping uses fields of the
 * entries of a list, these beside the other columns, and each entry is a row. Optional keys that the sample of a JSON file
 * does not have are read too: they may come later.
 * @throws LookbackError `missing-column`, `unreadable-file` if a column that is mapped has a type without use, or `bad-config` if the mapping uses fields of two lists
 */
export function selectColumns({ file, source, role }: BuildSource, config: Config): SniffedSource {
  const mapped = Object.entries(mapColumns(role, source, file.path, config));
  const positions = mapped.flatMap(([canonical, position]) => (canonical === UNUSED ? [] : position));
  for (const position of positions) {
    const { name, kind } = source.columns[position] ?? {};
    if (kind === "other")
      throw unreadable(file, `column ${name} has a type that cannot be used; write it as text or as a number`);
  }
  const lists = new Set(positions.flatMap((position) => source.columns[position]?.entryOf?.list ?? []));
  const [list, other] = lists;
  if (other !== undefined) {
    const message = `names fields of two lists of ${file.path} (${list} and ${other}), but a row can be an entry of one only`;
    throw new LookbackError({ code: "bad-config", path: `standardize.columns.${role}`, message });
  }
  const selected = entriesAsRows(source, list ?? null);
  return isJson(source) && !source.rows.isExact ? withColumns(selected, lateColumns(role, source, config)) : selected;
}

/** The source with the fields of one list's entries in place of the list, and so a row for each entry; of `null`, as it is. */
export function entriesAsRows(source: SniffedSource, list: string | null): SniffedSource {
  const kept = source.columns.flatMap(({ name, entryOf }, position) =>
    (entryOf ? entryOf.list === list : name !== list) ? position : [],
  );
  return {
    ...source,
    columns: kept.flatMap((position) => source.columns[position] ?? []),
    sample: source.sample.map((row) => kept.map((position) => row[position] ?? null)),
    profile: kept.flatMap((position) => source.profile[position] ?? []),
  };
}

/** The source with further columns, of which the sample has no values. */
export function withColumns(source: SniffedSource, columns: readonly SourceColumn[]): SniffedSource {
  if (columns.length === 0) return source;
  return {
    ...source,
    columns: [...source.columns, ...columns],
    sample: source.sample.map((row) => [...row, ...columns.map(() => null)]),
    profile: [...source.profile, ...profileOf(columns, [])],
  };
}

/** Optional columns that the sample does not have. */
function lateColumns(role: Role, source: SniffedSource, config: Config): SourceColumn[] {
  const found = findColumns(role, source, config);
  const names = SCHEMAS[role].optional.flatMap((canonical) =>
    found[canonical] === undefined ? namesOf(role, canonical, config) : [],
  );
  return [...new Set(names)].map((name) => ({ name, kind: "text" }));
}
