import type { Report, SourceReport } from "../../lib/report";
import type { FileEntry } from "../workbench-state";

/** The report of each file, by the file's id. Files of one name are told apart by their order. */
export function sourceReports(files: FileEntry[], report: Report): Map<number, SourceReport> {
  const seen = new Map<string, number>();
  const found = new Map<number, SourceReport>();
  for (const { id, file } of files) {
    const before = seen.get(file.path) ?? 0;
    seen.set(file.path, before + 1);
    const source = report.sources.filter((candidate) => candidate.file === file.path)[before];
    if (source) found.set(id, source);
  }
  return found;
}

export function rejectedOf({ rejected }: SourceReport): number {
  return Object.values(rejected).reduce((sum, count) => sum + count, 0);
}
