import { readdirSync, readFileSync } from "node:fs";

const SAMPLE_MILLISECONDS = 250;

export interface Peaks {
  /** Of all processes together: resident memory, of which the pages of files count once. */
  total: number | null;
  /** Resident memory of the largest renderer, which holds the tab and its workers. */
  renderer: number | null;
}

/** The most memory that this process had so far, in megabytes. */
export function peakOfThisProcess(): number {
  return process.resourceUsage().maxRSS / 1024;
}

/**
 * Samples the memory of a process and of all that descend from it, until the returned function is called. Linux only. It asks for
 * sums that the system has: working out what is shared page by page (`smaps_rollup`) took a twentieth of two cores, and held up
 * the very processes that are measured.
 */
export function watchMemory(pid: number): () => Peaks {
  const peaks: Peaks = { total: null, renderer: null };
  const sample = () => {
    let own = 0;
    let files = 0;
    for (const each of processTree(pid)) {
      const resident = residentMegabytes(each);
      own += resident.own;
      files = Math.max(files, resident.files);
      const all = resident.own + resident.files;
      if (all > (peaks.renderer ?? 0) && readProc(each, "cmdline").includes("--type=renderer")) peaks.renderer = all;
    }
    // The program itself is most of the pages of files, and all processes have it.
    const total = own + files;
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

function residentMegabytes(pid: number): { own: number; files: number } {
  const status = readProc(pid, "status");
  const megabytes = (name: string) => Number(new RegExp(`^${name}:\\s+(\\d+) kB`, "m").exec(status)?.[1] ?? 0) / 1024;
  return { own: megabytes("RssAnon") + megabytes("RssShmem"), files: megabytes("RssFile") };
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
