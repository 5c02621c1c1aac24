import type { WhatIf } from "../../../lib/inspection";
import table from "../../ui/data-table.module.css";
import { share, whole } from "../../ui/format";

/** The built dataset beside the one that other settings would give. */
export function WhatIfFigures({ answer }: { answer: WhatIf }) {
  const { histories, changed, added, lost, before, after } = answer;
  const rows: [name: string, built: string, other: string, change: string][] = [
    ["Histories that change", "–", whole(changed), share(changed, histories)],
    ["Actions in histories", whole(before.tokens), whole(after.tokens), signed(after.tokens - before.tokens)],
    ["Actions added", "–", whole(added), signed(added)],
    ["Actions lost", "–", whole(lost), signed(-lost)],
    ["Empty histories", ofAll(before.empty, histories), ofAll(after.empty, histories), signed(after.empty - before.empty)],
    [
      "Truncated histories",
      ofAll(before.truncated, histories),
      ofAll(after.truncated, histories),
      signed(after.truncated - before.truncated),
    ],
  ];
  return (
    <table className={table.table} aria-label="What if" aria-live="polite">
      <thead>
        <tr>
          <th scope="col">Of {whole(histories)} histories</th>
          <th scope="col" data-align="end">
            Built
          </th>
          <th scope="col" data-align="end">
            What if
          </th>
          <th scope="col" data-align="end">
            Change
          </th>
        </tr>
      </thead>
      <tbody>
        {rows.map(([name, built, other, change]) => (
          <tr key={name}>
            <th scope="row">{name}</th>
            <td data-align="end">{built}</td>
            <td data-align="end">{other}</td>
            <td data-align="end">{change}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function ofAll(part: number, all: number): string {
  return `${whole(part)} (${share(part, all)})`;
}

/** `+12`, `−3`, `0` */
function signed(value: number): string {
  if (value === 0) return "0";
  return value > 0 ? `+${whole(value)}` : `−${whole(-value)}`;
}
