import type { Config, Role } from "../config";
import { describeProblem, type Problem } from "../errors";
import { layoutKey } from "../sources/layout";
import { findColumns, isFieldMissing, missingColumns } from "../sources/recognise";
import type { SniffedSource } from "../sources/types";
import { controls, type Finding } from "./finding";
import { unevenColumns } from "./uneven-columns";

/** A file on the page; `source` is null while it is read, and where it cannot be: `problem` says why. */
export interface CheckedFile {
  path: string;
  source: SniffedSource | null;
  role: Role | null;
  problem: Problem | null;
}

/** What stands in the way of a build, or may be a mistake, as far as reading the files and their columns show it. */
export function findObstacles(files: readonly CheckedFile[], config: Config): Finding[] {
  return [...unreadableFiles(files), ...columnsThatLack(files, config), ...filesThatLack(files, config)];
}

/** Once for each path. */
function unreadableFiles(files: readonly CheckedFile[]): Finding[] {
  const problems = new Map(files.flatMap(({ path, problem }) => (problem ? [[path, problem]] : [])));
  return [...problems].map(([path, problem]) => {
    const { title, help } = describeProblem(problem);
    return { level: "error", text: `${title} ${help}`, mend: { control: controls.unreadable(path), label: "Show the file" } };
  });
}

/** Once for each layout. */
function columnsThatLack(files: readonly CheckedFile[], config: Config): Finding[] {
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
  return findings;
}

/** What shows only in all files together, once each that can be read is read and has a role. */
function filesThatLack(files: readonly CheckedFile[], config: Config): Finding[] {
  const isPending = files.some(({ source, role, problem }) => !problem && (source === null || role === null));
  if (files.length === 0 || isPending) return [];
  const findings = unevenColumns(files, config);
  const roles = new Set(files.flatMap(({ role }) => role ?? []));
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
