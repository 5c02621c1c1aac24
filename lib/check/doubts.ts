import type { Report, SourceReport } from "../report";
import { controls, type Finding, whole } from "./finding";

/** What of a report says whether the dataset is of use. */
export interface Doubtful extends Pick<Report, "histories" | "emptyHistories"> {
  sources: Pick<SourceReport, "file" | "role" | "rowsKept" | "withoutImpressions">[];
}

type Source = Doubtful["sources"][number];

/**
 * From half on, because a model then learns from padding more often than from actions: people without a past are common, but seldom
 * most of those to whom something was shown. Before and after the build it is one bound, so that a result never looks better than
 * its check.
 */
const MOST = 0.5;

export function mostlyEmpty({ histories, emptyHistories }: Pick<Report, "histories" | "emptyHistories">): boolean {
  return histories > 0 && emptyHistories / histories >= MOST;
}

/**
 * Why a dataset without a leak may still be worthless.
 * @param layoutAt the key of the layout of a source; `null` where the page has it no longer
 */
export function doubtsOf(report: Doubtful, layoutAt: (index: number) => string | null): Finding[] {
  const unknown = report.sources.flatMap((source, index) => (isUnknown(source) ? [index] : []));
  const roles = new Set(unknown.flatMap((index) => report.sources[index]?.role ?? []));
  return [
    ...(mostlyEmpty(report) ? [emptiness(report)] : []),
    ...[...roles].map((role) => {
      const [first = 0] = unknown.filter((index) => report.sources[index]?.role === role);
      return strangers(
        report.sources.filter((source) => source.role === role),
        layoutAt(first),
      );
    }),
  ];
}

/** Whether no customer of it has impressions. */
function isUnknown({ role, rowsKept, withoutImpressions }: Source): boolean {
  return role !== "impressions" && rowsKept > 0 && withoutImpressions === rowsKept;
}

function emptiness({ sources, histories, emptyHistories }: Doubtful): Finding {
  const actions = sources.filter(({ role }) => role !== "impressions");
  const isAll = emptyHistories === histories;
  const all = histories === 1 ? "The only history is" : `All ${whole(histories)} histories are`;
  const empty = `${isAll ? all : `${whole(emptyHistories)} of ${whole(histories)} histories are`} empty`;
  if (actions.length === 0) {
    const mend = { control: controls.addFiles, label: "Add files" };
    return { level: "warning", text: `${empty}: the dataset holds padding only. No file holds actions.`, mend };
  }
  if (actions.every(isUnknown)) return { level: "warning", text: `${empty}: the dataset holds padding only.`, mend: null };
  const way = isAll ? "Open a row of the sequences" : "Filter the sequences by history, and open a row";
  const text = `${empty}: no action of their customer counts before their day. ${way} to see why its actions are out.`;
  return { level: "warning", text, mend: null };
}

/** Says of the sources of a role which of them have no customer in common with the impressions. */
function strangers(sources: readonly Source[], layout: string | null): Finding {
  const unknown = sources.filter(isUnknown);
  const [first] = unknown;
  const rows = unknown.reduce((sum, { rowsKept }) => sum + rowsKept, 0);
  const isOne = unknown.length === 1;
  const name = isOne ? first?.file : `${whole(unknown.length)} of ${whole(sources.length)} files of ${first?.role}`;
  const its = isOne ? "its" : "their";
  return {
    level: "warning",
    text: `No customer in ${name} has impressions, so none of ${its} ${whole(rows)} rows is in a history. Compare ${its} customer_id with that of the impressions: 000001 and 1 are two customers.`,
    mend: layout === null ? null : { control: controls.column("customer_id", layout), label: "See customer_id" },
  };
}
