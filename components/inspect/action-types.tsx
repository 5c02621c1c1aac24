import { ACTIONS, type Action } from "../../lib/config";
import type { Built } from "../../workers/protocol";
import table from "../ui/data-table.module.css";
import { share, whole } from "../ui/format";
import { ACTION_WORDS } from "./action-types-of";
import { TypeMark } from "./legend";

/** How often each type stands in histories, and in the files it came from. */
export function ActionTypes({ built }: { built: Built }) {
  const { report } = built;
  const sources = built.actionsBySource.map(({ file, counts }, index) => ({ key: `${index} ${file}`, file, counts }));
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
            {sources.map(({ key, file }) => (
              <End key={key}>{file}</End>
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
