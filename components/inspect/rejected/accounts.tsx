import type { SourceReport } from "../../../lib/report";
import { rejectedOf } from "../../inputs/source-reports";
import table from "../../ui/data-table.module.css";
import { Disclosure } from "../../ui/disclosure";
import { counted, whole } from "../../ui/format";
import styles from "./rejected-rows.module.css";

/** Where the rows of every source went, as a sum that can be checked. */
export function Accounts({ sources }: { sources: readonly SourceReport[] }) {
  const all = sources.map(accountOf);
  const total = all.reduce(plus, NOTHING);
  const rows = all
    .map((account, index) => ({ ...account, name: sources[index]?.file ?? "", key: index }))
    .sort((one, other) => other.rejected - one.rejected);
  return (
    <div className={styles.accounts}>
      <p className={styles.equation}>
        {whole(total.read)} rows read = {whole(total.used)} used + {whole(total.rejected)} rejected + {whole(total.ignored)}{" "}
        ignored + {whole(total.withoutImpressions)} of customers without impressions
      </p>
      <Disclosure words="By file">
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by key */}
        <section className={styles.files} aria-label="Rows by file" tabIndex={0}>
          <table className={table.table} aria-label="Where rows went">
            <thead>
              <tr>
                <th scope="col">{counted(rows.length, "file")}</th>
                <th scope="col" data-align="end">
                  Read
                </th>
                <th scope="col" data-align="end">
                  = Used
                </th>
                <th scope="col" data-align="end">
                  + Rejected
                </th>
                <th scope="col" data-align="end">
                  + Ignored
                </th>
                <th scope="col" data-align="end">
                  + Without impressions
                </th>
              </tr>
            </thead>
            <tbody>
              {rows.map(({ key, name, ...account }) => (
                <tr key={key}>
                  <th scope="row">{name}</th>
                  {Object.values(account).map((count, column) => (
                    // biome-ignore lint/suspicious/noArrayIndexKey: columns keep their places
                    <td key={column} data-align="end">
                      {whole(count)}
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      </Disclosure>
    </div>
  );
}

interface Account {
  read: number;
  used: number;
  rejected: number;
  ignored: number;
  withoutImpressions: number;
}

const NOTHING: Account = { read: 0, used: 0, rejected: 0, ignored: 0, withoutImpressions: 0 };

function accountOf(source: SourceReport): Account {
  const { rowsRead, rowsKept, ignored, withoutImpressions } = source;
  return { read: rowsRead, used: rowsKept - withoutImpressions, rejected: rejectedOf(source), ignored, withoutImpressions };
}

function plus(one: Account, other: Account): Account {
  return {
    read: one.read + other.read,
    used: one.used + other.used,
    rejected: one.rejected + other.rejected,
    ignored: one.ignored + other.ignored,
    withoutImpressions: one.withoutImpressions + other.withoutImpressions,
  };
}
