import type { Config } from "../../lib/config";
import { ColumnsField } from "./columns-field";
import { SelectField } from "./fields";

type Output = Config["output"];

export function OutputSettings({ output, onChange }: { output: Output; onChange: (patch: Partial<Output>) => void }) {
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
    </>
  );
}
