import { useEffect, useRef, useState } from "react";
import type { Config, Role } from "../lib/config";
import { type ColumnGuess, type Guess, guess } from "../lib/sources/guess";
import { layoutKey } from "../lib/sources/layout";
import { missingColumns } from "../lib/sources/recognise";
import type { SniffedSource } from "../lib/sources/types";
import { mappedNames, withColumn, withList } from "./inputs/mapped-columns";
import type { FileEntry } from "./workbench-state";

type Columns = Config["standardize"]["columns"];

/** Why a column stands in the mapping although nobody chose it. */
export type Reasons = ReadonlyMap<string, Pick<ColumnGuess, "confidence" | "reason">>;

export const reasonKey = (role: Role, canonical: string, column: string) => JSON.stringify([role, canonical, column]);

interface GuessTools {
  setRole: (ids: readonly number[], role: Role) => void;
  setColumns: (columns: Columns) => void;
}

/**
 * Puts what the columns of new files are likely to be into the config, where that makes a file complete, once for each layout and role: what the user changes
 * afterwards stands, until the config is replaced as a whole (`revision`). What is unsure is left to be asked.
 */
export function useGuesses(files: readonly FileEntry[], config: Config, revision: number, tools: GuessTools): Reasons {
  const considered = useRef(new Set<string>());
  const reset = useRef(revision);
  const [reasons, setReasons] = useState<Reasons>(new Map());
  useEffect(() => {
    if (reset.current !== revision) considered.current.clear();
    reset.current = revision;
    const found = likelyMapping(files, config, considered.current);
    if (found === null) return;
    for (const { ids, role } of found.roles) tools.setRole(ids, role);
    if (found.columns !== config.standardize.columns) tools.setColumns(found.columns);
    if (found.reasons.length > 0) setReasons((before) => new Map([...before, ...found.reasons]));
  });
  return reasons;
}

interface Likely {
  roles: { ids: number[]; role: Role }[];
  columns: Columns;
  reasons: [string, Pick<ColumnGuess, "confidence" | "reason">][];
}

/** What is new to say of the files; `null` if there is nothing. Remembers in `considered` what was looked at. */
function likelyMapping(files: readonly FileEntry[], config: Config, considered: Set<string>): Likely | null {
  const likely: Likely = { roles: [], columns: config.standardize.columns, reasons: [] };
  let isNew = false;
  for (const entry of files) {
    const { source, role, file } = entry;
    if (!source) continue;
    const key = layoutKey(role, source);
    if (considered.has(key)) continue;
    considered.add(key);
    isNew = true;
    const current = { ...config, standardize: { ...config.standardize, columns: likely.columns } };
    const guessed = guess(source, file.path, current, role);
    if (guessed.role === null) continue;
    if (role === null) {
      const alike = files.filter((other) => other.role === null && other.source && layoutKey(null, other.source) === key);
      likely.roles.push({ ids: alike.map(({ id }) => id), role: guessed.role });
      continue;
    }
    if (!isComplete(guessed, source, file.path, current)) continue;
    const names = mappedNames(role, source);
    const others = layoutsOf(files, role, key);
    for (const { canonical, column, confidence, reason } of guessed.columns) {
      if (confidence !== "likely") continue;
      likely.columns = withColumn(likely.columns, role, canonical, column, names, others);
      likely.reasons.push([reasonKey(role, canonical, column), { confidence, reason }]);
    }
    if (guessed.list) likely.columns = withList(likely.columns, guessed.list);
  }
  return isNew ? likely : null;
}

/** Whether a file has all that its role needs, without what is unsure; if not, the role may be wrong, and the user is asked. */
function isComplete({ role, columns }: Guess, source: SniffedSource, path: string, config: Config): boolean {
  const sure = columns.filter(({ confidence }) => confidence !== "unsure");
  const positions = Object.fromEntries(sure.map(({ canonical, position }) => [canonical, position]));
  return role !== null && missingColumns(role, positions, source, path, config).length === 0;
}

/** The names in the other files of a role, once for each layout. */
export function layoutsOf(files: readonly FileEntry[], role: Role, except: string): string[][] {
  const layouts = new Map<string, string[]>();
  for (const { source, role: other } of files) {
    if (source && other === role) layouts.set(layoutKey(role, source), mappedNames(role, source));
  }
  layouts.delete(except);
  return [...layouts.values()];
}
