import { useMemo, useState } from "react";
import type { Config, Role } from "../../lib/config";
import { type Guess, guess } from "../../lib/sources/guess";
import { layoutKey } from "../../lib/sources/layout";
import { type Found, findColumns, missingColumns, namesOf } from "../../lib/sources/recognise";
import type { SniffedSource } from "../../lib/sources/types";
import { Button } from "../ui/button";
import { Disclosure } from "../ui/disclosure";
import { useShowControl } from "../ui/show-control";
import type { Reasons } from "../use-guesses";
import { ColumnMapping } from "./column-mapping";
import styles from "./columns.module.css";
import { EventTypes } from "./event-types";
import { ListForm } from "./list-form";
import { carouselFields, mappedNames, type Names, withColumn, withListOf } from "./mapped-columns";
import { OtherColumns } from "./other-columns";

interface FileColumnsProps {
  file: string;
  role: Role | null;
  source: SniffedSource;
  config: Config;
  reasons: Reasons;
  /** The columns of the role's other files. */
  others: readonly Names[];
  onColumns: (columns: Config["standardize"]["columns"]) => void;
}

/** How the columns of a file are understood. Opens by itself where something is missing or has to be said. */
export function FileColumns(props: FileColumnsProps) {
  const { file, role, source, config } = props;
  const found = useMemo(() => (role ? findColumns(role, source, config) : {}), [role, source, config]);
  const guessed = useMemo(() => (role ? guess(source, file, config, role) : null), [role, source, file, config]);
  const question = role && guessed ? questionOf(role, found, guessed, source, file, config) : null;
  const [open, setOpen] = useState(false);
  const [told, setTold] = useState<string | null>(null);
  // It stays open when what was missing is found.
  if (question !== told) {
    setTold(question);
    if (question !== null) setOpen(true);
  }
  useShowControl(layoutKey(role, source), () => setOpen(true));
  return (
    <>
      {question === null ? null : <p className={styles.missing}>{question}</p>}
      <Disclosure
        words={role ? `${Object.keys(found).length} of ${source.columns.length} columns used` : "Columns"}
        className={styles.fields}
        open={open}
        onToggle={(event) => setOpen(event.currentTarget.open)}
      >
        {open ? <Columns {...props} found={found} guessed={guessed} /> : null}
      </Disclosure>
    </>
  );
}

interface ColumnsProps extends FileColumnsProps {
  found: Readonly<Record<string, number>>;
  guessed: Guess | null;
}

function Columns({ file, role, source, config, reasons, others, onColumns, found, guessed }: ColumnsProps) {
  if (role === null || guessed === null) return <OtherColumns file={file} source={source} used={[]} />;
  const carousel = found.impressions === undefined ? undefined : source.profile[found.impressions];
  const type = found.action_type === undefined ? undefined : source.profile[found.action_type];
  return (
    <div className={styles.columns}>
      <Suggestions {...{ role, source, config, others, onColumns, found }} guess={guessed} />
      <ColumnMapping {...{ file, role, source, config, reasons, others, onColumns }} guess={guessed} />
      {role === "impressions" && carousel ? <ListForm profile={carousel} config={config} onColumns={onColumns} /> : null}
      {role === "events" && type ? (
        <EventTypes {...{ file, config, onColumns }} layout={layoutKey(role, source)} profile={type} proposals={guessed.types} />
      ) : null}
      <OtherColumns file={file} source={source} used={Object.values(found)} />
    </div>
  );
}

type SuggestionsProps = Pick<ColumnsProps, "source" | "config" | "others" | "onColumns" | "found"> & { role: Role; guess: Guess };

/** Takes all suggestions at once, where there are several. */
function Suggestions({ role, source, config, others, onColumns, found, guess: guessed }: SuggestionsProps) {
  const open = guessed.columns.filter(({ canonical, confidence }) => confidence !== "certain" && found[canonical] === undefined);
  if (open.length < 2) return null;
  const names = mappedNames(role, source);
  const use = () => {
    const mapped = open.reduce(
      (columns, { canonical, column }) => withColumn(columns, role, canonical, column, names, others),
      config.standardize.columns,
    );
    const carousel = open.find(({ canonical }) => role === "impressions" && canonical === "impressions");
    onColumns(carousel ? withListOf(mapped, source.profile[carousel.position]?.holds) : mapped);
  };
  return (
    <p className={styles.guess}>
      <span>{open.length} columns may be found by their values.</span>
      <Button onClick={use}>Use all {open.length}</Button>
    </p>
  );
}

/** Whether none of the fields of a carousel's items is the item, as far as the sample shows. */
function lacksItem(role: Role, found: Found, source: SniffedSource, config: Config): boolean {
  const fields = carouselFields(role, found, source);
  return fields.length > 0 && !namesOf(role, "item_id", config).some((name) => fields.includes(name));
}

/** What has to be said before the file can be used, in words. */
function questionOf(
  role: Role,
  found: Readonly<Record<string, number>>,
  guessed: Guess,
  source: SniffedSource,
  file: string,
  config: Config,
): string | null {
  const missing = missingColumns(role, found, source, file, config);
  if (missing.length > 0 && source.dialect && source.columns.length === 1) {
    return "Only one column was found. Choose the delimiter below, or take another role.";
  }
  if (lacksItem(role, found, source, config)) return "No field in its lists is item_id. Choose it.";
  if (missing.length > 0) return `No column is ${missing.join(", ")}. Choose, or take another role.`;
  const type = role === "events" && found.action_type !== undefined ? source.profile[found.action_type] : undefined;
  const types = config.standardize.columns.events?.types ?? {};
  const isUnmapped = Object.keys(guessed.types).length > 0 && Object.keys(types).length === 0;
  return type && isUnmapped ? "Say what each event type is." : null;
}
