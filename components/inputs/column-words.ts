import type { ColumnProfile, Holding } from "../../lib/sources/profile";
import { share } from "../ui/format";

/** What a column holds, in a few words: `integer`, `list of {item_id, is_order}`. */
export function holdingWords(holds: Holding): string {
  switch (holds.kind) {
    case "nothing":
      return "no values";
    case "date":
    case "timestamp":
      return `${holds.kind} ${holds.format.pattern}`;
    case "structs":
      return `list of {${holds.fields.join(", ")}}`;
    case "ids":
      return "list of ids";
    case "json":
      return "JSON";
    case "other":
      return "a type that is not read";
    default:
      return holds.kind;
  }
}

/** What is odd about the values: `2.0% missing`, `1.3% NA or null`. */
export function gapWords({ rows, missing, placeholders, misfits, holds }: ColumnProfile): string[] {
  const words: string[] = [];
  if (missing > 0) words.push(`${share(missing, rows)} missing`);
  if (placeholders > 0) words.push(`${share(placeholders, rows)} NA or null`);
  if (misfits > 0) words.push(`${share(misfits, rows)} no ${holds.kind}`);
  return words;
}

/** The items of a text cell as they are read: `N1 (no), N2 (yes)`. */
export function listWords(cell: string, separator: string, label: string | null): string {
  const entries = cell
    .trim()
    .split(separator)
    .filter((entry) => entry.trim() !== "");
  const shown = entries.slice(0, 3).map((entry) => {
    const at = label === null ? -1 : entry.lastIndexOf(label);
    if (label === null || at < 0) return entry;
    const mark = entry.slice(at + label.length).toLowerCase();
    const said = mark === "1" || mark === "true" ? "yes" : mark === "0" || mark === "false" ? "no" : "?";
    return `${entry.slice(0, at)} (${said})`;
  });
  return [...shown, ...(entries.length > 3 ? ["…"] : [])].join(", ");
}
