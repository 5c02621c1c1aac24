import { useTable } from "@tanstack/react-table";
import { type KeyboardEvent, useMemo, useRef } from "react";
import type { Config } from "../../lib/config";
import type { SampleRow } from "../../lib/sample";
import { usePalette } from "./palette";
import type { SamplePages } from "./sample-pages";
import { features, type SequenceSlot, sequenceColumns } from "./sequence-columns";
import { SequenceRow } from "./sequence-row";
import styles from "./sequence-table.module.css";
import { useRowWindow } from "./use-row-window";
import { useShown } from "./use-shown";

const ROWS_WHILE_LOADING = 12;

interface SequenceTableProps {
  pages: SamplePages | null;
  config: Config;
  selected: number | null;
  onSelect: (index: number) => void;
  onOpen: (row: SampleRow) => void;
}

export function SequenceTable({ pages, config, selected, onSelect, onOpen }: SequenceTableProps) {
  const scroller = useRef<HTMLDivElement>(null);
  const total = pages?.counts()?.total ?? null;
  const count = total ?? ROWS_WHILE_LOADING;
  const { rows, height, scrollToRow } = useRowWindow(scroller, count);
  const palette = usePalette();
  const columns = useMemo(() => sequenceColumns(config, palette), [config, palette]);
  const data: SequenceSlot[] = rows.map(({ index, top }) => ({ index, top, row: pages?.rowAt(index) }));
  const table = useTable({ features, columns, data, getRowId: (slot) => String(slot.index) });
  useShown(pages, rows);

  const moveTo = (event: KeyboardEvent) => {
    const target = steppedRow(event, selected ?? -1, count);
    if (target === null) return;
    event.preventDefault();
    scrollToRow(target);
    onSelect(target);
  };

  const open = ({ index, row }: SequenceSlot) => {
    onSelect(index);
    if (row) onOpen(row);
  };

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: arrow keys move on from the row that has the focus
    <div ref={scroller} className={styles.scroller} onKeyDown={moveTo}>
      <table className={styles.table} aria-label="Sample sequences" aria-rowcount={count + 1} aria-busy={total === null}>
        <thead>
          {table.getHeaderGroups().map((group) => (
            <tr key={group.id} className={styles.row} aria-rowindex={1}>
              {group.headers.map((header) => (
                <th key={header.id} scope="col" data-column={header.column.id}>
                  <table.FlexRender header={header} />
                </th>
              ))}
            </tr>
          ))}
        </thead>
        <tbody style={{ height }}>
          {table.getRowModel().rows.map((row) => (
            <SequenceRow key={row.id} row={row} selected={row.original.index === selected} onOpen={open} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

const STEPS: Record<string, number> = { ArrowDown: 1, ArrowUp: -1, PageDown: 10, PageUp: -10 };

/** The row that a key leads to from the selected one. */
function steppedRow({ key }: KeyboardEvent, from: number, count: number): number | null {
  const step = STEPS[key];
  if (step === undefined || count === 0) return null;
  return Math.min(Math.max(from + step, 0), count - 1);
}
