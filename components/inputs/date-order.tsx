import { COLUMNS_OF } from "../../lib/check/finding";
import type { Config } from "../../lib/config";
import { findColumns } from "../../lib/sources/recognise";
import { Button } from "../ui/button";
import type { FileEntry } from "../workbench-state";
import styles from "./columns.module.css";
import { dateQuestion } from "./time-reading";

interface DateOrderProps {
  files: readonly FileEntry[];
  config: Config;
  onStandardize: (patch: Partial<Config["standardize"]>) => void;
}

/** Asks which number of a date is the day, where the files do not tell; and says what was answered. */
export function DateOrder({ files, config, onStandardize }: DateOrderProps) {
  const question = dateQuestion(timeProfiles(files, config));
  const { dateOrder } = config.standardize;
  if (!question) return null;
  return (
    <section className={styles.question} aria-label="Order of dates" data-control="standardize.dateOrder">
      <p>
        {question.isContradicted
          ? "Some dates have the day first and some the month. Those of the other order are rejected."
          : "The dates do not tell whether the day or the month stands first."}{" "}
        Is <b>{question.example}</b> this?
      </p>
      <div className={styles.answers}>
        <Button aria-pressed={dateOrder === "day_first"} onClick={() => onStandardize({ dateOrder: "day_first" })}>
          {question.dayFirst}
        </Button>
        <Button aria-pressed={dateOrder === "month_first"} onClick={() => onStandardize({ dateOrder: "month_first" })}>
          {question.monthFirst}
        </Button>
      </div>
    </section>
  );
}

/** The profiles of all columns that are read as times or days. */
function timeProfiles(files: readonly FileEntry[], config: Config) {
  return files.flatMap(({ source, role }) => {
    if (!source || !role) return [];
    const found = findColumns(role, source, config);
    const { time, day } = COLUMNS_OF[role];
    return [...new Set([time, day])].flatMap((canonical) => source.profile[found[canonical] ?? -1] ?? []);
  });
}
