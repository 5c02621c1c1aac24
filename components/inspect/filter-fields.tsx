import { useId } from "react";
import type { Range } from "../../lib/sample";
import styles from "./sample-tools.module.css";

export type Choice<T> = [value: T, words: string];

interface FilterSelectProps<T> {
  label: string;
  value: T | null;
  choices: Choice<T>[];
  onChange: (value: T | null) => void;
}

export function FilterSelect<T extends string | number>({ label, value, choices, onChange }: FilterSelectProps<T>) {
  const id = useId();
  const chosen = (text: string) => choices.find(([choice]) => String(choice) === text)?.[0] ?? null;
  return (
    <div className={styles.field}>
      <label htmlFor={id}>{label}</label>
      <select id={id} value={value ?? ""} onChange={(event) => onChange(chosen(event.target.value))}>
        <option value="">any</option>
        {choices.map(([choice, words]) => (
          <option key={choice} value={choice}>
            {words}
          </option>
        ))}
      </select>
    </div>
  );
}

interface FilterRangeProps<T> {
  label: string;
  type: "date" | "number";
  range: Range<T> | null;
  /** null for a text that says nothing. */
  parse: (text: string) => T | null;
  onChange: (range: Range<T> | null) => void;
}

/** Both ends count; an empty one is open. */
export function FilterRange<T extends string | number>({ label, type, range, parse, onChange }: FilterRangeProps<T>) {
  const change = (end: keyof Range<T>, text: string) => {
    const next = { from: range?.from ?? null, to: range?.to ?? null, [end]: parse(text) };
    onChange(next.from === null && next.to === null ? null : next);
  };
  return (
    <fieldset className={styles.field}>
      <legend>{label}</legend>
      <div className={styles.ends}>
        {(["from", "to"] as const).map((end) => (
          <input
            key={end}
            type={type}
            min={type === "number" ? 0 : undefined}
            aria-label={`${label} ${end}`}
            placeholder={end}
            value={range?.[end] ?? ""}
            onChange={(event) => change(end, event.target.value)}
          />
        ))}
      </div>
    </fieldset>
  );
}
