import { Download } from "lucide-react";
import { byteSize } from "../../lib/byte-size";
import { manifestOf } from "../../lib/manifest";
import type { OutputReport, Report } from "../../lib/report";
import type { Built, BuiltFile } from "../../workers/protocol";
import { Button } from "../ui/button";
import { CopyButton } from "../ui/copy-button";
import table from "../ui/data-table.module.css";
import { download } from "../ui/download";
import { counted, whole } from "../ui/format";
import type { FileEntry } from "../workbench-state";
import { Programs } from "./programs-panel";
import styles from "./sections.module.css";

/** The files with their checksums, and the programs that go with them. */
export function Output({ built, files }: { built: Built; files: FileEntry[] }) {
  const { report } = built;
  return (
    <div className={styles.section}>
      <section>
        <div className={styles.head}>
          <h3>Files</h3>
          <Button
            kind="quiet"
            onClick={() => download("manifest.json", new Blob([manifestOf(report)], { type: "application/json" }))}
          >
            <Download size={14} aria-hidden />
            Download manifest
          </Button>
        </div>
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by key */}
        <section className={table.wrap} aria-label="Files and checksums" tabIndex={0}>
          <FilesTable files={built.files} reports={report.output} />
        </section>
        <Checksum report={report} />
      </section>
      <Programs config={report.config} files={files} />
    </div>
  );
}

/** By which two people can tell that they have the same dataset. */
function Checksum({ report }: { report: Report }) {
  const isList = report.output.length > 1;
  return (
    <div className={styles.checksum}>
      <p className={styles.sum}>
        <span className={styles.quiet}>SHA-256 of the dataset</span>
        <span className={styles.sum}>
          <code>{report.sha256}</code>
          <CopyButton icon label="Copy SHA-256 of the dataset" text={() => report.sha256} />
        </span>
      </p>
      <p className={styles.quiet}>
        The same files and settings give the same one, on any machine.{" "}
        {isList ? "It is that of the list of the files above, as sha256sum prints it, sorted by name. " : null}
        The recipe stands in the metadata of each Parquet file and in manifest.json: drop either on this page to build again.
      </p>
    </div>
  );
}

function FilesTable({ files, reports }: { files: BuiltFile[]; reports: OutputReport[] }) {
  return (
    <table className={table.table} aria-label="Output files">
      <thead>
        <tr>
          <th scope="col">File</th>
          <th scope="col" data-align="end">
            Rows
          </th>
          <th scope="col" data-align="end">
            Size
          </th>
          <th scope="col">SHA-256</th>
        </tr>
      </thead>
      <tbody>
        {reports.map(({ file, rows, bytes, sha256 }) => (
          <tr key={file}>
            <td>
              <SaveFile name={file} file={files.find((other) => other.file === file)} />
            </td>
            <td data-align="end">{whole(rows)}</td>
            <td data-align="end" title={counted(bytes, "byte")}>
              {byteSize(bytes)}
            </td>
            <td>
              <span className={styles.sum}>
                <code>{sha256}</code>
                <CopyButton icon label={`Copy SHA-256 of ${file}`} text={() => sha256} />
              </span>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function SaveFile({ name, file }: { name: string; file: BuiltFile | undefined }) {
  return (
    <span className={styles.sum}>
      {name}
      {file ? (
        <Button kind="icon" aria-label={`Save ${name}`} title="Save" onClick={() => download(name, file.blob)}>
          <Download size={14} aria-hidden />
        </Button>
      ) : null}
    </span>
  );
}
