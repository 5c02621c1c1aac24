import { type ReactNode, useId, useMemo, useState } from "react";
import styles from "./fields.module.css";

interface FieldProps {
  label: string;
  hint?: ReactNode;
  /** The setting's path in the config, by which the check leads here. */
  control?: string | undefined;
  children: (id: string) => ReactNode;
}

export function Field({ label, hint, control, children }: FieldProps) {
  const id = useId();
  return (
    <div className={styles.field} data-control={control}>
      <label htmlFor={id}>{label}</label>
      <div>{children(id)}</div>
      {hint ? <p className={styles.hint}>{hint}</p> : null}
    </div>
  );
}

interface SelectFieldProps<T extends string> {
  label: string;
  value: T;
  options: Record<T, string>;
  hint?: string;
  control?: string;
  onChange: (value: T) => void;
}

export function SelectField<T extends string>({ label, value, options, hint, control, onChange }: SelectFieldProps<T>) {
  return (
    <Field label={label} hint={hint} control={control}>
      {(id) => (
        <select id={id} value={value} onChange={(event) => onChange(event.target.value as T)}>
          {(Object.entries(options) as [T, string][]).map(([name, words]) => (
            <option key={name} value={name}>
              {words}
            </option>
          ))}
        </select>
      )}
    </Field>
  );
}

interface TextFieldProps<T> {
  label: string;
  value: T;
  toText: (value: T) => string;
  /** The value of a text, or the words that say what is wrong with it. */
  parse: (text: string) => { value: T } | { error: string };
  onChange: (value: T) => void;
  onInvalid: (error: string | null) => void;
  placeholder?: string;
  numeric?: boolean;
  list?: string;
  hint?: string;
  control?: string;
}

/** An input that keeps what was typed while it is not valid, and says why. */
export function TextField<T>(props: TextFieldProps<T>) {
  const { value, toText, parse, onChange, onInvalid } = props;
  const [draft, setDraft] = useState({ text: toText(value), of: value });
  // The config was changed elsewhere, by a link for one: the draft is out of date.
  if (draft.of !== value) setDraft({ text: toText(value), of: value });
  const parsed = useMemo(() => parse(draft.text), [parse, draft.text]);
  const error = "error" in parsed ? parsed.error : null;
  const errorId = useId();
  const type = (text: string) => {
    const next = parse(text);
    onInvalid("error" in next ? next.error : null);
    setDraft({ text, of: "error" in next ? value : next.value });
    if ("value" in next) onChange(next.value);
  };
  return (
    <Field
      label={props.label}
      control={props.control}
      hint={
        error ? (
          <span className={styles.error} id={errorId}>
            {error}
          </span>
        ) : (
          props.hint
        )
      }
    >
      {(id) => (
        <input
          id={id}
          value={draft.text}
          placeholder={props.placeholder}
          inputMode={props.numeric ? "numeric" : undefined}
          list={props.list}
          spellCheck={false}
          autoComplete="off"
          aria-invalid={error !== null}
          aria-describedby={error ? errorId : undefined}
          onChange={(event) => type(event.target.value)}
        />
      )}
    </Field>
  );
}
