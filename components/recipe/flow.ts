import type { Report } from "../../lib/report";
import { counted, whole } from "../ui/format";
import type { StepName } from "./step-state";

/** Rows in → rows out of one step, as far as the report tells. */
export function flowOf(step: StepName, report: Report): string {
  const read = sum(report.sources.map((source) => source.rowsRead));
  const kept = sum(report.sources.map((source) => source.rowsKept));
  const inHistories = sum(Object.values(report.actionTypes));
  switch (step) {
    case "standardize":
      return `${counted(read, "row")} → ${whole(kept)} kept`;
    case "unify":
      return `${counted(report.actions, "action")} in one log`;
    case "filter":
      return `${counted(report.actions, "action")} → ${counted(report.histories, "history", "histories")}`;
    case "rank":
      return `${counted(inHistories, "action")} in histories, ${whole(report.truncatedHistories)} truncated`;
    case "pad":
      return `${counted(report.rows, "row")} × ${whole(report.config.rank.maxActions)}`;
    case "output":
      return `${counted(report.rows, "row")} in ${counted(report.output.length, "file")}`;
  }
}

function sum(values: number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
