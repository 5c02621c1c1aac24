import { flexRender, type Row } from "@tanstack/react-table";
import { useEffect, useRef } from "react";
import type { features, SequenceSlot } from "./sequence-columns";
import styles from "./sequence-table.module.css";

interface SequenceRowProps {
  row: Row<typeof features, SequenceSlot>;
  selected: boolean;
  onOpen: (slot: SequenceSlot) => void;
}

/** A row; a click anywhere on it opens its timeline, and its day is the button that does so by key. */
export function SequenceRow({ row, selected, onOpen }: SequenceRowProps) {
  const { index, top, row: sample } = row.original;
  const button = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    // The arrow keys moved the selection here from another row.
    if (selected && document.activeElement?.closest("tbody") === button.current?.closest("tbody"))
      button.current?.focus({ preventScroll: true });
  }, [selected]);
  return (
    <tr
      className={styles.row}
      style={{ transform: `translateY(${top}px)` }}
      data-selected={selected}
      aria-rowindex={index + 2}
      onClick={() => onOpen(row.original)}
    >
      {row.getAllCells().map((cell) => {
        const content = flexRender(cell.column.columnDef.cell, cell.getContext());
        const isFirst = cell.column.id === "day" && sample !== undefined;
        return (
          <td key={cell.id} data-column={cell.column.id} title={titleOf(cell.column.id, row.original)}>
            {isFirst ? (
              <button ref={button} type="button" className={styles.select} aria-haspopup="dialog">
                {content}
              </button>
            ) : (
              content
            )}
          </td>
        );
      })}
    </tr>
  );
}

/** The whole of an id that may be cut. */
function titleOf(column: string, { row }: SequenceSlot): string | undefined {
  if (!row) return undefined;
  const ids: Record<string, string | null> = { customer: row.customerId, ranking: row.rankingId, item: row.itemId };
  return ids[column] ?? undefined;
}
