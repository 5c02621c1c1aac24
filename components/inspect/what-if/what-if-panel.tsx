import { useMemo, useState } from "react";
import type { Config } from "../../../lib/config";
import type { Alternative, Ask } from "../../../lib/inspection";
import { SelectField, TextField } from "../../recipe/fields";
import { optionalWholeNumber, wholeNumber } from "../../recipe/parsers";
import { Button } from "../../ui/button";
import { ProblemAlert } from "../../ui/problem-alert";
import { useAnswer } from "../use-answer";
import { WhatIfFigures } from "./what-if-figures";
import styles from "./what-if-panel.module.css";

interface WhatIfPanelProps {
  ask: Ask;
  /** What the dataset was built with. */
  built: Config;
  /** What the recipe says now. */
  recipe: Config;
  onApply: (alternative: Alternative) => void;
}

/** Other settings, tried on the built dataset: which histories would change, before anything is built again. */
export function WhatIfPanel({ ask, built, recipe, onApply }: WhatIfPanelProps) {
  const [tried, setTried] = useState(() => alternativeOf(built));
  const [invalid, setInvalid] = useState<Record<string, boolean>>({});
  const { cutoff, lookbackDays, maxActions } = tried;
  const question = useMemo(() => ({ cutoff, lookbackDays, maxActions }), [cutoff, lookbackDays, maxActions]);
  const { answer, problem } = useAnswer(ask, "whatIf", question);
  const note = (name: string) => (error: string | null) => setInvalid((before) => ({ ...before, [name]: error !== null }));
  const isInRecipe = isSame(tried, alternativeOf(recipe));
  return (
    <div className={styles.panel}>
      <section className={styles.settings} aria-label="What if">
        <TextField
          label="Actions kept"
          value={maxActions}
          numeric
          toText={String}
          parse={wholeNumber(1, 10_000)}
          onChange={(value) => setTried({ ...tried, maxActions: value })}
          onInvalid={note("maxActions")}
        />
        <TextField
          label="Lookback, days"
          value={lookbackDays}
          numeric
          placeholder="Unlimited"
          toText={(days) => (days === null ? "" : String(days))}
          parse={optionalWholeNumber(1, 36_500)}
          onChange={(value) => setTried({ ...tried, lookbackDays: value })}
          onInvalid={note("lookbackDays")}
        />
        <SelectField
          label="An action counts by"
          value={cutoff}
          options={{ event_time: "Its instant", partition_date: "Its partition date", both: "Both" }}
          onChange={(value) => setTried({ ...tried, cutoff: value })}
        />
        <div className={styles.buttons}>
          <Button kind="quiet" disabled={isSame(tried, alternativeOf(built))} onClick={() => setTried(alternativeOf(built))}>
            As built
          </Button>
          <Button disabled={isInRecipe || Object.values(invalid).includes(true)} onClick={() => onApply(tried)}>
            {isInRecipe ? "In the recipe" : "Use in the recipe"}
          </Button>
        </div>
      </section>
      <div className={styles.figures}>
        {problem ? <ProblemAlert problem={problem} /> : null}
        {answer ? <WhatIfFigures answer={answer} /> : null}
        <p className={styles.words}>
          Tried on the actions of the built dataset. A build with these settings gives exactly these figures.
        </p>
      </div>
    </div>
  );
}

function alternativeOf({ filter, rank }: Config): Alternative {
  return { cutoff: filter.cutoff, lookbackDays: filter.lookbackDays, maxActions: rank.maxActions };
}

function isSame(one: Alternative, other: Alternative): boolean {
  return one.cutoff === other.cutoff && one.lookbackDays === other.lookbackDays && one.maxActions === other.maxActions;
}
