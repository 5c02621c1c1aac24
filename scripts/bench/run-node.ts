import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";

export const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const POLL_MILLISECONDS = 50;

export interface ProgramRun {
  stdout: string;
  seconds: number;
  /** The most memory that it had; `null` but on Linux. */
  peakMegabytes: number | null;
}

/** Starts to watch the memory of a process, and ends when the returned function is called. */
type Watch = (pid: number) => () => number | null;

/** Runs a script in one Node process of its own, so that its memory is its own too. @param script TypeScript or a module of Node's */
export function runNode(script: string, args: readonly string[]): Promise<ProgramRun> {
  const loader = script.endsWith(".ts") ? ["--import", "tsx"] : [];
  return runProgram(process.execPath, [...loader, script, ...args], process.env, watchHighWaterMark);
}

/** Runs a program from the root of the project; what it says on standard error is shown. */
export async function runProgram(
  program: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv,
  watch: Watch,
): Promise<ProgramRun> {
  const start = performance.now();
  const child = spawn(program, args, { cwd: ROOT, stdio: ["ignore", "pipe", "inherit"], env });
  let stdout = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    stdout += text;
  });
  const peakOf = child.pid === undefined ? () => null : watch(child.pid);
  const code = await new Promise<number | null>((resolve, reject) => {
    child.on("error", reject);
    child.on("close", resolve);
  });
  const peakMegabytes = peakOf();
  if (code !== 0) throw new Error(`${path.basename(program)} ${args.join(" ")} ended with exit code ${code}`);
  return { stdout, seconds: (performance.now() - start) / 1000, peakMegabytes };
}

/** The most resident memory that a process had, as the kernel counts it. */
export function watchHighWaterMark(pid: number): () => number | null {
  let peakMegabytes: number | null = null;
  const timer = setInterval(() => {
    peakMegabytes = highWaterMark(pid) ?? peakMegabytes;
  }, POLL_MILLISECONDS);
  return () => {
    clearInterval(timer);
    return peakMegabytes;
  };
}

function highWaterMark(pid: number): number | null {
  try {
    const kilobytes = /^VmHWM:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1];
    return kilobytes === undefined ? null : Number(kilobytes) / 1024;
  } catch {
    return null;
  }
}
