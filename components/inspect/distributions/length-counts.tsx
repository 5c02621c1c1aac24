import { useCallback } from "react";
import type { Distributions, LengthBin } from "../../../lib/distributions";
import type { Report } from "../../../lib/report";
import { share, whole } from "../../ui/format";
import { CountsTable, type ShowRows } from "./counts-table";
import styles from "./distributions.module.css";
import { type DrawPlot, PlotFigure } from "./plot-figure";
import { COUNT_AXIS, PLOT, SHARE_AXIS, startOf, TIP } from "./plot-options";
import { Part, Section } from "./section";

interface LengthCountsProps {
  counts: Distributions;
  report: Report;
  onFilter: ShowRows;
}

/** How long histories are, and what that has to do with the label. */
export function LengthCounts({ counts, report, onFilter }: LengthCountsProps) {
  const { lengths, histories } = counts;
  const { emptyHistories, truncatedHistories } = report;
  const drawHistogram = useCallback<DrawPlot<LengthBin>>(
    (Plot, width) =>
      Plot.plot({
        ...PLOT,
        width,
        x: lengthAxis(lengths),
        y: { ...COUNT_AXIS, label: "↑ Histories" },
        marks: [
          Plot.barY(lengths, {
            x: binWords,
            y: "histories",
            fill: "var(--mark)",
            title: (bin: LengthBin) =>
              `${binWords(bin)} actions\n${whole(bin.histories)} histories, ${share(bin.histories, histories)}\n${whole(bin.truncated)} truncated`,
            tip: TIP,
          }),
          Plot.barY(lengths, { x: binWords, y: "truncated", fill: "var(--accent)", pointerEvents: "none" }),
          Plot.ruleY([0]),
        ],
      }) as ReturnType<DrawPlot<LengthBin>>,
    [lengths, histories],
  );
  const drawRate = useCallback<DrawPlot<LengthBin>>(
    (Plot, width) => {
      const labelled = lengths.filter((bin) => bin.labelled > 0);
      return Plot.plot({
        ...PLOT,
        width,
        x: lengthAxis(lengths),
        y: { ...SHARE_AXIS, label: "↑ Label rate", zero: true },
        marks: [
          Plot.lineY(labelled, { x: binWords, y: rateOf, stroke: "var(--accent)" }),
          Plot.dotY(labelled, {
            x: binWords,
            y: rateOf,
            fill: "var(--accent)",
            title: (bin: LengthBin) =>
              `${binWords(bin)} actions\n${share(bin.positive, bin.labelled)} of ${whole(bin.labelled)} labels`,
            tip: { ...TIP, pointer: "x" },
          }),
          Plot.ruleY([0]),
        ],
      }) as ReturnType<DrawPlot<LengthBin>>;
    },
    [lengths],
  );
  const show = ({ from, to }: LengthBin) => ({ lengths: { from, to } });
  const words = `${whole(emptyHistories)} empty (${share(emptyHistories, histories)}), ${whole(truncatedHistories)} truncated (${share(truncatedHistories, histories)}).`;
  return (
    <Section title="History lengths" words={words}>
      <div className={styles.column}>
        <Part title="Histories, truncated in the accent colour">
          <PlotFigure label="Histories by length" draw={drawHistogram} onPick={(bin) => onFilter(show(bin))} />
        </Part>
        <Part title="Label rate">
          <PlotFigure label="Label rate by history length" draw={drawRate} onPick={(bin) => onFilter(show(bin))} />
        </Part>
      </div>
      <Part title="By length">
        <CountsTable
          name="Histories by length"
          rows={lengths}
          keyOf={({ from }) => String(from)}
          onFilter={onFilter}
          columns={[
            { header: "Actions", value: binWords, rows: show },
            { header: "Histories", value: (bin) => whole(bin.histories) },
            { header: "Share", value: (bin) => share(bin.histories, histories) },
            { header: "Truncated", value: (bin) => whole(bin.truncated) },
            { header: "Label rate", value: (bin) => share(bin.positive, bin.labelled) },
          ]}
        />
      </Part>
    </Section>
  );
}

function lengthAxis(lengths: LengthBin[]) {
  return {
    label: "Actions in the history, at least →",
    labelAnchor: "right",
    domain: lengths.map(binWords),
    tickFormat: startOf,
  } as const;
}

function binWords({ from, to }: LengthBin): string {
  return from === to ? whole(from) : `${whole(from)}–${whole(to)}`;
}

function rateOf({ positive, labelled }: LengthBin): number {
  return positive / labelled;
}
