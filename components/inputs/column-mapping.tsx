import { COLUMNS_OF, controls } from "../../lib/check/finding";
import type { Config, Role } from "../../lib/config";
import type { Guess } from "../../lib/sources/guess";
import { layoutKey } from "../../lib/sources/layout";
import type { ColumnProfile } from "../../lib/sources/profile";
import { canonicalColumns, findColumns, missingColumns } from "../../lib/sources/recognise";
import type { SniffedSource } from "../../lib/sources/types";
import { type Reasons, reasonKey } from "../use-guesses";
import { ColumnRow } from "./column-row";
import { listWords } from "./column-words";
import { type Names, withColumn, withListOf } from "./mapped-columns";
import { timeReading } from "./time-reading";

interface ColumnMappingProps {
  file: string;
  role: Role;
  source: SniffedSource;
  config: Config;
  guess: Guess;
  reasons: Reasons;
  /** The columns of the role's other files. */
  others: readonly Names[];
  onColumns: (columns: Config["standardize"]["columns"]) => void;
}

/** Which of the file's columns is which column of its role. What is chosen holds for the role. */
export function ColumnMapping({ file, role, source, config, guess, reasons, others, onColumns }: ColumnMappingProps) {
  const found = findColumns(role, source, config);
  const missing = new Set(missingColumns(role, found, file));
  const layout = layoutKey(role, source);
  const names = source.columns.map(({ name }) => name);
  return (
    <ul aria-label={`Columns of ${file}`}>
      {shownColumns(role, found).map((canonical) => {
        const position = found[canonical];
        const column = position === undefined ? undefined : source.columns[position];
        const profile = position === undefined ? undefined : source.profile[position];
        const reason = column && reasons.get(reasonKey(role, canonical, column.name));
        const suggestion = guess.columns.find((one) => one.canonical === canonical && one.confidence !== "certain");
        return (
          <ColumnRow
            key={canonical}
            canonical={canonical}
            file={file}
            control={controls.column(canonical, layout)}
            columns={source.columns}
            position={position}
            required={missing.has(canonical)}
            profile={profile}
            reading={profile ? readingOf(role, canonical, profile, config) : null}
            guessed={reason ? `${reason.confidence} · ${shortened(reason.reason)}` : null}
            suggestion={suggestion ? { column: suggestion.column, reason: shortened(suggestion.reason) } : null}
            onChoose={(name) => {
              const after = withColumn(config.standardize.columns, role, canonical, name, names, others);
              const isCarousel = role === "impressions" && canonical === "impressions" && name !== null;
              onColumns(isCarousel ? withListOf(after, source.profile[names.indexOf(name)]?.holds) : after);
            }}
          />
        );
      })}
    </ul>
  );
}

/** `by name and values`: the line is short. */
function shortened(reason: string): string {
  return reason.replace("its ", "");
}

/** Of impressions, the columns of the form that the file has: a list, or a row an item. `simple_id` is never used. */
function shownColumns(role: Role, found: Readonly<Record<string, number>>): string[] {
  const isFlat = found.item_id !== undefined && found.impressions === undefined;
  const left = role !== "impressions" ? ["simple_id"] : isFlat ? ["impressions"] : ["item_id", "is_order", "slot"];
  return canonicalColumns(role).filter((canonical) => !left.includes(canonical));
}

/** How the first value of a time or of a carousel is read. */
function readingOf(role: Role, canonical: string, profile: ColumnProfile, config: Config) {
  const { time, day } = COLUMNS_OF[role];
  if (canonical === time || canonical === day) {
    const reading = timeReading(profile, config, canonical === day);
    return reading && { ...reading, read: reading.read ?? "cannot be read" };
  }
  const list = config.standardize.columns.impressions?.list;
  const [written] = profile.examples;
  if (canonical !== "impressions" || !list || written === undefined || /^\s*\[/.test(written)) return null;
  const short = written.length > 60 ? `${written.slice(0, 60)}…` : written;
  return { format: "list of ids", written: short, read: listWords(written, list.separator, list.label) };
}
