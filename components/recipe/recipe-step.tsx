import type { ReactNode } from "react";
import { duration } from "../ui/format";
import styles from "./recipe-step.module.css";
import type { StepName, StepState } from "./step-state";

interface RecipeStepProps {
  name: StepName;
  words: string;
  state: StepState;
  flow: string | null;
  milliseconds: number | undefined;
  children: ReactNode;
}

const NOTES: Record<StepState, string> = { waiting: "", working: "working", done: "", changed: "changed", stale: "stale" };

export function RecipeStep({ name, words, state, flow, milliseconds, children }: RecipeStepProps) {
  return (
    <li className={styles.step} data-state={state}>
      <span className={styles.mark} aria-hidden />
      <div className={styles.head}>
        <h3>{name}</h3>
        <span className={styles.note}>{NOTES[state]}</span>
        <span className={styles.time}>{milliseconds === undefined ? null : duration(milliseconds)}</span>
      </div>
      <p className={flow ? styles.flow : styles.words}>{flow ?? words}</p>
      {children}
    </li>
  );
}
