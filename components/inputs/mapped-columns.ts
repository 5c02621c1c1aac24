import type { Config, Role } from "../../lib/config";

type Columns = Config["standardize"]["columns"];

/** The mapping with one column of a role called `name`; its own name, or none, needs no entry. */
export function withColumn(columns: Columns, role: Role, canonical: string, name: string | null): Columns {
  const { [role]: before, ...others } = columns;
  const { [canonical]: _, ...rest } = (before ?? {}) as Record<string, unknown>;
  const after = name === null || name === canonical ? rest : { ...rest, [canonical]: name };
  return Object.keys(after).length === 0 ? others : { ...others, [role]: after };
}
