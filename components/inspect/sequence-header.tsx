import type { Header } from "@tanstack/react-table";
import { ArrowDown, ArrowUp, ChevronsUpDown } from "lucide-react";
import { type SampleSort, SORT_COLUMNS, type SortColumn } from "../../lib/sample";
import type { features, SequenceSlot } from "./sequence-columns";
import styles from "./sequence-table.module.css";
import { STRIP_SCALE } from "./strip-words";

interface SequenceHeaderProps {
  header: Header<typeof features, SequenceSlot>;
  sort: SampleSort | null;
  onSort: (column: SortColumn) => void;
}

/** A column's name; where the rows can be sorted by it, the button that does so. */
export function SequenceHeader({ header, sort, onSort }: SequenceHeaderProps) {
  const { id } = header.column;
  const name = String(header.column.columnDef.header);
  const column = SORT_COLUMNS.find((each) => each === id);
  if (!column) {
    return (
      <th scope="col" data-column={id} title={STRIP_SCALE}>
        {name}
      </th>
    );
  }
  const direction = sort?.column === column ? (sort.descending ? "descending" : "ascending") : "none";
  const Icon = { none: ChevronsUpDown, ascending: ArrowUp, descending: ArrowDown }[direction];
  return (
    <th scope="col" data-column={id} aria-sort={direction === "none" ? undefined : direction} title={name}>
      <button type="button" className={styles.sort} data-direction={direction} onClick={() => onSort(column)}>
        <span>{name}</span>
        <Icon size={12} aria-hidden />
      </button>
    </th>
  );
}
