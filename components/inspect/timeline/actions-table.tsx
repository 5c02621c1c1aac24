import { useEffect, useRef } from "react";
import type { Config } from "../../../lib/config";
import type { ActionDetail, History } from "../../../lib/inspection";
import { zoneTime } from "../../ui/zone-time";
import { ACTION_WORDS, actionOf } from "../action-types-of";
import { TypeMark } from "../legend";
import { ROW_PX } from "../row-scale";
import { useRowWindow } from "../use-row-window";
import styles from "./actions-table.module.css";
import type { Pages } from "./pages";
import { VerdictMark } from "./verdict-legend";
import { verdictNames } from "./verdict-words";

const BORDERS_PX = 2;

interface ActionsTableProps {
  history: History;
  config: Config;
  pages: Pages<ActionDetail>;
  active: number | null;
  focused: number | null;
  onFocus: (index: number) => void;
}

/** Every action of the customer, newest first: the timeline in words. */
export function ActionsTable({ history, config, pages, active, focused, onFocus }: ActionsTableProps) {
  const scroller = useRef<HTMLDivElement>(null);
  const { rows, height, scrollToRow } = useRowWindow(scroller, history.actions);
  const [first, last] = [rows[0]?.index ?? 0, rows.at(-1)?.index ?? -1];
  useEffect(() => {
    if (last >= first) pages.show(first, last);
  }, [pages, first, last]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: only another focus is a reason to scroll
  useEffect(() => {
    if (focused !== null) scrollToRow(focused);
  }, [focused]);
  const time = zoneTime(config.filter.dayZone);
  const names = verdictNames(config);
  return (
    <section
      ref={scroller}
      className={styles.scroller}
      style={{ maxHeight: (history.actions + 1) * ROW_PX + BORDERS_PX }}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls can be scrolled by key
      tabIndex={0}
      aria-label="All actions"
    >
      <table className={styles.table} aria-label={`Actions as ${history.dt} sees them`} aria-rowcount={history.actions + 1}>
        <thead>
          <tr className={styles.row} aria-rowindex={1}>
            <th scope="col">Instant, {config.filter.dayZone}</th>
            <th scope="col">Type</th>
            <th scope="col">Item</th>
            <th scope="col">Partition date</th>
            <th scope="col">Cell</th>
            <th scope="col">Verdict</th>
          </tr>
        </thead>
        <tbody style={{ height }}>
          {rows.map(({ index, top }) => {
            const action = pages.at(index);
            const type = action && actionOf(config, action.type);
            return (
              <tr
                key={index}
                className={styles.row}
                style={{ transform: `translateY(${top}px)` }}
                aria-rowindex={index + 2}
                data-active={index === active}
                onClick={() => onFocus(index)}
              >
                <td>
                  {action ? (
                    <button type="button" className={styles.select} aria-pressed={index === focused}>
                      {time.text(action.at)}
                    </button>
                  ) : (
                    "…"
                  )}
                </td>
                <td>
                  {type ? <TypeMark type={type} /> : null} {type ? ACTION_WORDS[type].one : null}
                </td>
                <td title={action?.itemId}>{action?.itemId}</td>
                <td>{action ? (action.partitionDate ?? "–") : null}</td>
                <td>{action ? (action.cell ?? "–") : null}</td>
                <td>
                  {action ? <VerdictMark verdict={action.verdict} /> : null} {action ? names[action.verdict] : null}
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </section>
  );
}
