import { ACTIONS, type Action, ROLES } from "../../lib/config";
import type { Built } from "../../workers/protocol";
import table from "../ui/data-table.module.css";
import { counted, share, whole } from "../ui/format";
import { ACTION_WORDS } from "./action-types-of";
import { TypeMark } from "./legend";

/** With more files of actions than this, they are counted by role. */
const MOST_FILES = 4;

/** How often each type stands in histories, and in the files it came from. */
export function ActionTypes({ built }: { built: Built }) {
  const { report } = built;
  const sources = actionSources(built);
  const inHistories = Object.values(report.actionTypes).reduce((sum, count) => sum + count, 0);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by key
    <section className={table.wrap} aria-label="Action types by source" tabIndex={0}>
      <table className={table.table} aria-label="Action types">
        <thead>
          <tr>
            <th scope="col">Action type</th>
            <th scope="col">Value</th>
            <End>In histories</End>
            <End>Share</End>
            <End>Standardized</End>
            {sources.map(({ key, name }) => (
              <End key={key}>{name}</End>
            ))}
          </tr>
        </thead>
        <tbody>
          {ACTIONS.map((action) => {
            const type = String(report.config.unify.actionTypes[action]);
            const counts = sources.map((source) => source.counts[type] ?? 0);
            const standing = report.actionTypes[type] ?? 0;
            return (
              <tr key={action}>
                <TypeName action={action} />
                <td>{type}</td>
                <td data-align="end">{whole(standing)}</td>
                <td data-align="end">{share(standing, inHistories)}</td>
                <td data-align="end">{whole(counts.reduce((sum, count) => sum + count, 0))}</td>
                {sources.map(({ key }, index) => (
                  <td key={key} data-align="end">
                    {whole(counts[index] ?? 0)}
                  </td>
                ))}
              </tr>
            );
          })}
        </tbody>
      </table>
    </section>
  );
}

interface ActionSource {
  key: string;
  name: string;
  counts: Record<string, number>;
}

/** A column a file; where there are many, a column a role. */
function actionSources({ actionsBySource, report }: Built): ActionSource[] {
  if (actionsBySource.length <= MOST_FILES) {
    return actionsBySource.map(({ file, counts }, index) => ({ key: `${index} ${file}`, name: file, counts }));
  }
  // Both lists have the files in the order in which they were added.
  const files = report.sources.filter(({ role }) => role !== "impressions");
  return ROLES.flatMap((role) => {
    const parts = actionsBySource.filter((_, index) => files[index]?.role === role);
    const counts: Record<string, number> = {};
    for (const part of parts) for (const [type, n] of Object.entries(part.counts)) counts[type] = (counts[type] ?? 0) + n;
    return parts.length === 0 ? [] : [{ key: role, name: `${role}, ${counted(parts.length, "file")}`, counts }];
  });
}

function TypeName({ action }: { action: Action }) {
  return (
    <th scope="row">
      <TypeMark type={action} />
      {ACTION_WORDS[action].one}
    </th>
  );
}

function End({ children }: { children: string }) {
  return (
    <th scope="col" data-align="end">
      {children}
    </th>
  );
}
