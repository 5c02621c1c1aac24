/** What a contender tells about one run. */
export interface Measured {
  /** Seconds by stage, in order. */
  stages: Record<string, number>;
  /** The most memory at one time; `null` where it cannot be told. */
  peakMegabytes: number | null;
  /** Of all the files that it wrote. */
  bytes: number;
}

export const CONTENDERS = ["native DuckDB", "command line", "browser"] as const;
export type Contender = (typeof CONTENDERS)[number];

export interface Run extends Measured {
  contender: Contender;
  size: string;
  skew: boolean;
  /** From the start to the end as a user waits for it. */
  seconds: number;
  /** Of the browser: what the tab's own process had of `peakMegabytes`. */
  rendererMegabytes: number | null;
  /** SHA-256 of the dataset, where the contender tells it. */
  sha256: string | null;
}

/** The middle run by its seconds, of each contender, size and skew, in the order in which they came. */
export function medians(runs: readonly Run[]): Run[] {
  const groups = new Map<string, Run[]>();
  for (const run of runs) {
    const key = `${inputOf(run)} ${run.contender}`;
    groups.set(key, [...(groups.get(key) ?? []), run]);
  }
  return [...groups.values()].flatMap((group) => {
    const sorted = group.toSorted((a, b) => a.seconds - b.seconds);
    return sorted.slice(Math.floor((sorted.length - 1) / 2)).slice(0, 1);
  });
}

/** A Markdown table of runs, each compared with the native run of the same size. */
export function formatTable(runs: readonly Run[]): string {
  const lines = runs.map((run) => {
    const native = runs.find((other) => other.contender === "native DuckDB" && inputOf(other) === inputOf(run));
    const stages = Object.entries(run.stages).map(([stage, seconds]) => `${stage} ${seconds.toFixed(1)}`);
    return [
      inputOf(run),
      run.contender,
      run.seconds.toFixed(1),
      native ? `${(run.seconds / native.seconds).toFixed(2)}×` : "–",
      stages.join(", ") || "–",
      formatMemory(run),
      (run.bytes / 1e6).toFixed(1),
    ];
  });
  const header = ["input", "contender", "seconds", "of native", "seconds by stage", "peak memory, MB", "output, MB"];
  return [header, header.map(() => "---"), ...lines].map((cells) => `| ${cells.join(" | ")} |`).join("\n");
}

function formatMemory(run: Run): string {
  if (run.peakMegabytes === null) return "–";
  const renderer = run.rendererMegabytes === null ? "" : ` (tab ${Math.round(run.rendererMegabytes)})`;
  return `${Math.round(run.peakMegabytes)}${renderer}`;
}

function inputOf(run: Run): string {
  return run.skew ? `${run.size}, skewed` : run.size;
}
