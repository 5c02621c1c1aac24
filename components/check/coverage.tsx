import { byteSize } from "../../lib/byte-size";
import type { Checked, CheckedLayout, Days } from "../../lib/check/checked";
import table from "../ui/data-table.module.css";
import { percent, whole } from "../ui/format";
import styles from "./check-panel.module.css";

/** What each source brings: rows that can be used, days, and ids in common with the impressions. */
export function Coverage({ checked }: { checked: Checked }) {
  const { shown, layouts } = checked;
  const ranges = layouts.flatMap((layout) => daysOf(layout, checked) ?? []);
  const first = Math.min(...ranges.map((range) => range.first));
  const last = Math.max(...ranges.map((range) => range.last));
  return (
    <>
      {layouts.every(({ isWhole }) => isWhole) ? null : <p className={styles.aside}>{sampleWords(layouts)}</p>}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by key */}
      <section className={table.wrap} aria-label="Sources of the sample" tabIndex={0}>
        <table className={table.table} aria-label="Sources">
          <thead>
            <tr>
              <th scope="col">Source</th>
              <th scope="col" data-align="end">
                Rows
              </th>
              <th scope="col" data-align="end">
                Can be used
              </th>
              <th scope="col" data-align="end" title="Of the customers of the actions, those who have impressions">
                Known customers
              </th>
              <th scope="col" data-align="end" title="Of the items of the actions, those that were shown">
                Shown items
              </th>
              <th scope="col" title="Of the rows that were read">
                Days
              </th>
            </tr>
          </thead>
          <tbody>
            {layouts.map((layout) => {
              const days = daysOf(layout, checked);
              const { actions } = layout;
              return (
                <tr key={layout.key}>
                  <th scope="row" className={styles.source}>
                    {layout.files === 1 ? layout.file : `${whole(layout.files)} files of ${layout.role}`}
                  </th>
                  <td data-align="end">{rowsOf(layout)}</td>
                  <td data-align="end">{percent(layout.rowsKept, layout.rowsRead)}</td>
                  <td data-align="end">
                    {actions ? percent(actions.customersShown, actions.customers) : shown ? whole(shown.customers) : "–"}
                  </td>
                  <td data-align="end">
                    {actions ? percent(actions.itemsShown, actions.items) : shown ? whole(shown.items) : "–"}
                  </td>
                  <td>
                    {days ? <Range days={days} all={{ first, last }} kind={actions ? "actions" : "impressions"} /> : "–"}
                    {days && layout.isHeadOnly ? (
                      <p className={styles.unread}>of its beginning; later rows are not read yet</p>
                    ) : null}
                  </td>
                </tr>
              );
            })}
          </tbody>
        </table>
      </section>
    </>
  );
}

function sampleWords(layouts: readonly CheckedLayout[]): string {
  const all = layouts.reduce((sum, { bytes }) => sum + bytes, 0);
  const read = layouts.reduce((sum, { bytesRead }) => sum + bytesRead, 0);
  const part = byteSize(read) === byteSize(all) ? `nearly all of ${byteSize(all)}` : `${byteSize(read)} of ${byteSize(all)}`;
  return `Shares, ids and days are those of a sample, ${part}.`;
}

function daysOf({ actions }: CheckedLayout, { shown }: Checked): Days | null {
  return actions ? actions.days : (shown?.days ?? null);
}

/** Read whole, or the part of the bytes that was read stands for all. */
function rowsOf({ rowsRead, bytes, bytesRead, isWhole }: CheckedLayout): string {
  return isWhole || bytesRead === 0
    ? whole(rowsRead)
    : `${whole(rowsRead)} of ≈ ${whole(Math.round((rowsRead * bytes) / bytesRead))}`;
}

function Range({ days, all, kind }: { days: Days; all: Days; kind: "impressions" | "actions" }) {
  const span = all.last - all.first + 1;
  const left = `${(100 * (days.first - all.first)) / span}%`;
  const width = `${(100 * (days.last - days.first + 1)) / span}%`;
  return (
    <div className={styles.range}>
      <div className={styles.track}>
        <div className={styles.bar} data-kind={kind} style={{ left, width }} />
      </div>
      {dayText(days.first)}
      {days.first === days.last ? null : ` to ${dayText(days.last)}`}
    </div>
  );
}

function dayText(day: number): string {
  return new Date(day * 86_400_000).toISOString().slice(0, 10);
}
