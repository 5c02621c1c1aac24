import { useSyncExternalStore } from "react";
import { controls } from "../../lib/check/finding";
import type { Config } from "../../lib/config";
import { canChooseFile, type Destination } from "../destination";
import { ColumnsField } from "./columns-field";
import { SelectField } from "./fields";

type Output = Config["output"];

interface OutputSettingsProps {
  output: Output;
  onChange: (patch: Partial<Output>) => void;
  destination: Destination;
  onDestination: (destination: Destination) => void;
}

export function OutputSettings({ output, onChange, destination, onDestination }: OutputSettingsProps) {
  return (
    <>
      <ColumnsField columns={output.columns} onChange={(columns) => onChange({ columns })} />
      <SelectField
        label="A row is"
        value={output.layout}
        options={{ exploded: "An item", compact: "A carousel" }}
        hint={output.layout === "compact" ? "Items and labels are lists; the history stands once" : ""}
        onChange={(layout) => onChange({ layout })}
      />
      <SelectField
        label="Item ids"
        control="output.itemIds"
        value={output.itemIds}
        options={{ raw: "As they are", vocabulary: "Vocabulary, 1 to V" }}
        {...(output.itemIds === "vocabulary" && { hint: "vocabulary.parquet tells what they stand for" })}
        onChange={(itemIds) => onChange({ itemIds })}
      />
      <SelectField
        label="Item id type"
        control="output.itemIdType"
        value={output.itemIdType}
        options={{ auto: output.itemIds === "raw" ? "Automatic: int64" : "Automatic: int32", int32: "int32", int64: "int64" }}
        onChange={(itemIdType) => onChange({ itemIdType })}
      />
      <SelectField
        label="Compression"
        value={output.compression}
        options={{ zstd: "Zstandard", snappy: "Snappy", none: "None" }}
        onChange={(compression) => onChange({ compression })}
      />
      <SelectField
        label="Files"
        value={output.partitionBy}
        options={{ none: "One file", dt: "One file a day" }}
        onChange={(partitionBy) => onChange({ partitionBy })}
      />
      <DestinationField destination={destination} isArchive={output.partitionBy === "dt"} onChange={onDestination} />
    </>
  );
}

interface DestinationFieldProps {
  destination: Destination;
  /** Whether what is written is an archive of several files. */
  isArchive: boolean;
  onChange: (destination: Destination) => void;
}

/** Where the dataset goes. It changes no byte of it, so it is no part of the config. */
function DestinationField({ destination, isArchive, onChange }: DestinationFieldProps) {
  const canChoose = useSyncExternalStore(
    () => () => undefined,
    canChooseFile,
    () => false,
  );
  if (!canChoose) return null;
  return (
    <SelectField<Destination>
      label="Write to"
      control={controls.destination}
      value={destination}
      options={{ browser: "This browser", file: "A file you choose" }}
      hint={
        destination === "file"
          ? `Build dataset asks for the ${isArchive ? "ZIP archive" : "file"} to write into`
          : "Download Parquet saves it from there"
      }
      onChange={onChange}
    />
  );
}
