import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { run as runHere, StepError, say } from "../steps.mjs";

const run = promisify(execFile);

/** Spark 3.5 needs no other pin: `LOOKBACK_SPARK=3.5.9 npm run test:interop`. */
const SPARK = process.env.LOOKBACK_SPARK ?? "4.0.5";
const PINS = [`pyspark==${SPARK}`, "pyarrow==20.0.0"];
/** Only where the system has no torch of its own. For this platform PyPI has but a build for GPUs, of several gigabytes. */
const needsCpuIndex = process.platform === "linux" && process.arch === "x64";
const TORCH_PINS = [needsCpuIndex ? "torch==2.7.1+cpu" : "torch==2.7.1", "numpy==2.2.6"];
const TORCH_INDEX = needsCpuIndex ? ["--extra-index-url", "https://download.pytorch.org/whl/cpu"] : [];
const POLARS_PINS = ["polars==2.1.0"];
const MINUTES_OF_PIP = 20;

const PYTHONS = ["python3", "/usr/bin/python3", "python3.13", "python3.12", "python3.11"];

/**
 * The Python that runs the generated programs: an environment kept outside the checkout under the hash of its pins, made when
 * it is first needed.
 * @returns {Promise<{ python: string } | { missing: string }>} what this machine lacks, if it lacks something
 */
export async function pythonEnvironment() {
  const java = await output("java", ["-version"]);
  const javaVersion = Number(/version "(\d+)/.exec(java ?? "")?.[1] ?? 0);
  if (javaVersion < 17) return { missing: java === null ? "no Java (17 or newer)" : `Java ${javaVersion}, and Spark needs 17` };
  let pythons = await usablePythons();
  const ready = environmentFor("interop", pythons);
  if (ready?.isReady) return { python: ready.python };
  if (!ready?.base.torch && (await installTorch())) pythons = await usablePythons();
  const wanted = environmentFor("interop", pythons);
  return wanted ? made(wanted, pythons) : { missing: "no Python 3.11 or newer" };
}

/**
 * The Python that runs the benchmark's Polars, made and kept in the same way.
 * @returns {Promise<{ python: string } | { missing: string }>} what this machine lacks, if it lacks something
 */
export async function polarsEnvironment() {
  const pythons = await usablePythons();
  const wanted = environmentFor("polars", pythons);
  return wanted ? made(wanted, pythons) : { missing: "no Python 3.11 or newer" };
}

/** Stands in an environment that is complete. */
const READY = "ready";

/**
 * @typedef {{ executable: string, version: string, torch: boolean }} Python with a torch of its own, or without
 * @typedef {{ base: Python, pins: readonly string[], index: readonly string[], folder: string, python: string, isReady: boolean }} Environment
 */

/**
 * What an environment is made of, and where it is. Packages of the system are seen only for its torch.
 * @param {"interop" | "polars"} name
 * @param {readonly Python[]} pythons
 * @returns {Environment | null} `null` where there is no Python for it
 */
function environmentFor(name, pythons) {
  const first = pythons[0];
  if (!first) return null;
  const isInterop = name === "interop";
  const base = isInterop ? (pythons.find(({ torch }) => torch) ?? first) : { ...first, torch: false };
  const needsTorch = isInterop && !base.torch;
  const pins = isInterop ? [...PINS, ...(needsTorch ? TORCH_PINS : [])] : POLARS_PINS;
  const key = createHash("sha256")
    .update([base.executable, base.version, ...pins].join("\n"))
    .digest("hex")
    .slice(0, 12);
  const folder = path.join(cacheFolder(), `${name}-${key}`);
  return {
    base,
    pins,
    index: needsTorch ? TORCH_INDEX : [],
    folder,
    python: path.join(folder, "bin", "python"),
    isReady: existsSync(path.join(folder, READY)),
  };
}

/**
 * @param {Environment} environment
 * @param {readonly Python[]} pythons any of them may have pip
 * @returns {Promise<{ python: string } | { missing: string }>}
 */
async function made({ base, pins, index, folder, python, isReady }, pythons) {
  if (isReady) return { python };
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  say(`making a Python environment in ${folder} (${pins.join(", ")}) …`);
  const shared = base.torch ? ["--system-site-packages"] : [];
  await must(base.executable, ["-m", "venv", "--without-pip", ...shared, folder]);
  const pip = await withPip([base, ...pythons].map(({ executable }) => executable));
  if (pip === null) return { missing: "no pip for the Python that was found" };
  await must(pip, ["-m", "pip", "--python", python, "install", "--quiet", "--disable-pip-version-check", ...index, ...pins]);
  writeFileSync(path.join(folder, READY), `${pins.join("\n")}\n`);
  return { python };
}

async function usablePythons() {
  const found = [];
  for (const name of PYTHONS) {
    const text = await output(name, [
      "-c",
      "import sys, importlib.util as i; print(sys.executable, '%d.%d' % sys.version_info[:2], bool(i.find_spec('torch')), sep='|')",
    ]);
    const [executable = "", version = "", torch] = (text ?? "").trim().split("|");
    const [major = 0, minor = 0] = version.split(".").map(Number);
    if (major === 3 && minor >= 11) found.push({ executable, version, torch: torch === "True" });
  }
  return found;
}

/**
 * Debian's own torch is for the CPU, and far smaller than that of PyPI. Packages of the system need root.
 * @returns {Promise<boolean>} whether it was installed
 */
async function installTorch() {
  if (process.getuid?.() !== 0 || !existsSync("/usr/bin/apt-get")) return false;
  say("no torch found: installing the one of the system …");
  await runHere("apt-get", ["update", "-qq"]);
  const install = ["install", "-y", "-qq", "--no-install-recommends", "python3-torch"];
  return (await runHere("apt-get", install, { DEBIAN_FRONTEND: "noninteractive" })) === 0;
}

/** @param {readonly string[]} pythons */
async function withPip(pythons) {
  for (const python of pythons) if ((await output(python, ["-m", "pip", "--version"])) !== null) return python;
  return null;
}

function cacheFolder() {
  return path.join(process.env.XDG_CACHE_HOME ?? path.join(os.homedir(), ".cache"), "lookback");
}

/**
 * @param {string} program
 * @param {readonly string[]} args
 * @returns {Promise<string | null>} what it prints; `null` if it cannot be run or fails
 */
async function output(program, args) {
  try {
    const { stdout, stderr } = await run(program, args);
    return stdout + stderr;
  } catch {
    return null;
  }
}

/**
 * @param {string} program
 * @param {readonly string[]} args
 */
async function must(program, args) {
  try {
    await run(program, args, { maxBuffer: 1 << 26, timeout: MINUTES_OF_PIP * 60_000 });
  } catch (error) {
    const { stderr = "", killed } = /** @type {{ stderr?: string, killed?: boolean }} */ (error);
    const reason = killed ? `it took more than ${MINUTES_OF_PIP} minutes` : stderr.trim().slice(-2000);
    throw new StepError(`${program} ${args.join(" ")} failed: ${reason}`);
  }
}
