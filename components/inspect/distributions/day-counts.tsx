import { useCallback } from "react";
import type { DayCount, Distributions } from "../../../lib/distributions";
import { counted, share, whole } from "../../ui/format";
import { CountsTable, type ShowRows } from "./counts-table";
import styles from "./distributions.module.css";
import { type DrawPlot, PlotFigure } from "./plot-figure";
import { COUNT_AXIS, dayAxis, PLOT, SHARE_AXIS, TIP } from "./plot-options";
import { Part, Section } from "./section";

/** The last day's label is wider than the margin of other plots. */
const LAST_LABEL_PX = 28;

/** What each day brings. */
export function DayCounts({ counts, onFilter }: { counts: Distributions; onFilter: ShowRows }) {
  const { days } = counts;
  const drawRows = useCallback<DrawPlot<DayCount>>(
    (Plot, width) =>
      Plot.plot({
        ...PLOT,
        width,
        marginRight: LAST_LABEL_PX,
        x: dayAxis(days),
        y: { ...COUNT_AXIS, label: "↑ Rows" },
        marks: [
          Plot.rectY(days, { x: dateOf, interval: "day", y: "rows", fill: "var(--mark)", title: dayWords, tip: TIP }),
          Plot.ruleY([0]),
        ],
      }) as ReturnType<DrawPlot<DayCount>>,
    [days],
  );
  const drawShares = useCallback<DrawPlot<DayCount>>(
    (Plot, width) =>
      Plot.plot({
        ...PLOT,
        width,
        marginRight: LAST_LABEL_PX,
        x: dayAxis(days),
        y: { ...SHARE_AXIS, label: "↑ Label rate; empty histories dashed", zero: true },
        marks: [
          Plot.lineY(days, { x: dateOf, y: emptyShare, stroke: "var(--ink-faint)", strokeDasharray: "4 3" }),
          Plot.lineY(days, { x: dateOf, y: rateOf, stroke: "var(--accent)" }),
          Plot.dotY(days, { x: dateOf, y: rateOf, fill: "var(--accent)", r: 2, title: dayWords, tip: { ...TIP, pointer: "x" } }),
          Plot.ruleY([0]),
        ],
      }) as ReturnType<DrawPlot<DayCount>>,
    [days],
  );
  const show = ({ day }: DayCount) => ({ days: { from: day, to: day } });
  return (
    <Section title="Days" words={counted(days.length, "day")}>
      <div className={styles.column}>
        <Part title="Rows">
          <PlotFigure label="Rows by day" draw={drawRows} onPick={(day) => onFilter(show(day))} />
        </Part>
        <Part title="Label rate and empty histories">
          <PlotFigure
            label="Label rate and share of empty histories by day"
            draw={drawShares}
            onPick={(day) => onFilter(show(day))}
          />
        </Part>
      </div>
      <Part title="By day">
        <CountsTable
          name="Days"
          rows={days}
          keyOf={({ day }) => day}
          onFilter={onFilter}
          columns={[
            { header: "Day", value: ({ day }) => day, rows: show },
            { header: "Rows", value: ({ rows }) => whole(rows) },
            { header: "Customers", value: ({ customers }) => whole(customers) },
            { header: "Empty", value: (day) => share(day.emptyHistories, day.customers) },
            { header: "Label rate", value: (day) => share(day.positive, day.labelled) },
          ]}
        />
      </Part>
    </Section>
  );
}

function dateOf({ day }: DayCount): Date {
  return new Date(`${day}T00:00:00Z`);
}

function rateOf({ positive, labelled }: DayCount): number {
  return positive / labelled;
}

function emptyShare({ emptyHistories, customers }: DayCount): number {
  return emptyHistories / customers;
}

function dayWords(day: DayCount): string {
  return [
    day.day,
    `${counted(day.rows, "row")} of ${counted(day.customers, "customer")}`,
    `${share(day.emptyHistories, day.customers)} of histories empty`,
    `${share(day.positive, day.labelled)} of labels are 1`,
  ].join("\n");
}
