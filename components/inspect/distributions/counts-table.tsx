import type { ReactNode } from "react";
import type { SampleFilter } from "../../../lib/sample";
import table from "../../ui/data-table.module.css";
import styles from "./distributions.module.css";

export type ShowRows = (filter: Partial<SampleFilter>) => void;

export interface CountsColumn<Row> {
  header: string;
  value: (row: Row) => ReactNode;
  /** Where the value leads to the rows that it counts: which ones. */
  rows?: (row: Row) => Partial<SampleFilter>;
}

interface CountsTableProps<Row> {
  name: string;
  rows: readonly Row[];
  keyOf: (row: Row) => string;
  /** The first is the row's heading. */
  columns: CountsColumn<Row>[];
  onFilter: ShowRows;
}

/** The figures of a plot. What is a bar there is a button here. */
export function CountsTable<Row>({ name, rows, keyOf, columns, onFilter }: CountsTableProps<Row>) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by key
    <section className={styles.scroller} aria-label={`${name}, table`} tabIndex={0}>
      <table className={table.table} aria-label={name}>
        <thead>
          <tr>
            {columns.map(({ header }, index) => (
              <th key={header} scope="col" data-align={index === 0 ? undefined : "end"}>
                {header}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={keyOf(row)}>
              {columns.map((column, index) =>
                index === 0 ? (
                  <th key={column.header} scope="row">
                    <Cell row={row} column={column} onFilter={onFilter} />
                  </th>
                ) : (
                  <td key={column.header} data-align="end">
                    <Cell row={row} column={column} onFilter={onFilter} />
                  </td>
                ),
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

interface CellProps<Row> {
  row: Row;
  column: CountsColumn<Row>;
  onFilter: ShowRows;
}

function Cell<Row>({ row, column, onFilter }: CellProps<Row>) {
  const { value, rows } = column;
  if (!rows) return value(row);
  return (
    <button type="button" className={styles.show} title="Show these rows" onClick={() => onFilter(rows(row))}>
      {value(row)}
    </button>
  );
}
