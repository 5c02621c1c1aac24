import type { Config, OutputColumn } from "../../lib/config";

const ONE_FILE = 'ds.dataset("dataset.parquet")';
const FILE_A_DAY = 'ds.dataset(sorted(glob("dt=*/*.parquet")))  # where the zip was unpacked';

/** Python that reads a dataset of this config into PyTorch tensors, a batch at a time. */
export function snippetOf(config: Config): string {
  const { columns, partitionBy } = config.output;
  const names = columns.map((name) => `"${name}"`).join(", ");
  return [
    ...(partitionBy === "dt" ? ["from glob import glob", ""] : []),
    "import pyarrow.dataset as ds",
    "import torch",
    "",
    `dataset = ${partitionBy === "dt" ? FILE_A_DAY : ONE_FILE}`,
    "",
    ...(columns.some(isHistory) ? sequencesFunction(config.rank.maxActions) : []),
    `for batch in dataset.to_batches(columns=[${names}], batch_size=4096):`,
    ...columns.map((name) => `    ${name} = ${reader(name, config)}`),
    ...(columns.includes("action_types") ? ["    mask = action_types != 0  # False where padded"] : []),
    "",
  ].join("\n");
}

function sequencesFunction(length: number): string[] {
  return [
    "def sequences(column):",
    "    values = column.flatten().to_numpy(zero_copy_only=False)",
    `    return torch.tensor(values).view(-1, ${length})`,
    "",
  ];
}

function reader(name: OutputColumn, config: Config): string {
  const column = `batch["${name}"]`;
  if (isHistory(name)) return `sequences(${column})`;
  if (isNumber(name, config)) return `torch.tensor(${column}.to_numpy(zero_copy_only=False))`;
  return `${column}.to_pylist()`;
}

function isHistory(name: OutputColumn): boolean {
  return name === "actions" || name === "action_types";
}

/** In the compact layout the items of a carousel are a list. */
function isNumber(name: OutputColumn, { output }: Config): boolean {
  return name === "history_length" || (output.layout === "exploded" && (name === "impressions" || name === "slot"));
}
