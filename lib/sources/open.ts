import { type Config, ROLES, type Role } from "../config";
import { withLateKeys } from "./late-keys";
import { findColumns, missingColumn, recogniseRole } from "./recognise";
import { sniff } from "./sniff";
import type { SniffedSource, SourceFile } from "./types";

export interface OpenedSource {
  source: SniffedSource;
  /** By its columns, then by its name; `null` when neither tells. */
  role: Role | null;
}

/**
 * Finds out what a file is. What the config tells of the reading of its role holds.
 * @param role `null`: to be found out too
 * @throws LookbackError as {@link sniff}
 */
export async function openSource(file: SourceFile, config: Config, role: Role | null): Promise<OpenedSource> {
  const { read, limits } = config.standardize;
  const opened = async (as: Role) => {
    return { role: as, source: await withLateKeys(file, await sniff(file, read[as], limits), as, config) };
  };
  if (role !== null) return opened(role);
  const found = await sniff(file, {}, limits);
  const recognised = recogniseRole(found, file.path, config);
  if (recognised === null || !fits(recognised, found, file.path, config)) {
    for (const candidate of ROLES.filter((name) => read[name] !== undefined)) {
      const source = await sniff(file, read[candidate], limits).catch(() => null);
      if (source && fits(candidate, source, file.path, config)) return { role: candidate, source };
    }
  }
  return recognised === null ? { role: null, source: found } : opened(recognised);
}

function fits(role: Role, source: SniffedSource, path: string, config: Config): boolean {
  return missingColumn(role, findColumns(role, source, config), source, path, config) === null;
}
