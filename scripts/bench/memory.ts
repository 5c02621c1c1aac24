import { readdirSync, readFileSync } from "node:fs";

const SAMPLE_MILLISECONDS = 250;

export interface Peaks {
  /** Of all processes together: resident memory, where pages that they share count once. */
  total: number | null;
  /** Of the largest renderer, which holds the tab and its workers. */
  renderer: number | null;
}

/** The most memory that this process had so far, in megabytes. */
export function peakOfThisProcess(): number {
  return process.resourceUsage().maxRSS / 1024;
}

/** Samples the memory of a process and of all that descend from it, until the returned function is called. Linux only. */
export function watchMemory(pid: number): () => Peaks {
  const peaks: Peaks = { total: null, renderer: null };
  const sample = () => {
    let total = 0;
    for (const each of processTree(pid)) {
      const megabytes = proportionalMegabytes(each);
      total += megabytes;
      if (megabytes > (peaks.renderer ?? 0) && readProc(each, "cmdline").includes("--type=renderer")) peaks.renderer = megabytes;
    }
    if (total > (peaks.total ?? 0)) peaks.total = total;
  };
  sample();
  const timer = setInterval(sample, SAMPLE_MILLISECONDS);
  return () => {
    clearInterval(timer);
    return peaks;
  };
}

/** The first process that was started with an argument; those that it started itself come after it. Linux only. */
export function processWith(argument: string): number {
  const found = listProc().find((pid) => readProc(Number(pid), "cmdline").split("\0").includes(argument));
  if (found === undefined) throw new Error(`no process has the argument ${argument}`);
  return Number(found);
}

function processTree(root: number): number[] {
  const children = new Map<number, number[]>();
  for (const name of listProc()) {
    // "pid (name) state parent …", and the name may hold anything.
    const parent = Number(/^.*\) \S (\d+)/s.exec(readProc(Number(name), "stat"))?.[1]);
    children.set(parent, [...(children.get(parent) ?? []), Number(name)]);
  }
  const tree = [root];
  for (const pid of tree) tree.push(...(children.get(pid) ?? []));
  return tree;
}

function proportionalMegabytes(pid: number): number {
  return Number(/^Pss:\s+(\d+) kB/m.exec(readProc(pid, "smaps_rollup"))?.[1] ?? 0) / 1024;
}

function listProc(): string[] {
  try {
    return readdirSync("/proc").filter((name) => /^\d+$/.test(name));
  } catch {
    return [];
  }
}

/** Empty when the process has ended. */
function readProc(pid: number, file: string): string {
  try {
    return readFileSync(`/proc/${pid}/${file}`, "utf8");
  } catch {
    return "";
  }
}
