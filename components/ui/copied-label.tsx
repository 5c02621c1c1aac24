import styles from "./copied-label.module.css";

interface CopiedLabelProps {
  label: string;
  done: string;
  isDone: boolean;
}

/** What a button does, and for a moment what it did. */
export function CopiedLabel({ label, done, isDone }: CopiedLabelProps) {
  return (
    <span className={styles.words}>
      <span data-hidden={isDone}>{label}</span>
      <span data-hidden={!isDone}>{done}</span>
    </span>
  );
}

/** Says the same to who listens; to stand beside the button, since what is in one is not read out when it changes. */
export function CopiedNote({ done, isDone }: Omit<CopiedLabelProps, "label">) {
  return (
    <span className={styles.note} aria-live="polite">
      {isDone ? done : null}
    </span>
  );
}
