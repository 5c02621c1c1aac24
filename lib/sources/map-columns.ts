import type { Config, Role } from "../config";
import { LookbackError } from "../errors";
import { guess } from "./guess";
import { carouselWithoutItem, findColumns, missingColumn, namesOf } from "./recognise";
import type { SniffedSource } from "./types";

/**
 * Where each canonical column of a role stands in a file; optional columns only if they are there.
 * @throws LookbackError `missing-column`, with a mapping to paste where the names or values suggest one
 */
export function mapColumns(
  role: Role,
  source: Pick<SniffedSource, "columns" | "profile">,
  path: string,
  config: Config,
): Record<string, number> {
  const found = findColumns(role, source, config);
  const missing = missingColumn(role, found, source, path, config);
  if (missing === null) return found;
  const { columns } = guess(source, path, config, role);
  const carousel = missing === "item_id" ? carouselWithoutItem(role, found, source, config) : null;
  throw new LookbackError({
    code: "missing-column",
    file: path,
    role,
    column: missing,
    name: namesOf(role, missing, config).join(" or "),
    list: carousel?.name ?? null,
    present: [...(carousel?.fields ?? source.columns.map((column) => column.name))],
    suggestion: columns.flatMap(({ canonical, column, confidence }) => (confidence === "certain" ? [] : { canonical, column })),
  });
}
