import { spawn } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";

/** The project's folder. Everything here runs with plain Node, before a single package is installed. */
export const ROOT = fileURLToPath(new URL("..", import.meta.url));
/** Where the export is built. */
export const SITE = path.join(ROOT, "out");
const MINIMUM_NODE = 20;

/** A failure that its message explains; it is printed without a stack. */
export class StepError extends Error {}

/** @param {string} text */
export function say(text) {
  console.log(`lookback: ${text}`);
}

/**
 * Runs a script's main function, and turns what it throws into one clear message and exit code 1.
 * @param {() => Promise<void>} main
 */
export async function runMain(main) {
  try {
    await main();
  } catch (error) {
    if (!(error instanceof StepError)) throw error;
    console.error(`lookback: ${error.message}`);
    process.exit(1);
  }
}

/**
 * Runs a program in the project's folder with its output on ours.
 * @param {string} program
 * @param {readonly string[]} args
 * @param {NodeJS.ProcessEnv} [env] added to the environment
 * @returns {Promise<number>} its exit code
 */
export function run(program, args, env = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { cwd: ROOT, stdio: "inherit", env: { ...process.env, ...env } });
    child.on("error", (error) => reject(new StepError(`${program} cannot be started: ${error.message}`)));
    child.on("exit", (code) => resolve(code ?? 1));
  });
}

/**
 * Runs the command of an installed package, without a shell and on every platform alike.
 * @param {string} name of the package
 * @param {readonly string[]} args
 * @param {NodeJS.ProcessEnv} [env]
 */
export function runPackage(name, args, env) {
  return run(process.execPath, [packageCommand(name), ...args], env);
}

/** @param {string} name */
function packageCommand(name) {
  const folder = path.join(ROOT, "node_modules", name);
  const { bin } = JSON.parse(readFileSync(path.join(folder, "package.json"), "utf8"));
  const file = typeof bin === "string" ? bin : Object.values(bin)[0];
  return path.join(folder, file);
}

/** Installs the packages of package-lock.json, unless exactly these are in node_modules already. */
export async function ensureInstalled() {
  const major = Number(process.versions.node.split(".")[0]);
  if (major < MINIMUM_NODE) {
    throw new StepError(`needs Node ${MINIMUM_NODE} or newer, and this is ${process.version}. Get it from https://nodejs.org.`);
  }
  const missing = missingPackages(readLock("package-lock.json"), readLock("node_modules/.package-lock.json"));
  if (missing.length === 0) return;
  say(`installing packages (${missing.length} missing or of another version) …`);
  // Not `npm ci`: it refuses a lock file that was written where the packages of other platforms cannot be had.
  // What the lock file names is installed in just that version, and the file itself stays as it is.
  const args = ["install", "--no-save", "--loglevel=error"];
  // npm names itself in the environment of its scripts; on Windows the plain name would need a shell.
  const npm = process.env.npm_execpath;
  const code = npm?.endsWith(".js") ? await run(process.execPath, [npm, ...args]) : await run("npm", args);
  if (code !== 0) throw new StepError("npm install failed (see above). It needs the network and a writable node_modules folder.");
}

/**
 * @typedef {Record<string, { version?: string, optional?: boolean, link?: boolean }>} LockedPackages by folder
 */

/**
 * The packages of a lock file that an installation lacks. Those that only some platforms need do not count.
 * @param {LockedPackages} locked
 * @param {LockedPackages} installed what npm wrote to node_modules/.package-lock.json, which it does last of all
 */
export function missingPackages(locked, installed) {
  return Object.entries(locked)
    .filter(([folder, entry]) => folder !== "" && !entry.optional && installed[folder]?.version !== entry.version)
    .map(([folder]) => folder);
}

/**
 * @param {string} file
 * @returns {LockedPackages}
 */
function readLock(file) {
  const absolute = path.join(ROOT, file);
  return existsSync(absolute) ? JSON.parse(readFileSync(absolute, "utf8")).packages : {};
}
