import type { Problem } from "../../lib/errors";
import { OpenedPanel } from "../opened/opened-panel";
import { CheckPanel, Result } from "../parts";
import { LoadedPart } from "../ui/loaded-part";
import { ProblemAlert } from "../ui/problem-alert";
import type { WorkbenchModel } from "../use-workbench";
import type { BuildState } from "../workbench-state";
import { Building } from "./building";
import styles from "./inspect.module.css";
import { Welcome } from "./welcome";

function problemOfBuild(build: BuildState): Problem | undefined {
  if (build.kind === "failed") return build.problem;
  return build.kind === "built" ? build.refused : undefined;
}

export function Inspect({ model, onSample }: { model: WorkbenchModel; onSample: () => void }) {
  const { build, notice } = model;
  const problem = problemOfBuild(build) ?? notice;
  return (
    <main className={styles.inspect} aria-label="Inspect" tabIndex={build.kind === "built" ? undefined : 0}>
      <OpenedPanel model={model} />
      {problem ? <ProblemAlert problem={problem} /> : null}
      {build.kind === "built" ? (
        <LoadedPart>
          {model.stale ? <CheckPanel check={model.check} disk={model.disk} compact /> : null}
          <Result model={model} build={build} />
        </LoadedPart>
      ) : null}
      {build.kind === "building" ? <Building build={build} /> : null}
      {build.kind === "built" || build.kind === "building" ? null : <Welcome model={model} onSample={onSample} />}
    </main>
  );
}
