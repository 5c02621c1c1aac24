import { byteSize } from "../../lib/byte-size";
import type { Report } from "../../lib/report";
import { counted, whole } from "../ui/format";
import type { StepName } from "./step-state";

/** Rows in → rows out of one step, as the report tells them. */
export function flowOf(step: StepName, report: Report): string {
  const { config, sources, actions, output } = report;
  const histories = counted(report.histories, "history", "histories");
  switch (step) {
    case "standardize":
      return `${counted(sum(sources.map((source) => source.rowsRead)), "row")} → ${whole(sum(sources.map((source) => source.rowsKept)))} kept`;
    case "unify": {
      const kept = sum(sources.flatMap(({ role, rowsKept }) => (role === "impressions" ? [] : [rowsKept])));
      return `${counted(kept, "row")} → ${counted(actions, config.unify.duplicates === "drop" ? "distinct action" : "action")}`;
    }
    case "filter":
      return `${counted(actions, "action")} → ${histories}, ${whole(report.emptyHistories)} empty`;
    case "rank":
      return `${histories} → ${counted(sum(Object.values(report.actionTypes)), "action")}, ${whole(report.truncatedHistories)} truncated`;
    case "pad":
      return `${histories} → ${counted(report.rows, "row")} of ${whole(config.rank.maxActions)}`;
    case "output":
      return `${counted(report.rows, "row")} → ${counted(output.length, "file")}, ${byteSize(sum(output.map(({ bytes }) => bytes)))}`;
    default:
      return step satisfies never;
  }
}

function sum(values: number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
