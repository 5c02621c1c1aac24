import { X } from "lucide-react";
import { byteSize } from "../../lib/byte-size";
import { controls } from "../../lib/check/finding";
import type { Config, Role } from "../../lib/config";
import type { SourceReport } from "../../lib/report";
import { layoutKey } from "../../lib/sources/layout";
import { Button } from "../ui/button";
import { counted, whole } from "../ui/format";
import { ProblemAlert } from "../ui/problem-alert";
import { layoutsOf, type Reasons } from "../use-guesses";
import type { FileEntry } from "../workbench-state";
import { EncodingDoubt } from "./encoding-doubt";
import styles from "./file-card.module.css";
import { FileColumns } from "./file-columns";
import { FileList } from "./file-list";
import type { FileGroup } from "./layouts";
import { Reading, rowWords } from "./reading";
import { Remedies } from "./remedies";
import { RoleSelect } from "./role-select";
import { rejectedOf } from "./source-reports";

export interface FileCardProps {
  group: FileGroup;
  files: readonly FileEntry[];
  twin: FileEntry | undefined;
  /** Of the last build, as long as it was made of these files. */
  reports: readonly SourceReport[];
  /** The page already announces this file's problem. */
  announced: boolean;
  config: Config;
  reasons: Reasons;
  onRole: (ids: readonly number[], role: Role | null) => void;
  onStandardize: (patch: Partial<Config["standardize"]>) => void;
  onRemove: (ids: readonly number[]) => void;
}

/** A file, or many files that are alike: its role, how it is read, and how its columns are understood. */
export function FileCard(props: FileCardProps) {
  const { group, files, twin, reports, announced, config, reasons, onRole, onStandardize, onRemove } = props;
  const [entry] = group.entries;
  const { file, source, problem, role } = entry;
  const ids = group.entries.map(({ id }) => id);
  const isMany = group.entries.length > 1;
  const name = isMany ? counted(group.entries.length, "file") : file.path;
  const bytes = isMany ? sizeOf(group.entries) : file.blob.size;
  return (
    <li className={styles.card} aria-busy={source === null && problem === null}>
      <div className={styles.head}>
        <h3 className={styles.name}>
          {name}
          {isMany ? <span> {commonFolder(group.entries)}</span> : null}
        </h3>
        <Button kind="icon" onClick={() => onRemove(ids)} aria-label={`Remove ${name}`} title="Remove">
          <X size={14} aria-hidden />
        </Button>
      </div>
      <div className={styles.role}>
        <RoleSelect
          name={isMany ? `all ${name}` : name}
          role={role}
          isKnown={source !== null || problem !== null}
          control={controlOf(entry)}
          onRole={(chosen) => onRole(ids, chosen)}
        />
        <Outcome entries={group.entries} reports={reports} />
      </div>
      {twin ? <p className={styles.note}>Same name and size as another {twin.file.path} above; both count.</p> : null}
      {source && role === null ? <p className={styles.note}>No known schema. Choose what it holds.</p> : null}
      {problem ? (
        <>
          <ProblemAlert problem={problem} silent={announced} />
          <Remedies problem={problem} role={role} standardize={config.standardize} onStandardize={onStandardize} />
        </>
      ) : null}
      {source ? (
        <>
          <FileColumns
            key={role}
            file={file.path}
            role={role}
            source={source}
            config={config}
            reasons={reasons}
            others={role ? layoutsOf(files, role, layoutKey(role, source)) : []}
            onColumns={(columns) => onStandardize({ columns })}
          />
          <EncodingDoubt
            role={role}
            sources={group.entries.flatMap((each) => each.source ?? [])}
            read={config.standardize.read}
            onRead={(read) => onStandardize({ read })}
          />
          <Reading
            file={file.path}
            role={role}
            source={source}
            bytes={bytes}
            read={config.standardize.read}
            onRead={(read) => onStandardize({ read })}
          />
        </>
      ) : (
        <p className={styles.facts}>{isMany ? null : byteSize(bytes)}</p>
      )}
      {isMany ? <FileList entries={group.entries} onRole={onRole} onRemove={onRemove} /> : null}
    </li>
  );
}

/** The name by which the check leads to the card. */
function controlOf({ file, source, problem, role }: FileEntry): string | undefined {
  if (problem) return controls.unreadable(file.path);
  return source ? controls.role(layoutKey(role, source)) : undefined;
}

/** Rows: estimated before a build, exact after it. */
function Outcome({ entries, reports }: { entries: FileGroup["entries"]; reports: readonly SourceReport[] }) {
  const sources = entries.flatMap(({ source }) => source ?? []);
  if (reports.length < entries.length) return <p className={styles.outcome}>{sources.length > 0 ? rowWords(sources) : null}</p>;
  const rows = reports.reduce((sum, { rowsRead }) => sum + rowsRead, 0);
  const rejected = reports.reduce((sum, report) => sum + rejectedOf(report), 0);
  return (
    <p className={styles.outcome}>
      {counted(rows, "row")}
      {rejected > 0 ? <span>{whole(rejected)} rejected</span> : null}
    </p>
  );
}

/** Bytes of files that were read. A browser asks the disk for the size of others, one by one. */
function sizeOf(entries: FileGroup["entries"]): number {
  return entries.reduce((sum, { source }) => sum + (source?.bytes ?? 0), 0);
}

/** The folders that all paths begin with, `…/` where there are none. */
function commonFolder(entries: FileGroup["entries"]): string {
  const [first = [], ...others] = entries.map(({ file }) => file.path.split(/[/\\]/).slice(0, -1));
  const length = first.findIndex((part, index) => others.some((folders) => folders[index] !== part));
  const common = length < 0 ? first : first.slice(0, length);
  return common.length === 0 ? "" : `in ${common.join("/")}/`;
}
