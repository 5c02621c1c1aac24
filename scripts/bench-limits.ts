import { open } from "node:fs/promises";
import { makeDataset } from "./bench/data";

/** More than any cache holds. */
const BYTES = 256 << 20;
const RUNS = 10;
const READ_BYTES = 4 << 20;

/** Prints what this machine's memory and its cache of files give, which no stage of a build gets below. */
async function main(): Promise<void> {
  const from = new Uint8Array(BYTES).fill(1);
  const to = new Uint8Array(BYTES);
  const copied = best(() => to.set(from));
  const { clicks } = await makeDataset("large", false);
  const seconds: number[] = [];
  let size = 0;
  for (let run = 0; run < RUNS; run += 1) {
    const started = performance.now();
    size = await readAll(clicks);
    seconds.push((performance.now() - started) / 1000);
  }
  const read = Math.min(...seconds);
  console.log(`copying in memory  ${(BYTES / copied / 1e9).toFixed(1)} GB/s, one thread`);
  console.log(`reading a file     ${(size / read / 1e9).toFixed(1)} GB/s, one thread, from the system's cache`);
}

function best(work: () => void): number {
  const seconds = Array.from({ length: RUNS }, () => {
    const started = performance.now();
    work();
    return (performance.now() - started) / 1000;
  });
  return Math.min(...seconds);
}

async function readAll(path: string): Promise<number> {
  const file = await open(path);
  const bytes = new Uint8Array(READ_BYTES);
  let size = 0;
  for (;;) {
    const { bytesRead } = await file.read(bytes, 0, READ_BYTES, size);
    if (bytesRead === 0) break;
    size += bytesRead;
  }
  await file.close();
  return size;
}

await main();
