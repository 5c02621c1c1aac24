import { TriangleAlert } from "lucide-react";
import { describeProblem, type Problem } from "../../lib/errors";
import styles from "./problem-alert.module.css";

/** What happened and what to do next. Where the same problem is announced elsewhere, `silent` leaves the role out. */
export function ProblemAlert({ problem, silent = false }: { problem: Problem; silent?: boolean }) {
  const { title, help } = describeProblem(problem);
  return (
    <div className={styles.problem} role={silent ? undefined : "alert"}>
      <TriangleAlert size={16} aria-hidden />
      <div>
        <p className={styles.title}>{title}</p>
        <p className={styles.help}>{help}</p>
      </div>
    </div>
  );
}
