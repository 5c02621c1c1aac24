import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

export const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const POLL_MILLISECONDS = 50;

export interface NodeRun {
  stdout: string;
  seconds: number;
  /** The most resident memory that the process had, as the kernel counts it; `null` but on Linux. */
  peakMegabytes: number | null;
}

/** Runs a TypeScript file in one Node process of its own, so that its memory is its own too. */
export async function runNode(script: string, args: readonly string[]): Promise<NodeRun> {
  const start = performance.now();
  const child = spawn(process.execPath, ["--import", "tsx", script, ...args], {
    cwd: ROOT,
    stdio: ["ignore", "pipe", "inherit"],
  });
  let stdout = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    stdout += text;
  });
  let peakMegabytes: number | null = null;
  const timer = setInterval(() => {
    peakMegabytes = highWaterMark(child.pid) ?? peakMegabytes;
  }, POLL_MILLISECONDS);
  const code = await new Promise<number | null>((resolve, reject) => {
    child.on("error", reject);
    child.on("close", resolve);
  });
  clearInterval(timer);
  if (code !== 0) throw new Error(`${script} ended with exit code ${code}`);
  return { stdout, seconds: (performance.now() - start) / 1000, peakMegabytes };
}

function highWaterMark(pid: number | undefined): number | null {
  try {
    const kilobytes = /^VmHWM:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1];
    return kilobytes === undefined ? null : Number(kilobytes) / 1024;
  } catch {
    return null;
  }
}
