import type { Config } from "../../lib/config";
import type { ScriptSource } from "../../lib/generate/duckdb/reading";
import type { FileEntry } from "../workbench-state";

export interface Program {
  file: string;
  engine: string;
  purpose: string;
  /** `null` where it would not give the same rows. */
  text: string | null;
  refusal: string | null;
}

/** The programs for a config and its files. Their templates are fetched when they are first shown. */
export async function programsFor(config: Config, files: readonly FileEntry[]): Promise<Program[]> {
  const [{ sparkJob, jobRefusal }, { duckdbScript }, { refusalOf }, { torchDataset }] = await Promise.all([
    import("../../lib/generate/spark"),
    import("../../lib/generate/duckdb"),
    import("../../lib/generate/duckdb/reading"),
    import("../../lib/generate/torch"),
  ]);
  const sources = files.flatMap(sourceOf);
  const notInJob = jobRefusal(config);
  const notInScript = refusalOf(config, sources);
  return [
    {
      file: "lookback_dataset.py",
      engine: "PyTorch",
      purpose: "Loads the dataset as tensors, day by day, shuffled and shared among workers.",
      text: torchDataset(config),
      refusal: null,
    },
    {
      file: "lookback_job.py",
      engine: "Spark",
      purpose: "Builds the same rows on a cluster, from paths that you give.",
      text: notInJob === null ? sparkJob(config) : null,
      refusal: notInJob,
    },
    {
      file: "lookback.sql",
      engine: "DuckDB",
      purpose: "Builds the same rows on one large machine, from these files.",
      text: notInScript === null ? duckdbScript(config, sources) : null,
      refusal: notInScript,
    },
  ];
}

function sourceOf(entry: FileEntry): ScriptSource[] {
  const { file, role, source } = entry;
  return role && source ? [{ role, path: file.path, source }] : [];
}
