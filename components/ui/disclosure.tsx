import { ChevronRight } from "lucide-react";
import type { ReactNode } from "react";
import styles from "./disclosure.module.css";

/** Words that open to what they sum up. @param open at first, and again whenever it changes */
export function Disclosure({ words, open = false, children }: { words: ReactNode; open?: boolean; children: ReactNode }) {
  return (
    <details className={styles.details} open={open}>
      <summary>
        <ChevronRight size={14} aria-hidden />
        {words}
      </summary>
      {children}
    </details>
  );
}
