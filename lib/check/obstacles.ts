import type { Config, Role } from "../config";
import { layoutKey } from "../sources/layout";
import { findColumns, isFieldMissing, missingColumns } from "../sources/recognise";
import type { SniffedSource } from "../sources/types";
import { controls, type Finding } from "./finding";
import { unevenColumns } from "./uneven-columns";

/** A file on the page; `source` is null while it is read, and where it cannot be. */
export interface CheckedFile {
  path: string;
  source: SniffedSource | null;
  role: Role | null;
}

/** What stands in the way of a build, or may be a mistake, as far as the columns of the files show it. */
export function findObstacles(files: readonly CheckedFile[], config: Config): Finding[] {
  if (files.length === 0) return [];
  const findings: Finding[] = [];
  const seen = new Set<string>();
  for (const { path, source, role } of files) {
    if (!source) continue;
    const layout = layoutKey(role, source);
    if (seen.has(layout)) continue;
    const missing = role === null ? [] : missingColumns(role, findColumns(role, source, config), source, path, config);
    const [first] = missing;
    if (role !== null && first === undefined) continue;
    seen.add(layout);
    findings.push(
      role === null || first === undefined
        ? {
            level: "error",
            text: `${path} fits no role by its columns.`,
            mend: { control: controls.role(layout), label: "Choose its role" },
          }
        : {
            level: "error",
            text: `${path} has no ${isFieldMissing(role, source, path, config) ? "field in its lists" : "column"} that is ${listed(missing)}, which ${role} must have.`,
            mend: { control: controls.column(first, layout), label: `Choose ${first}` },
          },
    );
  }
  const roles = new Set(files.map(({ role }) => role));
  if (roles.has(null) || files.some(({ source }) => source === null)) return findings;
  findings.push(...unevenColumns(files, config));
  const mend = { control: controls.addFiles, label: "Add files" };
  if (!roles.has("impressions")) {
    findings.push({ level: "error", text: "There are no impressions, so there is nothing to build sequences for.", mend });
  } else if (roles.size === 1) {
    findings.push({ level: "warning", text: "No file holds actions, so every history will be empty.", mend });
  }
  return findings;
}

/** `a`, `a or b`, `a, b or c`. */
function listed(names: readonly string[]): string {
  return names.length < 2 ? names.join("") : `${names.slice(0, -1).join(", ")} or ${names.at(-1)}`;
}
