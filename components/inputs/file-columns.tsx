import { ChevronRight } from "lucide-react";
import type { SniffedSource } from "../../lib/sources/types";
import styles from "./file-columns.module.css";

/** How the columns were understood, each with its first value. */
export function FileColumns({ source }: { source: SniffedSource }) {
  return (
    <details className={styles.columns}>
      <summary>
        <ChevronRight size={14} aria-hidden />
        Columns
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
