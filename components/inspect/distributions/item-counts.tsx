import { Toggle } from "@base-ui/react/toggle";
import { ToggleGroup } from "@base-ui/react/toggle-group";
import { useCallback, useState } from "react";
import type { Distributions, ItemCount } from "../../../lib/distributions";
import type { SampleFilter } from "../../../lib/sample";
import { counted, share, whole } from "../../ui/format";
import { CountsTable, type ShowRows } from "./counts-table";
import styles from "./distributions.module.css";
import { type DrawPlot, PlotFigure } from "./plot-figure";
import { COUNT_AXIS, PLOT, TIP } from "./plot-options";
import { Part, Section } from "./section";

const LISTS = {
  mostShown: "Most shown",
  mostInHistories: "Most in histories",
  mostShownNeverInHistories: "In no history",
} as const;
type List = keyof typeof LISTS;

/** As many items as fit into the plot. */
const DRAWN = 8;
const LONGEST_ID = 12;

/** The items that are shown and acted on most, and those that no history knows. */
export function ItemCounts({ counts, onFilter }: { counts: Distributions; onFilter: ShowRows }) {
  const { items } = counts;
  const [list, setList] = useState<List>("mostShown");
  const listed = items[list];
  const measure = list === "mostInHistories" ? "inHistories" : "shown";
  const draw = useCallback<DrawPlot<ItemCount>>(
    (Plot, width) =>
      Plot.plot({
        ...PLOT,
        marginLeft: 96,
        width,
        x: { ...COUNT_AXIS, label: measure === "shown" ? "Times shown →" : "Times in histories →", labelAnchor: "right" },
        y: { label: null, domain: listed.slice(0, DRAWN).map(({ itemId }) => itemId), tickFormat: shortId, tickSize: 0 },
        marks: [
          Plot.barX(listed.slice(0, DRAWN), {
            x: measure,
            y: "itemId",
            fill: "var(--mark)",
            title: ({ itemId, shown, inHistories }: ItemCount) =>
              `Item ${itemId}\nshown ${whole(shown)} times\n${whole(inHistories)} times in histories`,
            tip: TIP,
          }),
          Plot.ruleX([0]),
        ],
      }) as ReturnType<DrawPlot<ItemCount>>,
    [listed, measure],
  );
  const showing = ({ itemId }: ItemCount): Partial<SampleFilter> => ({ item: { how: "is", text: itemId } });
  const holding = ({ itemId }: ItemCount): Partial<SampleFilter> => ({ historyItem: { how: "is", text: itemId } });
  const show = measure === "shown" ? showing : holding;
  const words = `${whole(items.neverInHistories)} of ${counted(items.distinctShown, "item")} shown stand in no history: ${share(items.shownNeverInHistories, items.shown)} of what is shown.`;
  return (
    <Section title="Top items" words={words}>
      <Part title={LISTS[list]}>
        <PlotFigure label={`Items: ${LISTS[list].toLowerCase()}`} draw={draw} onPick={(item) => onFilter(show(item))} />
      </Part>
      <div className={styles.part}>
        <ToggleGroup
          className={styles.lists}
          aria-label="Which items"
          value={[list]}
          onValueChange={([next]) => next && setList(next as List)}
        >
          {Object.entries(LISTS).map(([name, words]) => (
            <Toggle key={name} value={name} className={styles.list}>
              {words}
            </Toggle>
          ))}
        </ToggleGroup>
        <CountsTable
          name="Top items"
          rows={listed}
          keyOf={({ itemId }) => itemId}
          onFilter={onFilter}
          columns={[
            { header: "Item", value: ({ itemId }) => <span className={styles.id}>{itemId}</span>, rows: show },
            { header: "Shown", value: ({ shown }) => whole(shown), rows: showing },
            { header: "In histories", value: ({ inHistories }) => whole(inHistories), rows: holding },
          ]}
        />
        {listed.length === 0 ? <p>No item.</p> : null}
      </div>
    </Section>
  );
}

function shortId(id: string): string {
  return id.length > LONGEST_ID ? `…${id.slice(1 - LONGEST_ID)}` : id;
}
