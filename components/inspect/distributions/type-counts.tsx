import { useCallback, useMemo } from "react";
import type { Config } from "../../../lib/config";
import type { Distributions, PositionBin } from "../../../lib/distributions";
import { counted, share, whole } from "../../ui/format";
import { ACTION_WORDS, actionOf } from "../action-types-of";
import { TypeMark } from "../legend";
import { CountsTable, type ShowRows } from "./counts-table";
import styles from "./distributions.module.css";
import { type DrawPlot, PlotFigure } from "./plot-figure";
import { PLOT, SHARE_AXIS, startOf, TIP } from "./plot-options";
import { Part, Section } from "./section";

interface TypeCountsProps {
  counts: Distributions;
  config: Config;
  onFilter: ShowRows;
}

interface Bar {
  bin: PositionBin;
  type: number;
  /** Of the histories, how many have this type at a position of the bin, on average. */
  share: number;
}

const FILLS = { click: "var(--click)", add_to_cart: "var(--cart)", order: "var(--order)" };

/** How often each action type stands in histories, and where. */
export function TypeCounts({ counts, config, onFilter }: TypeCountsProps) {
  const { types, positions, histories } = counts;
  const actions = types.reduce((sum, type) => sum + type.actions, 0);
  const bars = useMemo(() => barsOf(counts), [counts]);
  const draw = useCallback<DrawPlot<Bar>>(
    (Plot, width) =>
      Plot.plot({
        ...PLOT,
        width,
        x: { label: "Position from, 0 the newest →", labelAnchor: "right", domain: positions.map(binWords), tickFormat: startOf },
        y: { ...SHARE_AXIS, label: "↑ Histories with an action there" },
        marks: [
          Plot.barY(
            bars,
            Plot.stackY({
              x: ({ bin }: Bar) => binWords(bin),
              y: "share",
              fill: ({ type }: Bar) => FILLS[actionOf(config, type)],
              title: (bar: Bar) =>
                `${ACTION_WORDS[actionOf(config, bar.type)].one}, position ${binWords(bar.bin)}\n${share(bar.share, 1)} of histories`,
              tip: TIP,
            }),
          ),
          Plot.ruleY([0]),
        ],
      }) as ReturnType<DrawPlot<Bar>>,
    [bars, positions, config],
  );
  return (
    <Section title="Types in histories" words={`${counted(actions, "action")} in ${counted(histories, "history", "histories")}.`}>
      <div className={styles.column}>
        <Part title="By position">
          <PlotFigure
            label="Types by position"
            draw={draw}
            onPick={({ bin, type }) => onFilter({ holds: { type, positions: bin } })}
          />
        </Part>
        <Part title="By type">
          <CountsTable
            name="Types in histories"
            rows={types}
            keyOf={({ type }) => String(type)}
            onFilter={onFilter}
            columns={[
              {
                header: "Type",
                value: ({ type }) => <TypeName type={type} config={config} />,
                rows: ({ type }) => ({ holds: { type, positions: { from: null, to: null } } }),
              },
              { header: "Count", value: (type) => whole(type.actions) },
              { header: "Share", value: (type) => share(type.actions, actions) },
              { header: "Per history", value: (type) => (histories === 0 ? "–" : (type.actions / histories).toFixed(2)) },
              { header: "Histories with it", value: (type) => whole(type.histories) },
              { header: "Of all", value: (type) => share(type.histories, histories) },
            ]}
          />
        </Part>
      </div>
      <Part title="By position and type">
        <CountsTable
          name="Types by position"
          rows={positions}
          keyOf={({ from }) => String(from)}
          onFilter={onFilter}
          columns={[
            { header: "Position", value: binWords },
            ...types.map(({ type }, kind) => ({
              header: ACTION_WORDS[actionOf(config, type)].many,
              value: (bin: PositionBin) => whole(bin.actions[kind] ?? 0),
              rows: ({ from, to }: PositionBin) => ({ holds: { type, positions: { from, to } } }),
            })),
          ]}
        />
      </Part>
    </Section>
  );
}

function barsOf({ types, positions, histories }: Distributions): Bar[] {
  return positions.flatMap((bin) =>
    types.map(({ type }, kind) => ({
      bin,
      type,
      share: (bin.actions[kind] ?? 0) / (bin.to - bin.from + 1) / Math.max(1, histories),
    })),
  );
}

function binWords({ from, to }: PositionBin): string {
  return from === to ? whole(from) : `${whole(from)}–${whole(to)}`;
}

function TypeName({ type, config }: { type: number; config: Config }) {
  const action = actionOf(config, type);
  return (
    <>
      <TypeMark type={action} />
      {ACTION_WORDS[action].one}
    </>
  );
}
