import type { Config } from "../../lib/config";
import { STAGES, type Stage } from "../../lib/report";
import type { WorkbenchModel } from "../use-workbench";
import { inputsOf } from "../workbench-state";

export type StepName = Stage | "output";
export type StepState = "waiting" | "working" | "done" | "changed" | "stale";

const STEPS: StepName[] = [...STAGES, "output"];

/** Where a step stands: a step whose settings changed since the build makes every later one stale. */
export function stepState(step: StepName, { build, config, files }: WorkbenchModel): StepState {
  if (build.kind === "building") return step === "output" ? "waiting" : buildingState(build.reached[step]?.fraction);
  if (build.kind !== "built") return "waiting";
  if (differs(step, build.config, config)) return "changed";
  const before = STEPS.slice(0, STEPS.indexOf(step));
  const stale = build.inputs !== inputsOf(files) || before.some((earlier) => differs(earlier, build.config, config));
  return stale ? "stale" : "done";
}

function buildingState(fraction: number | undefined): StepState {
  if (fraction === undefined) return "waiting";
  return fraction < 1 ? "working" : "done";
}

function differs(step: StepName, one: Config, other: Config): boolean {
  return JSON.stringify(one[step]) !== JSON.stringify(other[step]);
}
