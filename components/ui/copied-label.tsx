import styles from "./copied-label.module.css";

/** What a button does, and for a moment what it did. */
export function CopiedLabel({ label, done, isDone }: { label: string; done: string; isDone: boolean }) {
  return (
    <span className={styles.words}>
      <span data-hidden={isDone}>{label}</span>
      <span data-hidden={!isDone}>{done}</span>
    </span>
  );
}
