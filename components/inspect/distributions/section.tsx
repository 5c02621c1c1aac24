import type { ReactNode } from "react";
import styles from "./distributions.module.css";

interface SectionProps {
  title: string;
  /** One sentence of figures. */
  words?: string;
  children: ReactNode;
}

/** Plots and their tables under one heading, side by side where there is room. */
export function Section({ title, words, children }: SectionProps) {
  return (
    <section className={styles.section}>
      <div className={styles.heading}>
        <h3>{title}</h3>
        {words ? <p>{words}</p> : null}
      </div>
      <div className={styles.parts}>{children}</div>
    </section>
  );
}

export function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <div className={styles.part}>
      <h4>{title}</h4>
      {children}
    </div>
  );
}
