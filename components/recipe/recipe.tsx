import { STAGES, type Stage } from "../../lib/report";
import type { WorkbenchModel } from "../use-workbench";
import { flowOf } from "./flow";
import { OutputSettings } from "./output-settings";
import styles from "./recipe.module.css";
import { RecipeStep } from "./recipe-step";
import { StageSettings } from "./stage-settings";
import { stepState } from "./step-state";

const WORDS: Record<Stage, string> = {
  standardize: "Every file becomes rows of one shape",
  unify: "All actions become one log",
  filter: "Only what happened before the cutoff counts",
  rank: "Newest first, and at most so many",
  pad: "Every sequence gets the same length",
};

/** The five stages in the order in which data flows, then the output. */
export function Recipe({ model }: { model: WorkbenchModel }) {
  const report = model.build.kind === "built" ? model.build.built.report : null;
  return (
    <section className={styles.recipe} aria-labelledby="recipe">
      <h2 id="recipe">Recipe</h2>
      <ol>
        {STAGES.map((stage) => (
          <RecipeStep
            key={stage}
            name={stage}
            words={WORDS[stage]}
            state={stepState(stage, model)}
            flow={report ? flowOf(stage, report) : null}
            milliseconds={report?.milliseconds[stage]}
          >
            <StageSettings stage={stage} config={model.config} change={model.change} setInvalid={model.setInvalid} />
          </RecipeStep>
        ))}
        <RecipeStep
          name="output"
          words="The Parquet file"
          state={stepState("output", model)}
          flow={report ? flowOf("output", report) : null}
          milliseconds={undefined}
        >
          <OutputSettings
            output={model.config.output}
            onChange={(patch) => model.change("output", patch)}
            destination={model.destination}
            onDestination={model.setDestination}
          />
        </RecipeStep>
      </ol>
    </section>
  );
}
