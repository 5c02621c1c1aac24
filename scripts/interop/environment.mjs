import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { StepError, say } from "../steps.mjs";

const run = promisify(execFile);

/** Spark 3.5 needs no other pin: `LOOKBACK_SPARK=3.5.9 npm run test:interop`. */
const SPARK = process.env.LOOKBACK_SPARK ?? "4.0.5";
const PINS = [`pyspark==${SPARK}`, "pyarrow==20.0.0"];
/** Only where the system has no torch of its own. */
const TORCH_PINS = ["torch==2.7.1", "numpy==2.2.6"];
const POLARS_PINS = ["polars==2.1.0"];

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
  const pythons = await usablePythons();
  const base = pythons.find(({ torch }) => torch) ?? pythons[0];
  if (!base) return { missing: "no Python 3.11 or newer" };
  return environment("interop", base, base.torch ? PINS : [...PINS, ...TORCH_PINS], pythons);
}

/**
 * The Python that runs the benchmark's Polars, made and kept in the same way.
 * @returns {Promise<{ python: string } | { missing: string }>} what this machine lacks, if it lacks something
 */
export async function polarsEnvironment() {
  const pythons = await usablePythons();
  const base = pythons[0];
  return base ? environment("polars", { ...base, torch: false }, POLARS_PINS, pythons) : { missing: "no Python 3.11 or newer" };
}

/**
 * @typedef {{ executable: string, version: string, torch: boolean }} Python with a torch of its own, or without
 * @param {string} name
 * @param {Python} base what the environment is made from; its packages are seen only for its torch
 * @param {readonly string[]} pins
 * @param {readonly Python[]} pythons any of them may have pip
 * @returns {Promise<{ python: string } | { missing: string }>}
 */
async function environment(name, base, pins, pythons) {
  const key = createHash("sha256")
    .update([base.executable, base.version, ...pins].join("\n"))
    .digest("hex")
    .slice(0, 12);
  const folder = path.join(cacheFolder(), `${name}-${key}`);
  const python = path.join(folder, "bin", "python");
  const ready = path.join(folder, "ready");
  if (existsSync(ready)) return { python };
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  say(`making a Python environment in ${folder} (${pins.join(", ")}) …`);
  const shared = base.torch ? ["--system-site-packages"] : [];
  await must(base.executable, ["-m", "venv", "--without-pip", ...shared, folder]);
  const pip = await withPip([base, ...pythons].map(({ executable }) => executable));
  if (pip === null) return { missing: "no pip for the Python that was found" };
  await must(pip, ["-m", "pip", "--python", python, "install", "--quiet", "--disable-pip-version-check", ...pins]);
  writeFileSync(ready, `${pins.join("\n")}\n`);
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
    await run(program, args, { maxBuffer: 1 << 26 });
  } catch (error) {
    const { stderr = "" } = /** @type {{ stderr?: string }} */ (error);
    throw new StepError(`${program} ${args.join(" ")} failed: ${stderr.trim().slice(-2000)}`);
  }
}
