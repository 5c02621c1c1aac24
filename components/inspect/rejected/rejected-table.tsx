import { type KeyboardEvent, useRef, useState } from "react";
import type { RejectedRow } from "../../../lib/report";
import { CopyButton } from "../../ui/copy-button";
import { whole } from "../../ui/format";
import { useRowWindow } from "../use-row-window";
import styles from "./rejected-table.module.css";

/** Rejected rows, only those in view drawn. A row that is chosen shows its whole text below. */
export function RejectedTable({ rows }: { rows: readonly RejectedRow[] }) {
  const scroller = useRef<HTMLDivElement>(null);
  const [chosen, setChosen] = useState<number | null>(null);
  const window = useRowWindow(scroller, rows.length);
  const row = chosen === null ? undefined : rows[chosen];
  const moveTo = (event: KeyboardEvent) => {
    const step = STEPS[event.key];
    if (step === undefined) return;
    event.preventDefault();
    const target = Math.min(Math.max((chosen ?? -1) + step, 0), rows.length - 1);
    window.scrollToRow(target);
    setChosen(target);
  };
  return (
    <>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by key, and its arrow keys walk the rows */}
      <section ref={scroller} className={styles.scroller} aria-label="Rejected rows by file" tabIndex={0} onKeyDown={moveTo}>
        <table className={styles.table} aria-label="Rejected rows" aria-rowcount={rows.length + 1}>
          <thead>
            <tr className={styles.row} aria-rowindex={1}>
              <th scope="col">File</th>
              <th scope="col" data-align="end">
                Row
              </th>
              <th scope="col">Reason</th>
              <th scope="col">Text</th>
            </tr>
          </thead>
          <tbody style={{ height: window.height }}>
            {window.rows.map(({ index, top }) => (
              <Row key={index} row={rows[index]} index={index} top={top} chosen={index === chosen} onChoose={setChosen} />
            ))}
          </tbody>
        </table>
      </section>
      {row ? <WholeRow row={row} /> : null}
    </>
  );
}

const STEPS: Record<string, number> = { ArrowDown: 1, ArrowUp: -1, PageDown: 10, PageUp: -10 };

interface RowProps {
  row: RejectedRow | undefined;
  index: number;
  top: number;
  chosen: boolean;
  onChoose: (index: number) => void;
}

function Row({ row, index, top, chosen, onChoose }: RowProps) {
  if (!row) return null;
  return (
    <tr
      className={styles.row}
      style={{ transform: `translateY(${top}px)` }}
      data-active={chosen}
      aria-rowindex={index + 2}
      onClick={() => onChoose(index)}
    >
      <td title={row.file}>{row.file}</td>
      <td data-align="end">{whole(row.row)}</td>
      <td title={row.reason}>{row.reason}</td>
      <td>{row.text}</td>
    </tr>
  );
}

function WholeRow({ row }: { row: RejectedRow }) {
  return (
    <section className={styles.whole} aria-label="Chosen row">
      <p className={styles.where} aria-live="polite">
        {row.file}, row {whole(row.row)}: {row.reason}
        <CopyButton label="Copy text" text={() => row.text} icon />
      </p>
      <pre>{row.text}</pre>
    </section>
  );
}
