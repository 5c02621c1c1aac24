import type { RejectedRow, RejectReason } from "../report";

/** Rejected rows that are kept as values; the CSV has all of them. */
const KEPT = 1000;

/** Collects what could not be used: the first rows as values, all rows as CSV, and the counts by reason. */
export class RejectedRows {
  readonly first: RejectedRow[] = [];
  private readonly lines: Blob[] = [new Blob(["file,row,reason,text\r\n"])];

  /** Takes rejected rows and adds their number by reason to `counts`. */
  add(rows: readonly RejectedRow[], counts: Partial<Record<RejectReason, number>>): void {
    for (const row of rows) {
      counts[row.reason] = (counts[row.reason] ?? 0) + 1;
      if (this.first.length < KEPT) this.first.push(row);
    }
    if (rows.length > 0) this.lines.push(new Blob([rows.map(toLine).join("")]));
  }

  toCsv(): Blob {
    return new Blob(this.lines, { type: "text/csv;charset=utf-8" });
  }
}

function toLine({ file, row, reason, text }: RejectedRow): string {
  return `${[file, String(row), reason, text].map(quote).join(",")}\r\n`;
}

function quote(field: string): string {
  return /[",\r\n]/.test(field) ? `"${field.replaceAll('"', '""')}"` : field;
}
