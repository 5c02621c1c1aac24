import { flexRender, type Row } from "@tanstack/react-table";
import { type RefObject, useEffect, useRef } from "react";
import { zoneTime } from "../ui/zone-time";
import type { features, SequenceSlot } from "./sequence-columns";
import styles from "./sequence-table.module.css";

interface SequenceRowProps {
  row: Row<typeof features, SequenceSlot>;
  zone: string;
  /** Whether it was the last one opened. */
  opened: boolean;
  /** Whether the tab key leads to this row. */
  tabbable: boolean;
  /** The row that is to have the focus as soon as it is drawn. */
  focusNext: RefObject<number | null>;
  onOpen: (slot: SequenceSlot) => void;
  onFocus: (index: number) => void;
}

/** A row; a click anywhere on it opens its timeline, and its day is the button that does so by key. */
export function SequenceRow({ row, zone, opened, tabbable, focusNext, onOpen, onFocus }: SequenceRowProps) {
  const { index, top } = row.original;
  const isLoading = row.original.row === undefined;
  const button = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    if (focusNext.current !== index) return;
    focusNext.current = null;
    button.current?.focus({ preventScroll: true });
  });
  return (
    <tr
      className={styles.row}
      style={{ transform: `translateY(${top}px)` }}
      data-active={opened}
      aria-rowindex={index + 2}
      onClick={() => onOpen(row.original)}
    >
      {row.getAllCells().map((cell) => {
        const { id, columnDef } = cell.column;
        const content = flexRender(columnDef.cell, cell.getContext());
        return (
          <td key={cell.id} data-column={id} title={titleOf(id, row.original, zone)}>
            {id === "day" ? (
              <button
                ref={button}
                type="button"
                className={styles.select}
                tabIndex={tabbable ? 0 : -1}
                aria-haspopup="dialog"
                aria-label={isLoading ? `Row ${index + 1}` : undefined}
                onFocus={() => onFocus(index)}
              >
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

/** The whole of what may be cut. */
function titleOf(column: string, { row }: SequenceSlot, zone: string): string | undefined {
  if (!row) return undefined;
  const exactly = (at: bigint | null) => (at === null ? undefined : `${zoneTime(zone).text(at)} ${zoneTime(zone).zoneText(at)}`);
  const titles: Record<string, string | null | undefined> = {
    customer: row.customerId,
    ranking: row.rankingId,
    item: row.itemId,
    newest: exactly(row.newestAt),
    oldest: exactly(row.oldestAt),
  };
  return titles[column] ?? undefined;
}
