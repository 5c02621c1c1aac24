import { ChevronRight } from "lucide-react";
import type { SniffedSource } from "../../lib/sources/types";
import { byteSize, counted } from "../ui/format";
import styles from "./file-columns.module.css";

/** How the columns were understood, each with its first value. */
export function FileColumns({ source }: { source: SniffedSource }) {
  return (
    <details className={styles.columns}>
      <summary>
        <ChevronRight size={14} aria-hidden />
        {factsOf(source).join(" · ")}
      </summary>
      <dl>
        {source.columns.map((column, index) => (
          <div key={column.name} className={styles.column}>
            <dt title={column.name}>{column.name}</dt>
            <dd>{column.kind}</dd>
            <dd className={styles.value} title={source.sample[0]?.[index] ?? ""}>
              {source.sample[0]?.[index] ?? "–"}
            </dd>
          </div>
        ))}
      </dl>
    </details>
  );
}

const DELIMITERS: Record<string, string> = { ",": "comma", ";": "semicolon", "\t": "tab", "|": "pipe", " ": "blank" };

function factsOf({ format, compression, encoding, dialect, bytes, columns }: SniffedSource): string[] {
  const facts = [byteSize(bytes), compression === "gzip" ? `${format}, gzipped` : format, counted(columns.length, "column")];
  if (dialect) facts.push(DELIMITERS[dialect.delimiter] ?? dialect.delimiter, ...(dialect.header ? [] : ["no header"]));
  if (encoding) facts.push(encoding);
  return facts;
}
