import { Check, Download } from "lucide-react";
import { doubtsOf } from "../../lib/check/doubts";
import { oddIds } from "../../lib/check/odd-ids";
import { besideDownload } from "../../lib/download-name";
import type { Report } from "../../lib/report";
import { layoutKey } from "../../lib/sources/layout";
import type { Built } from "../../workers/protocol";
import { Findings } from "../check/findings";
import { sourceReports } from "../inputs/source-reports";
import { Button } from "../ui/button";
import { download, downloadJson } from "../ui/download";
import { counted, share, whole } from "../ui/format";
import type { FileEntry } from "../workbench-state";
import { ActionTypes } from "./action-types";
import styles from "./overview.module.css";

interface OverviewProps {
  built: Built;
  files: FileEntry[];
  /** The file of the user's that it was written into; there is nothing to download then. */
  savedAs: string | null;
  stale: boolean;
}

/** What was built, in view whatever tab is open: the verdict and what speaks against it, the figures, the types, the downloads. */
export function Overview({ built, files, savedAs, stale }: OverviewProps) {
  const { report } = built;
  const beside = besideDownload(built.files, built.download.file);
  return (
    <section className={styles.overview} aria-label="Overview">
      <div className={styles.head}>
        <Verdict built={built} />
        {stale ? <p className={styles.stale}>Built with earlier files or settings</p> : null}
        <div className={styles.downloads}>
          <Button onClick={() => downloadJson("report.json", report)}>Download report</Button>
          {savedAs === null ? (
            <Button onClick={() => download(built.download.file, built.download.blob)}>
              <Download size={14} aria-hidden />
              Download Parquet
            </Button>
          ) : (
            <p className={styles.saved}>
              <Check size={14} aria-hidden />
              Written into {savedAs}
            </p>
          )}
          {beside.map(({ file, blob }) => (
            <Button key={file} onClick={() => download(file, blob)}>
              <Download size={14} aria-hidden />
              Download {file}
            </Button>
          ))}
        </div>
      </div>
      {beside.length > 0 ? (
        <p className={styles.beside}>
          Item ids in the dataset are numbers: only vocabulary.parquet, a file of its own, tells what they stand for. Save both.
        </p>
      ) : null}
      <Findings
        label="Warnings"
        findings={[...doubtsOf(report, (index) => layoutAt(index, files, report)), ...oddIds(built.textIds)]}
      />
      <dl className={styles.figures}>
        <Figure name="Rows" value={whole(report.rows)} note={`from ${counted(report.impressions, "impression")}`} />
        <Figure
          name="Histories"
          value={whole(report.histories)}
          note={`${whole(report.emptyHistories)} empty, ${share(report.emptyHistories, report.histories)}`}
        />
        <Figure
          name="Truncated"
          value={whole(report.truncatedHistories)}
          note={`had more than ${whole(report.config.rank.maxActions)}`}
        />
        <Figure
          name="Actions"
          value={whole(report.actions)}
          note={`${whole(report.partitionDateMismatches)} off their partition date`}
        />
      </dl>
      <ActionTypes built={built} />
    </section>
  );
}

/** The key of the layout that the file of a source has on the page. */
function layoutAt(index: number, files: FileEntry[], report: Report): string | null {
  const reports = sourceReports(files, report);
  const entry = files.find(({ id }) => reports.get(id) === report.sources[index]);
  return entry?.source ? layoutKey(entry.role, entry.source) : null;
}

function Verdict({ built }: { built: Built }) {
  const { histories, violations } = built.report.audit;
  return (
    <h2 className={styles.verdict} data-clean={violations === 0}>
      {violations === 0 ? "No leaks" : counted(violations, "leak")}
      <span> in {counted(histories, "audited history", "audited histories")}</span>
    </h2>
  );
}

function Figure({ name, value, note }: { name: string; value: string; note: string }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd className={styles.value}>{value}</dd>
      <dd className={styles.note}>{note}</dd>
    </div>
  );
}
