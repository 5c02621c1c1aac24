import { REJECT_REASONS, type RejectedRow, type RejectReason } from "../report";

/** Rejected rows of each reason that are kept as values; the CSV has all of them. */
export const KEPT_A_REASON = 1000;
/** Characters of a kept row's text; a carousel of a thousand items has a hundred times as many. */
const KEPT_TEXT = 2000;

/** Collects what could not be used: the first rows of each reason as values, all rows as CSV, and the counts by reason. */
export class RejectedRows {
  /** How many there are of each reason. */
  readonly counts = Object.fromEntries(REJECT_REASONS.map((reason) => [reason, 0])) as Record<RejectReason, number>;
  private readonly kept: RejectedRow[] = [];
  private readonly lines: Blob[] = [new Blob(["file,row,reason,text\r\n"])];

  /** Takes rejected rows and adds their number by reason to `counts`. */
  add(rows: readonly RejectedRow[], counts: Partial<Record<RejectReason, number>>): void {
    for (const row of rows) {
      counts[row.reason] = (counts[row.reason] ?? 0) + 1;
      this.counts[row.reason] += 1;
      if (this.counts[row.reason] <= KEPT_A_REASON) this.kept.push({ ...row, text: shortened(row.text) });
    }
    if (rows.length > 0) this.lines.push(new Blob([rows.map(toLine).join("")]));
  }

  /** The first {@link KEPT_A_REASON} of each reason, in the order in which they were found. Long texts are cut. */
  get first(): readonly RejectedRow[] {
    return this.kept;
  }

  /** All of them, with their whole text. Made safe to open in a spreadsheet, see {@link defused}. */
  toCsv(): Blob {
    return new Blob(this.lines, { type: "text/csv;charset=utf-8" });
  }
}

function shortened(text: string): string {
  return text.length > KEPT_TEXT ? `${text.slice(0, KEPT_TEXT)}…` : text;
}

function toLine({ file, row, reason, text }: RejectedRow): string {
  return `${[defused(file), String(row), reason, defused(text)].map(quote).join(",")}\r\n`;
}

/**
 * A text that no spreadsheet takes for a formula: an apostrophe stands before `=`, `+`, `-`, `@`, a tab and a line end, and before
 * an apostrophe, so that taking one away always gives the text back.
 * https://owasp.org/www-community/attacks/CSV_Injection
 */
export function defused(text: string): string {
  return /^[=+\-@\t\r\n'＝＋－＠]/.test(text) ? `'${text}` : text;
}

function quote(field: string): string {
  return /[",\r\n]/.test(field) ? `"${field.replaceAll('"', '""')}"` : field;
}
