import type { Config, Limits, Role } from "../config";
import type { SourceColumn } from "./column";
import { isJson } from "./formats";
import { canonicalColumns, findColumns, missingColumn, namesOf } from "./recognise";
import { withColumns } from "./select";
import { textBlocks } from "./text";
import type { SniffedSource, SourceFile } from "./types";

const BLOCK_BYTES = 4 << 20;
/** More than a key has, with its quotes and blanks. */
const MAX_KEY = 1100;

/**
 * A JSON file with the columns that its role lacks, if their keys occur behind the sample: the sample must not decide what
 * exists. The whole file is looked through only where it could not be used otherwise.
 */
export async function withLateKeys(file: SourceFile, source: SniffedSource, role: Role, config: Config): Promise<SniffedSource> {
  if (!isJson(source) || source.rows.isExact) return source;
  const found = findColumns(role, source, config);
  if (missingColumn(role, found, source, file.path, config) === null) return source;
  const names = canonicalColumns(role).flatMap((canonical) =>
    found[canonical] === undefined ? namesOf(role, canonical, config) : [],
  );
  const columns = new Map(names.map((name) => [name, columnOf(name)]));
  const wanted = [...columns.values()].flatMap(({ name, entryOf }) => (entryOf ? [entryOf.list, entryOf.field] : name));
  const keys = await keysIn(file, source, new Set(wanted), config.standardize.limits);
  const late = [...columns.values()].filter(({ name, entryOf }) =>
    entryOf ? keys.has(entryOf.list) && keys.has(entryOf.field) : keys.has(name),
  );
  return withColumns(source, late);
}

function columnOf(name: string): SourceColumn {
  const dot = name.indexOf(".");
  if (dot < 1) return { name, kind: "text" };
  return { name, kind: "text", entryOf: { list: name.slice(0, dot), field: name.slice(dot + 1) } };
}

/** Which of the names stand in the file's text as keys do. */
async function keysIn(file: SourceFile, source: SniffedSource, names: Set<string>, limits: Limits): Promise<Set<string>> {
  const missing = new Map([...names].map((name) => [name, new RegExp(`${escaped(JSON.stringify(name))}\\s*:`)]));
  const decoder = new TextDecoder();
  let tail = "";
  for await (const { bytes } of textBlocks(file, source, limits, BLOCK_BYTES)) {
    const text = tail + decoder.decode(bytes, { stream: true });
    for (const [name, pattern] of missing) if (pattern.test(text)) missing.delete(name);
    if (missing.size === 0) break;
    tail = text.slice(-MAX_KEY);
  }
  return new Set([...names].filter((name) => !missing.has(name)));
}

function escaped(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&");
}
