import { ChevronRight } from "lucide-react";
import type { ComponentProps, ReactNode } from "react";
import styles from "./disclosure.module.css";

/** Words that open to what they sum up. `open` holds at first, and again whenever it changes. */
export function Disclosure({ words, className, children, ...props }: ComponentProps<"details"> & { words: ReactNode }) {
  return (
    <details className={[styles.details, className].filter(Boolean).join(" ")} {...props}>
      <summary>
        <ChevronRight size={14} aria-hidden />
        {words}
      </summary>
      {children}
    </details>
  );
}
