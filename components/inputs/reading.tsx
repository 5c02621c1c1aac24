import { type ReactNode, useId } from "react";
import { byteSize } from "../../lib/byte-size";
import type { Config, Role } from "../../lib/config";
import { ENCODINGS, TEXT_FORMATS } from "../../lib/sources/formats";
import { totalRows } from "../../lib/sources/total-rows";
import type { SniffedSource } from "../../lib/sources/types";
import { Button } from "../ui/button";
import { Disclosure } from "../ui/disclosure";
import { counted, short } from "../ui/format";
import styles from "./columns.module.css";
import { Options } from "./list-form";

type Read = Config["standardize"]["read"];
type Told = NonNullable<Read[Role]>;

const FORMAT_NAMES = { csv: "CSV", json: "JSON", jsonl: "JSON Lines", parquet: "Parquet", arrow: "Arrow" } as const;
export const ENCODING_NAMES = {
  "utf-8": "UTF-8",
  "utf-16le": "UTF-16 LE",
  "utf-16be": "UTF-16 BE",
  "windows-1252": "Windows-1252",
} as const;
const DELIMITERS = {
  ...{ ",": "comma  ,", ";": "semicolon  ;", "\t": "tab", "|": "pipe  |", " ": "blank", ":": "colon  :" },
  ...{ "^": "caret  ^", "~": "tilde  ~", "\x01": "0x01 (Hive)" },
} as const;
const QUOTES = { '"': 'double  "', "'": "single  '", "": "none" } as const;

interface ReadingProps {
  file: string;
  role: Role | null;
  source: SniffedSource;
  /** Of all files of the card. */
  bytes: number;
  read: Read;
  onRead: (read: Read) => void;
}

/** How a file is read: what was found, and what the user says instead. */
export function Reading({ file, role, source, bytes, read, onRead }: ReadingProps) {
  const isText = (TEXT_FORMATS as readonly string[]).includes(source.format);
  const told: Told = (role && read[role]) ?? {};
  const tell = (patch: Partial<Told>) => {
    if (role) onRead({ ...read, [role]: { ...told, ...patch } });
  };
  return (
    <Disclosure words={factsOf(source, bytes).join(" · ")} className={styles.fields} name={`about ${file}`}>
      {isText && role ? (
        <div className={styles.form}>
          <Choice
            label="Format"
            file={file}
            value={source.format}
            onChange={(value) => tell({ format: value as Told["format"] })}
          >
            <Options of={Object.fromEntries(TEXT_FORMATS.map((name) => [name, FORMAT_NAMES[name]]))} value={source.format} />
          </Choice>
          <Choice
            label="Encoding"
            file={file}
            value={source.encoding ?? ""}
            onChange={(value) => tell({ encoding: value as Told["encoding"] })}
          >
            <Options
              of={Object.fromEntries(ENCODINGS.map((name) => [name, ENCODING_NAMES[name]]))}
              value={source.encoding ?? ""}
            />
          </Choice>
          {source.dialect ? (
            <>
              <Choice
                label="Delimiter"
                file={file}
                value={source.dialect.delimiter}
                onChange={(delimiter) => tell({ delimiter })}
              >
                <Options of={DELIMITERS} value={source.dialect.delimiter} />
              </Choice>
              <Choice
                label="Quote"
                file={file}
                value={source.dialect.quote}
                onChange={(value) => tell({ quote: value as Told["quote"] })}
              >
                <Options of={QUOTES} value={source.dialect.quote} />
              </Choice>
              <Choice
                label="First row"
                file={file}
                value={source.dialect.header ? "header" : "data"}
                onChange={(value) => tell({ header: value === "header" })}
              >
                <Options of={{ header: "names of columns", data: "data" }} value="" />
              </Choice>
            </>
          ) : null}
          {Object.keys(told).length > 0 ? (
            <ToldReading role={role} read={read} onRead={onRead} />
          ) : (
            <p className={styles.quiet}>Changes hold for every file of {role}.</p>
          )}
        </div>
      ) : (
        <p className={styles.quiet}>
          {isText ? "Choose a role to change how the file is read." : "The file itself says how it is read."}
        </p>
      )}
    </Disclosure>
  );
}

/** What was told of a role's files, and the way to take it back. */
export function ToldReading({ role, read, onRead }: { role: Role; read: Read; onRead: (read: Read) => void }) {
  const { [role]: told = {}, ...others } = read;
  return (
    <p className={styles.quiet}>
      Told: {Object.keys(told).join(", ")}. Holds for every file of {role}.
      <Button kind="quiet" onClick={() => onRead(others)}>
        Find out again
      </Button>
    </p>
  );
}

interface ChoiceProps {
  label: string;
  file: string;
  value: string;
  onChange: (value: string) => void;
  children: ReactNode;
}

function Choice({ label, file, value, onChange, children }: ChoiceProps) {
  const id = useId();
  return (
    <>
      <label htmlFor={id}>
        {label} <span className="visually-hidden">of {file}</span>
      </label>
      <select id={id} value={value} onChange={(event) => onChange(event.target.value)}>
        {children}
      </select>
    </>
  );
}

function factsOf({ format, compression, encoding, dialect, columns }: SniffedSource, bytes: number): string[] {
  const facts = [compression === "gzip" ? `${FORMAT_NAMES[format]}, gzip` : FORMAT_NAMES[format]];
  if (dialect) {
    const delimiter: string = (DELIMITERS as Record<string, string>)[dialect.delimiter] ?? dialect.delimiter;
    facts.push(delimiter.split("  ")[0] ?? delimiter, dialect.header ? "header" : "no header");
  }
  if (encoding) facts.push(ENCODING_NAMES[encoding]);
  facts.push(counted(columns.length, "column"), byteSize(bytes));
  return facts;
}

/** `1,234 rows`, or `≈ 1.2M rows` where they are estimated. */
export function rowWords(sources: readonly SniffedSource[]): string {
  const { count, isExact } = totalRows(sources);
  return isExact ? counted(count, "row") : `≈ ${short(count)} rows`;
}
