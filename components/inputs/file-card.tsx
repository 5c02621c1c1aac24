import { X } from "lucide-react";
import { useId } from "react";
import { type Config, ROLES, type Role } from "../../lib/config";
import type { SourceReport } from "../../lib/report";
import { Button } from "../ui/button";
import { byteSize, counted, whole } from "../ui/format";
import { ProblemAlert } from "../ui/problem-alert";
import type { FileEntry } from "../workbench-state";
import styles from "./file-card.module.css";
import { FileColumns } from "./file-columns";
import { rejectedOf } from "./source-reports";

interface FileCardProps {
  entry: FileEntry;
  twin: FileEntry | undefined;
  report: SourceReport | undefined;
  /** The page already announces this file's problem. */
  announced: boolean;
  config: Config;
  onRole: (role: Role | null) => void;
  onColumns: (columns: Config["standardize"]["columns"]) => void;
  onRemove: () => void;
}

export function FileCard({ entry, twin, report, announced, config, onRole, onColumns, onRemove }: FileCardProps) {
  const { file, source, problem } = entry;
  const reading = source === null && problem === null;
  return (
    <li className={styles.card} aria-busy={reading}>
      <div className={styles.head}>
        <h3 className={styles.name}>{file.path}</h3>
        <Button kind="icon" onClick={onRemove} aria-label={`Remove ${file.path}`} title="Remove">
          <X size={14} aria-hidden />
        </Button>
      </div>
      <div className={styles.role}>
        <RoleSelect entry={entry} onRole={onRole} />
        {report ? <Outcome report={report} /> : null}
      </div>
      {twin ? <p className={styles.note}>Same name and size as another {twin.file.path} above; both count.</p> : null}
      {source && entry.role === null ? <p className={styles.note}>No known schema. Choose what it holds.</p> : null}
      {problem ? <ProblemAlert problem={problem} silent={announced} /> : null}
      {source ? (
        <FileColumns file={file.path} role={entry.role} source={source} config={config} onColumns={onColumns} />
      ) : (
        <p className={styles.facts}>{byteSize(file.blob.size)}</p>
      )}
    </li>
  );
}

function RoleSelect({ entry, onRole }: { entry: FileEntry; onRole: (role: Role | null) => void }) {
  const id = useId();
  return (
    <>
      <label htmlFor={id} className="visually-hidden">
        Role of {entry.file.path}
      </label>
      <select id={id} value={entry.role ?? ""} onChange={(event) => onRole((event.target.value || null) as Role | null)}>
        <option value="">{entry.source || entry.problem ? "Choose a role…" : "Reading…"}</option>
        {ROLES.map((role) => (
          <option key={role} value={role}>
            {role}
          </option>
        ))}
      </select>
    </>
  );
}

function Outcome({ report }: { report: SourceReport }) {
  const rejected = rejectedOf(report);
  return (
    <p className={styles.outcome}>
      {counted(report.rowsRead, "row")}
      {rejected > 0 ? <span>{whole(rejected)} rejected</span> : null}
    </p>
  );
}
