import type { Config } from "../../../lib/config";
import type { ActionDetail, History, Verdict } from "../../../lib/inspection";
import { counted, whole } from "../../ui/format";
import { timeSpan } from "../../ui/zone-time";

/** The verdicts as the legend and the table say them. */
export function verdictNames(config: Config): Record<Verdict, string> {
  return {
    in: "in the sequence",
    "at-or-after-cutoff": "at or after the cutoff",
    "partition-date": "partition date too late",
    "older-than-lookback": `older than ${counted(config.filter.lookbackDays ?? 0, "day")}`,
    "beyond-newest": `beyond the newest ${whole(config.rank.maxActions)}`,
  };
}

/** Why an action is in the sequence of a history or not, in a sentence. */
export function reasonOf(
  action: ActionDetail,
  { cutoff, dt, boundaryTied, boundary }: Pick<History, "cutoff" | "dt" | "boundary" | "boundaryTied">,
  config: Config,
): string {
  const margin = cutoff - action.at;
  switch (action.verdict) {
    case "in":
      if (margin > 0n) return `In: ${timeSpan(margin)} before the cutoff.`;
      return `In: its partition date ${action.partitionDate} is before ${dt}, though its instant is ${after(-margin)}.`;
    case "at-or-after-cutoff":
      if (margin === 0n) return "Out: exactly at the cutoff, and only what is strictly before it counts.";
      return `Out: ${after(-margin)}.`;
    case "partition-date":
      return `Out: its partition date ${action.partitionDate} is not before ${dt}.`;
    case "older-than-lookback":
      return `Out: before the lookback of ${counted(config.filter.lookbackDays ?? 0, "day")} begins.`;
    case "beyond-newest": {
      const tied = boundaryTied && action.at === boundary;
      const newer = tied ? "stand before it in the order of ties" : "are newer";
      return `Out: ${counted(config.rank.maxActions, "action")} that count ${newer}.`;
    }
    default:
      return action.verdict satisfies never;
  }
}

function after(micros: bigint): string {
  return micros === 0n ? "exactly at the cutoff" : `${timeSpan(micros)} after the cutoff`;
}
