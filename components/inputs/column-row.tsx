import { useId } from "react";
import type { ColumnProfile } from "../../lib/sources/profile";
import { Button } from "../ui/button";
import { gapWords, holdingWords } from "./column-words";
import styles from "./columns.module.css";

interface ColumnRowProps {
  canonical: string;
  /** The name of the choice. */
  label: string;
  /** The name that a finding leads to. */
  control: string;
  /** The names to choose from, and the place of the one that is meant. */
  options: readonly string[];
  position: number | undefined;
  required: boolean;
  profile: ColumnProfile | undefined;
  /** How the first value is read, where that is worth saying. */
  reading: { format: string; written: string; read: string } | null;
  /** Why it stands here although nobody chose it. */
  guessed: string | null;
  /** A column that it may be. */
  suggestion: { column: string; reason: string } | null;
  onChoose: (name: string | null) => void;
}

/** A column of a role: which of the file's columns it is, what that holds, and how it is read. */
export function ColumnRow(props: ColumnRowProps) {
  const { canonical, options, position, profile, required, guessed, suggestion, onChoose } = props;
  const describedBy = useId();
  const isMissing = position === undefined && required;
  return (
    <li className={styles.column} data-missing={isMissing}>
      <span className={styles.canonical} title={canonical}>
        {canonical}
      </span>
      <select
        aria-label={props.label}
        aria-describedby={describedBy}
        data-control={props.control}
        value={position ?? ""}
        onChange={(event) => onChoose(event.target.value === "" ? null : (options[Number(event.target.value)] ?? null))}
      >
        <option value="">{position === undefined ? "None" : "As named"}</option>
        {options.map((name, index) => (
          <option key={name} value={index}>
            {name}
          </option>
        ))}
      </select>
      <div id={describedBy} className={styles.about}>
        {profile ? <Values profile={profile} reading={props.reading} /> : null}
        {isMissing ? <p className={styles.missing}>{suggestion ? "Not found by its name." : "Not found. Choose it."}</p> : null}
        {guessed ? (
          <p className={styles.guess}>
            <span>{guessed}</span>
            <Button kind="quiet" onClick={() => onChoose(null)} aria-label={`Undo ${canonical}`}>
              Undo
            </Button>
          </p>
        ) : null}
        {position === undefined && suggestion ? (
          <p className={styles.guess}>
            <span>
              Perhaps <b>{suggestion.column}</b>, {suggestion.reason}
            </span>
            <Button
              kind="quiet"
              onClick={() => onChoose(suggestion.column)}
              aria-label={`Use ${suggestion.column} as ${canonical}`}
            >
              Use
            </Button>
          </p>
        ) : null}
      </div>
    </li>
  );
}

export function Values({ profile, reading }: { profile: ColumnProfile; reading: ColumnRowProps["reading"] }) {
  const gaps = gapWords(profile);
  const examples = profile.examples.map((text) => (text.length > 80 ? `${text.slice(0, 80)}…` : text)).join("  ");
  return (
    <>
      <p className={styles.holds}>
        {reading ? reading.format : holdingWords(profile.holds)}
        {gaps.length > 0 ? <span className={styles.gaps}> · {gaps.join(" · ")}</span> : null}
      </p>
      <p className={styles.values} title={reading ? undefined : examples}>
        {reading ? (
          <>
            {reading.written} <span className={styles.arrow}>→</span> {reading.read}
          </>
        ) : (
          examples
        )}
      </p>
    </>
  );
}
