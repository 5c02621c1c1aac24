import { Dices } from "lucide-react";
import { useId, useState } from "react";
import type { SampleView } from "../../lib/sample";
import { Button } from "../ui/button";
import { PopoverButton } from "../ui/popover-button";
import styles from "./sample-tools.module.css";

const MOST_ROWS = 1_000_000;
const MOST_SEED = 0xffff_ffff;

type Random = NonNullable<SampleView["random"]>;

/** Draws some of the rows that match; the same seed draws the same rows. */
export function RandomDraw({ random, onDraw }: { random: Random | null; onDraw: (random: Random | null) => void }) {
  const [draft, setDraft] = useState({ rows: "100", seed: "1" });
  const rows = numberIn(draft.rows, 1, MOST_ROWS);
  const seed = numberIn(draft.seed, 0, MOST_SEED);
  const draw = (chosen: number) => {
    if (rows === null) return;
    setDraft({ ...draft, seed: String(chosen) });
    onDraw({ seed: chosen, rows });
  };
  return (
    <PopoverButton label="Random sample" icon={<Dices size={14} aria-hidden />} active={random !== null}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (seed !== null) draw(seed);
        }}
      >
        <NumberField
          label="Rows"
          value={draft.rows}
          invalid={rows === null}
          onChange={(text) => setDraft({ ...draft, rows: text })}
        />
        <NumberField
          label="Seed"
          value={draft.seed}
          invalid={seed === null}
          onChange={(text) => setDraft({ ...draft, seed: text })}
        />
        <div className={styles.buttons}>
          <Button type="submit" disabled={rows === null || seed === null}>
            Draw
          </Button>
          <Button disabled={rows === null || seed === null} onClick={() => draw(((seed ?? 0) + 1) % (MOST_SEED + 1))}>
            Next seed
          </Button>
          <Button kind="quiet" disabled={random === null} onClick={() => onDraw(null)}>
            All rows
          </Button>
        </div>
      </form>
    </PopoverButton>
  );
}

interface NumberFieldProps {
  label: string;
  value: string;
  invalid: boolean;
  onChange: (text: string) => void;
}

function NumberField({ label, value, invalid, onChange }: NumberFieldProps) {
  const id = useId();
  return (
    <div className={styles.field}>
      <label htmlFor={id}>{label}</label>
      <input
        id={id}
        inputMode="numeric"
        autoComplete="off"
        value={value}
        aria-invalid={invalid}
        onChange={(event) => onChange(event.target.value)}
      />
    </div>
  );
}

function numberIn(text: string, least: number, most: number): number | null {
  const value = /^\d{1,10}$/.test(text.trim()) ? Number(text) : Number.NaN;
  return value >= least && value <= most ? value : null;
}
