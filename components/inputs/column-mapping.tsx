import { COLUMNS_OF, controls } from "../../lib/check/finding";
import type { Config, Role } from "../../lib/config";
import type { Guess } from "../../lib/sources/guess";
import { layoutKey } from "../../lib/sources/layout";
import type { ColumnProfile } from "../../lib/sources/profile";
import { canonicalColumns, type Found, findColumns, missingColumns, namesOf } from "../../lib/sources/recognise";
import type { SniffedSource } from "../../lib/sources/types";
import { type Reasons, reasonKey } from "../use-guesses";
import { ColumnRow } from "./column-row";
import { listWords } from "./column-words";
import { carouselFields, mappedNames, type Names, withColumn, withListOf } from "./mapped-columns";
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
  const missing = new Set(missingColumns(role, found, source, file, config));
  const layout = layoutKey(role, source);
  const names = mappedNames(role, source);
  const fields = carouselFields(role, found, source);
  return (
    <ul aria-label={`Columns of ${file}`}>
      {shownColumns(role, found, source, fields).map((canonical) => {
        const isField = fields.length > 0 && FIELDS.includes(canonical);
        const options = isField ? fields : source.columns.map(({ name }) => name);
        const position = isField ? placeOf(canonical, fields, config) : found[canonical];
        const profile = isField || position === undefined ? undefined : source.profile[position];
        const reason = position === undefined ? undefined : reasons.get(reasonKey(role, canonical, options[position] ?? ""));
        const suggestion = guess.columns.find((one) => one.canonical === canonical && one.confidence !== "certain");
        return (
          <ColumnRow
            key={canonical}
            canonical={canonical}
            label={`${isField ? "Field" : "Column"} for ${canonical} in ${file}`}
            control={controls.column(canonical, layout)}
            options={options}
            position={position}
            required={missing.has(canonical) || (isField && canonical === "item_id")}
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

/** What the items of a carousel have. */
const FIELDS: readonly string[] = ["item_id", "is_order"];

/** Which of the fields of a carousel's items is meant. */
function placeOf(canonical: string, fields: readonly string[], config: Config): number | undefined {
  const name = namesOf("impressions", canonical, config).find((candidate) => fields.includes(candidate));
  return name === undefined ? undefined : fields.indexOf(name);
}

/** `by name and values`: the line is short. */
function shortened(reason: string): string {
  return reason.replace("its ", "");
}

/** Of impressions, what the form of the file has: a list, with the fields of its items, or a row an item. `simple_id` is never used. */
function shownColumns(role: Role, found: Found, { columns }: SniffedSource, fields: Names): string[] {
  const item = found.item_id === undefined ? undefined : columns[found.item_id];
  const isFlat = item !== undefined && (found.impressions === undefined || item.entryOf !== undefined);
  const nested = fields.length > 0 ? ["slot"] : [...FIELDS, "slot"];
  const left = role !== "impressions" ? ["simple_id"] : isFlat ? ["impressions"] : nested;
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
