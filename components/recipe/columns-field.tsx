import { ArrowDown, ArrowUp, X } from "lucide-react";
import { OUTPUT_COLUMNS, type OutputColumn } from "../../lib/config";
import { Button } from "../ui/button";
import styles from "./columns-field.module.css";
import { Field } from "./fields";

/** The output's columns in their order: move, remove, add. The last one stays. */
export function ColumnsField({ columns, onChange }: { columns: OutputColumn[]; onChange: (columns: OutputColumn[]) => void }) {
  const left = OUTPUT_COLUMNS.filter((name) => !columns.includes(name));
  return (
    <fieldset className={styles.columns}>
      <legend>Columns</legend>
      <ol>
        {columns.map((name, index) => (
          <li key={name} className={styles.column}>
            <code>{name}</code>
            <Move label={`Move ${name} up`} disabled={index === 0} onMove={() => onChange(swapped(columns, index - 1))} up />
            <Move
              label={`Move ${name} down`}
              disabled={index === columns.length - 1}
              onMove={() => onChange(swapped(columns, index))}
            />
            <Button
              kind="icon"
              aria-label={`Leave out ${name}`}
              title="Leave out"
              disabled={columns.length === 1}
              onClick={() => onChange(columns.filter((other) => other !== name))}
            >
              <X size={14} aria-hidden />
            </Button>
          </li>
        ))}
      </ol>
      {left.length > 0 ? (
        <Field label="Another column">
          {(id) => (
            <select id={id} value="" onChange={(event) => onChange([...columns, event.target.value as OutputColumn])}>
              <option value="">Choose…</option>
              {left.map((name) => (
                <option key={name} value={name}>
                  {name}
                </option>
              ))}
            </select>
          )}
        </Field>
      ) : null}
    </fieldset>
  );
}

function Move({ label, disabled, onMove, up = false }: { label: string; disabled: boolean; onMove: () => void; up?: boolean }) {
  const Icon = up ? ArrowUp : ArrowDown;
  return (
    <Button kind="icon" aria-label={label} title={up ? "Move up" : "Move down"} disabled={disabled} onClick={onMove}>
      <Icon size={14} aria-hidden />
    </Button>
  );
}

/** The columns with those at `index` and `index + 1` in each other's place. */
function swapped(columns: OutputColumn[], index: number): OutputColumn[] {
  return [...columns.slice(0, index), ...columns.slice(index, index + 2).reverse(), ...columns.slice(index + 2)];
}
