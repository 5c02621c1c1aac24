import { X } from "lucide-react";
import type { Config } from "../../lib/config";
import { Button } from "../ui/button";
import { conditionsOf, randomWords } from "./filter-words";
import styles from "./sample-tools.module.css";
import type { SampleViewModel } from "./use-sample-view";

/** What narrows the rows down, each removable by itself, and all at once. */
export function ActiveFilters({ model, config }: { model: SampleViewModel; config: Config }) {
  const { filter, random } = model.view;
  const conditions = conditionsOf(filter, config);
  if (conditions.length === 0 && !random) return null;
  return (
    <ul className={styles.active} aria-label="Active filters">
      {conditions.map(({ key, words }) => (
        <Removable key={key} words={words} onRemove={() => model.addFilter({ [key]: null })} />
      ))}
      {random ? <Removable words={randomWords(random)} onRemove={() => model.setRandom(null)} /> : null}
      <li>
        <Button kind="quiet" onClick={model.clear}>
          Clear filters
        </Button>
      </li>
    </ul>
  );
}

function Removable({ words, onRemove }: { words: string; onRemove: () => void }) {
  return (
    <li className={styles.condition}>
      <span title={words}>{words}</span>
      <Button kind="icon" aria-label={`Remove filter: ${words}`} title="Remove" onClick={onRemove}>
        <X size={14} aria-hidden />
      </Button>
    </li>
  );
}
