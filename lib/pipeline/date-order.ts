import type { Config } from "../config";
import { LookbackError } from "../errors";
import { mapColumns } from "../sources/map-columns";
import type { TimeFormat } from "../sources/profile";
import type { DateOrder } from "../sources/times";
import type { BuildSource } from "../sources/types";
import { TIME_COLUMNS } from "./standardize";

interface Seen {
  file: string;
  column: string;
  format: TimeFormat;
}

/**
 * The order of dates such as `01/02/2024` in all files of a build: the config's, else the one that the values at the beginning
 * of the files prove. `null` if there are no such dates there; any that come later are rejected.
 * @throws LookbackError `ambiguous-dates` where no value proves an order, or values prove both; `missing-column`
 */
export function dateOrderOf(sources: readonly BuildSource[], config: Config): DateOrder | null {
  if (config.standardize.dateOrder !== null) return config.standardize.dateOrder;
  const seen = sources.flatMap((source) => numericDates(source, config));
  const both = seen.find(({ format }) => format.order === "both");
  if (both) throw ambiguous(both, both.format.counterExample);
  const dayFirst = seen.find(({ format }) => format.order === "day_first");
  const monthFirst = seen.find(({ format }) => format.order === "month_first");
  if (dayFirst && monthFirst) throw ambiguous(dayFirst, monthFirst.format.example);
  const [first] = seen;
  if (first && !dayFirst && !monthFirst) throw ambiguous(first, null);
  return (dayFirst ?? monthFirst) ? (dayFirst ? "day_first" : "month_first") : null;
}

function numericDates({ file, source, role }: BuildSource, config: Config): Seen[] {
  const positions = mapColumns(role, source, file.path, config);
  return TIME_COLUMNS[role].flatMap((canonical) => {
    const position = positions[canonical];
    const holds = position === undefined ? undefined : source.profile[position]?.holds;
    if (position === undefined || (holds?.kind !== "date" && holds?.kind !== "timestamp")) return [];
    const column = source.columns[position]?.name ?? "";
    return holds.format.form === "numeric" ? { file: file.path, column, format: holds.format } : [];
  });
}

function ambiguous({ file, column, format }: Seen, counterExample: string | null): LookbackError {
  return new LookbackError({ code: "ambiguous-dates", file, column, example: format.example, counterExample });
}
