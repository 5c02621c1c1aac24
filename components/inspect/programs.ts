import type { Config } from "../../lib/config";
import { LookbackError } from "../../lib/errors";
import type { BuildSource } from "../../lib/sources/types";
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
export async function programsFor(built: Config, files: readonly FileEntry[]): Promise<Program[]> {
  const [{ sparkJob }, { duckdbScript }, { refusalOf }, { torchDataset }, { withDateOrder }] = await Promise.all([
    import("../../lib/generate/spark"),
    import("../../lib/generate/duckdb"),
    import("../../lib/generate/duckdb/reading"),
    import("../../lib/generate/torch"),
    import("../../lib/generate/date-order"),
  ]);
  const buildSources = files.flatMap(sourceOf);
  const config = unlessUnbuildable(() => withDateOrder(built, buildSources), built);
  const sources = buildSources.map(({ role, file, source }) => ({ role, path: file.path, source }));
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
      text: sparkJob(config),
      refusal: null,
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

function sourceOf({ file, role, source }: FileEntry): BuildSource[] {
  return role && source ? [{ file, role, source }] : [];
}

/** Files that were changed since the build may not make one any more. */
function unlessUnbuildable<T>(make: () => T, otherwise: T): T {
  try {
    return make();
  } catch (error) {
    if (error instanceof LookbackError) return otherwise;
    throw error;
  }
}
