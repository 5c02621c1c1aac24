import { useTable } from "@tanstack/react-table";
import { type KeyboardEvent, useEffect, useMemo, useRef, useState } from "react";
import type { Config } from "../../lib/config";
import type { SampleRow, SampleSort, SortColumn } from "../../lib/sample";
import { usePalette } from "./palette";
import type { SamplePages } from "./sample-pages";
import { features, type SequenceSlot, sequenceColumns } from "./sequence-columns";
import { SequenceHeader } from "./sequence-header";
import { SequenceRow } from "./sequence-row";
import styles from "./sequence-table.module.css";
import { useRowWindow } from "./use-row-window";
import { useShown } from "./use-shown";

const ROWS_WHILE_LOADING = 12;

interface SequenceTableProps {
  pages: SamplePages | null;
  /** Whether other rows than these were asked for and are under way. */
  busy: boolean;
  config: Config;
  sort: SampleSort | null;
  onSort: (column: SortColumn) => void;
  onOpen: (row: SampleRow) => void;
}

/** All rows of a view. The arrow keys walk through them; enter opens one. */
export function SequenceTable({ pages, busy, config, sort, onSort, onOpen }: SequenceTableProps) {
  const scroller = useRef<HTMLDivElement>(null);
  const focusNext = useRef<number | null>(null);
  const [focused, setFocused] = useState(0);
  const [opened, setOpened] = useState<number | null>(null);
  const count = pages?.counts()?.total ?? ROWS_WHILE_LOADING;
  const { rows, height, scrollToRow } = useRowWindow(scroller, count);
  const palette = usePalette();
  const columns = useMemo(() => sequenceColumns(config, palette), [config, palette]);
  const data: SequenceSlot[] = rows.map(({ index, top }) => ({ index, top, row: pages?.rowAt(index) }));
  const table = useTable({ features, columns, data, getRowId: (slot) => String(slot.index) });
  useShown(pages, rows);
  // biome-ignore lint/correctness/useExhaustiveDependencies: other rows begin at the top
  useEffect(() => {
    scroller.current?.scrollTo({ top: 0 });
    setFocused(0);
    setOpened(null);
  }, [pages]);

  const walk = (event: KeyboardEvent<HTMLElement>) => {
    const target =
      event.target instanceof HTMLElement && event.target.closest("tbody") ? rowAfter(event.key, focused, count) : null;
    if (target === null) return;
    event.preventDefault();
    focusNext.current = target;
    setFocused(target);
    scrollToRow(target);
  };
  const open = ({ index, row }: SequenceSlot) => {
    if (!row) return;
    setOpened(index);
    onOpen(row);
  };
  const tabbable = data.some(({ index }) => index === focused) ? focused : data[0]?.index;

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: arrow keys move on from the row that has the focus
    <div ref={scroller} className={styles.scroller} onKeyDown={walk}>
      <table
        className={styles.table}
        aria-label="Sample sequences"
        aria-rowcount={count + 1}
        aria-busy={busy}
        data-layout={config.output.layout}
      >
        <thead>
          {table.getHeaderGroups().map((group) => (
            <tr key={group.id} className={styles.row} aria-rowindex={1}>
              {group.headers.map((header) => (
                <SequenceHeader key={header.id} header={header} sort={sort} onSort={onSort} />
              ))}
            </tr>
          ))}
        </thead>
        <tbody style={{ height }}>
          {table.getRowModel().rows.map((row) => (
            <SequenceRow
              key={row.id}
              row={row}
              zone={config.filter.dayZone}
              opened={row.original.index === opened}
              tabbable={row.original.index === tabbable}
              focusNext={focusNext}
              onOpen={open}
              onFocus={setFocused}
            />
          ))}
        </tbody>
      </table>
    </div>
  );
}

const STEPS: Record<string, number> = {
  ArrowDown: 1,
  ArrowUp: -1,
  PageDown: 10,
  PageUp: -10,
  Home: Number.NEGATIVE_INFINITY,
  End: Number.POSITIVE_INFINITY,
};

/** The row that a key leads to. */
function rowAfter(key: string, from: number, count: number): number | null {
  const step = STEPS[key];
  if (step === undefined || count === 0) return null;
  return Math.min(Math.max(from + step, 0), count - 1);
}
