import type { Problem } from "../lib/errors";
import type { FileEntry } from "./workbench-state";

/** What stands in the way of a build before the worker is asked. */
export function refusalOf(files: readonly FileEntry[], invalid: Record<string, string>): Problem | null {
  const [field] = Object.entries(invalid);
  if (field) return { code: "bad-config", path: field[0], message: field[1] };
  const failed = files.flatMap(({ file, problem }) => (problem ? [{ path: file.path, problem }] : []));
  if (failed.length > 1) return { code: "unreadable-files", files: failed.map(({ path }) => path) };
  if (failed[0]) return failed[0].problem;
  const roleless = files.find((entry) => entry.role === null);
  if (roleless) {
    const present = roleless.source?.columns.map((column) => column.name) ?? [];
    return { code: "unknown-role", file: roleless.file.path, present };
  }
  return files.some((entry) => entry.role === "impressions") ? null : { code: "no-impressions" };
}
