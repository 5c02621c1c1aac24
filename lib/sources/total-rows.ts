export interface RowCount {
  count: number;
  isExact: boolean;
}

/** The rows of files together, unusable ones included. */
export function totalRows(sources: readonly { rows: RowCount }[]): RowCount {
  return {
    count: sources.reduce((sum, { rows }) => sum + rows.count, 0),
    isExact: sources.every(({ rows }) => rows.isExact),
  };
}
