import { ChevronRight } from "lucide-react";
import { useState } from "react";
import type { Config, Role } from "../../lib/config";
import { findColumns, missingColumn } from "../../lib/sources/recognise";
import type { SniffedSource } from "../../lib/sources/types";
import { byteSize, counted } from "../ui/format";
import { ColumnMapping } from "./column-mapping";
import styles from "./file-columns.module.css";

interface FileColumnsProps {
  file: string;
  role: Role | null;
  source: SniffedSource;
  config: Config;
  onColumns: (columns: Config["standardize"]["columns"]) => void;
}

/** What was found out about a file, and how its columns are understood. */
export function FileColumns({ file, role, source, config, onColumns }: FileColumnsProps) {
  const missing = role === null ? null : missingColumn(role, findColumns(role, source, config), file);
  const [open, setOpen] = useState(false);
  const [told, setTold] = useState<string | null>(null);
  // Opens by itself where something is missing, and stays open when it is found.
  if (missing !== told) {
    setTold(missing);
    if (missing !== null) setOpen(true);
  }
  return (
    <>
      {missing === null ? null : <p className={styles.missing}>No column is {missing}. Choose one, or another role.</p>}
      <details className={styles.columns} open={open} onToggle={(event) => setOpen(event.currentTarget.open)}>
        <summary>
          <ChevronRight size={14} aria-hidden />
          {factsOf(source).join(" · ")}
        </summary>
        {role === null ? (
          <ColumnList source={source} />
        ) : (
          <ColumnMapping file={file} role={role} source={source} config={config} onColumns={onColumns} />
        )}
      </details>
    </>
  );
}

function ColumnList({ source }: { source: SniffedSource }) {
  return (
    <ul>
      {source.columns.map(({ name, kind }, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: columns are told apart by their place alone
        <li key={index} className={styles.column}>
          <span title={name}>{name}</span>
          <span>{kind}</span>
          <span className={styles.value} title={source.sample[0]?.[index] ?? undefined}>
            {source.sample[0]?.[index] ?? "–"}
          </span>
        </li>
      ))}
    </ul>
  );
}

const DELIMITERS: Record<string, string> = { ",": "comma", ";": "semicolon", "\t": "tab", "|": "pipe", " ": "blank" };

function factsOf({ format, compression, encoding, dialect, bytes, columns }: SniffedSource): string[] {
  const facts = [byteSize(bytes), compression === "gzip" ? `${format}, gzipped` : format, counted(columns.length, "column")];
  if (dialect) facts.push(DELIMITERS[dialect.delimiter] ?? dialect.delimiter, ...(dialect.header ? [] : ["no header"]));
  if (encoding) facts.push(encoding);
  return facts;
}
