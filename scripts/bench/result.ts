import type { Dataset, Size } from "./data";
import type { Input } from "./logs";

/** What a contender tells about one run. */
export interface Measured {
  /** Seconds by stage, in order. */
  stages: Record<string, number>;
  /** The most memory at one time; `null` where it cannot be told. */
  peakMegabytes: number | null;
  /** Of all the files that it wrote. */
  bytes: number;
}

export const CONTENDERS = ["native DuckDB", "Polars", "PySpark", "command line", "browser", "browser, one thread"] as const;
export type Contender = (typeof CONTENDERS)[number];

export interface Run extends Measured {
  contender: Contender;
  size: Size;
  skew: boolean;
  input: Input;
  /** From the start to the end as a user waits for it. */
  seconds: number;
  /** Of the browser: what the tab's own process had of `peakMegabytes`. */
  rendererMegabytes: number | null;
  /** SHA-256 of the dataset, where the contender tells it. */
  sha256: string | null;
}

/** What a contender tells when it has run; the rest of a run is what it was given. */
export type Outcome = Omit<Run, "contender" | "size" | "skew" | "input">;

/** Who takes part in the comparison. */
export interface Contest {
  /** What must be there before the first run; the answer says why the contender cannot run here. */
  prepare(): Promise<string | null>;
  run(dataset: Dataset, out: string): Promise<Outcome>;
}

export interface Median extends Run {
  /** The seconds of all runs that it is the middle one of, ascending. */
  secondsOfAll: number[];
}

/** The middle run by its seconds, of each contender and input, in the order in which they came. */
export function medians(runs: readonly Run[]): Median[] {
  const groups = new Map<string, Run[]>();
  for (const run of runs) {
    const key = `${inputOf(run)} ${run.contender}`;
    groups.set(key, [...(groups.get(key) ?? []), run]);
  }
  return [...groups.values()].flatMap((group) => {
    const sorted = group.toSorted((a, b) => a.seconds - b.seconds);
    const secondsOfAll = sorted.map(({ seconds }) => seconds);
    return sorted
      .slice(Math.floor((sorted.length - 1) / 2), Math.floor((sorted.length + 1) / 2))
      .map((run) => ({ ...run, secondsOfAll }));
  });
}

/** A Markdown table of runs, each compared with those of native DuckDB and Polars on the same input. */
export function formatTable(runs: readonly Run[]): string {
  const lines = runs.map((run) => {
    const of = (peer: Contender) => {
      const other = runs.find(({ contender, ...rest }) => contender === peer && inputOf(rest) === inputOf(run));
      return other ? `${(run.seconds / other.seconds).toFixed(2)}×` : "–";
    };
    const stages = Object.entries(run.stages).map(([stage, seconds]) => `${stage} ${seconds.toFixed(1)}`);
    return [
      inputOf(run),
      run.contender,
      run.seconds.toFixed(1),
      of("native DuckDB"),
      of("Polars"),
      stages.join(", ") || "–",
      formatMemory(run),
      (run.bytes / 1e6).toFixed(1),
    ];
  });
  const header = [
    "input",
    "contender",
    "median seconds",
    "of native",
    "of Polars",
    "seconds by stage",
    "peak memory, MB",
    "output, MB",
  ];
  return [header, header.map(() => "---"), ...lines].map((cells) => `| ${cells.join(" | ")} |`).join("\n");
}

function formatMemory(run: Run): string {
  if (run.peakMegabytes === null) return "–";
  const renderer = run.rendererMegabytes === null ? "" : ` (tab ${Math.round(run.rendererMegabytes)})`;
  return `${Math.round(run.peakMegabytes)}${renderer}`;
}

/** A size, its skew and its format: what all contenders of one comparison are given. */
export function inputOf({ size, skew, input }: Pick<Run, "size" | "skew" | "input">): string {
  return [size, ...(skew ? ["skewed"] : []), input === "csv" ? "CSV" : "Parquet"].join(", ");
}
