import { type Config, ROLES, type Role } from "../config";
import { layoutKey } from "../sources/layout";
import { findColumns, namesOf, partitionDate, SCHEMAS } from "../sources/recognise";
import type { SniffedSource } from "../sources/types";
import { controls, type Finding, type Level, whole } from "./finding";

/** A file with its role, as far as they are known. */
interface RoleFile {
  path: string;
  source: SniffedSource | null;
  role: Role | null;
}

/** Files of a role with the same columns, and with or without a day in their paths. */
interface Layout {
  key: string;
  first: string;
  files: number;
  hasPathDay: boolean;
  found: Readonly<Record<string, number>>;
}

/** What becomes of the rows of a file that lacks an optional column. Columns that are not used are left out. */
const WITHOUT: Record<string, string> = {
  ranking_id: "their rows have no ranking",
  is_order: "their items have no label",
  slot: "their items stand in the order of the rows",
  dt: "their actions are judged by their time alone",
  occurred_at: "their orders are placed at the start of the day",
};

/**
 * Optional columns that only some files of a role have, and those that the settings name and no file of the role has: neither
 * stops a build, and both may be a mistake.
 */
export function unevenColumns(files: readonly RoleFile[], config: Config): Finding[] {
  return ROLES.flatMap((role) => {
    const layouts = layoutsOf(files, role, config);
    return SCHEMAS[role].optional.flatMap((canonical) => {
      const text = WITHOUT[canonical] === undefined ? null : saidOf(role, canonical, layouts, config);
      return text === null ? [] : [{ level: levelOf(canonical, config), ...text }];
    });
  });
}

/** Where actions are judged by their time alone anyway, a partition date matters little. */
function levelOf(canonical: string, { filter }: Config): Level {
  return canonical === "dt" && filter.cutoff === "event_time" ? "note" : "warning";
}

function layoutsOf(files: readonly RoleFile[], role: Role, config: Config): Layout[] {
  const layouts = new Map<string, Layout>();
  for (const { path, source, role: other } of files) {
    if (other !== role || !source) continue;
    const key = layoutKey(role, source);
    const hasPathDay = partitionDate(path) !== null;
    const place = `${hasPathDay} ${key}`;
    const known = layouts.get(place);
    layouts.set(
      place,
      known
        ? { ...known, files: known.files + 1 }
        : { key, first: path, files: 1, hasPathDay, found: findColumns(role, source, config) },
    );
  }
  return [...layouts.values()];
}

function saidOf(role: Role, canonical: string, layouts: readonly Layout[], config: Config): Omit<Finding, "level"> | null {
  const able = layouts.filter(({ found }) => mayHave(role, canonical, found));
  const lacking = able.filter(({ found, hasPathDay }) => found[canonical] === undefined && !(canonical === "dt" && hasPathDay));
  const [first] = lacking;
  if (!first) return null;
  const mend = { control: controls.column(canonical, first.key), label: `See ${canonical}` };
  if (lacking.length < able.length) {
    const [count, all] = [filesIn(lacking), filesIn(layouts)];
    const which =
      count === 1 ? `${first.first} has` : `${whole(count)} of ${whole(all)} files of ${role} (${first.first}, …) have`;
    return { text: `${which} no ${canonical}, which others have: ${WITHOUT[canonical]}.`, mend };
  }
  const names = namesOf(role, canonical, config);
  if (names.includes(canonical)) return null;
  return { text: `No file of ${role} has the column ${names.join(" or ")}, which the settings take for ${canonical}.`, mend };
}

/** The day of impressions is never optional, and the carousels of a list have their labels and slots inside. */
function mayHave(role: Role, canonical: string, found: Layout["found"]): boolean {
  if (role !== "impressions") return true;
  return canonical === "ranking_id" || (canonical !== "dt" && found.impressions === undefined);
}

function filesIn(layouts: readonly Layout[]): number {
  return layouts.reduce((sum, { files }) => sum + files, 0);
}
