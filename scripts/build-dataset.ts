import { stat, writeFile } from "node:fs/promises";
import { availableParallelism } from "node:os";
import { dirname, join } from "node:path";
import { parseArgs } from "node:util";
import { whole } from "../lib/check/finding";
import { oddIds } from "../lib/check/odd-ids";
import { unevenColumns } from "../lib/check/uneven-columns";
import { type Config, DEFAULT_CONFIG, parseConfig, type Role } from "../lib/config";
import { createNodeEngine } from "../lib/engine/node";
import { initParquetInNode } from "../lib/engine/parquet-node";
import { describeProblem, LookbackError, problemOf } from "../lib/errors";
import { configOf } from "../lib/link";
import { manifestOf } from "../lib/manifest";
import { build } from "../lib/pipeline/build";
import type { RejectedRows } from "../lib/pipeline/rejected-rows";
import { readRecipe } from "../lib/recipe";
import type { Progress, Report } from "../lib/report";
import { openSource } from "../lib/sources/open";
import { totalBytes } from "../lib/sources/total-bytes";
import type { BuildSource, SourceFile } from "../lib/sources/types";
import { openFileBlob } from "../lib/store/file-blob";
import { createFileStore } from "../lib/store/node";
import type { Store } from "../lib/store/store";
import { daysBefore, removeFiles } from "./build-dataset/days-before";
import { startHasher } from "./build-dataset/hasher";
import { startLanes } from "./build-dataset/lanes";

const USAGE = `npm run build-dataset -- --impressions FILE [options]

  --impressions FILE       carousels shown; repeatable, as are the next four
  --clicks FILE
  --add-to-carts FILE
  --previous-orders FILE
  --events FILE            one log with a type column
  --config FILE|LINK       a share link, or a file: a config as JSON, or a manifest.json or dataset to build again from its
                           recipe; without it every default holds
  --out FILE               the dataset (default dataset.parquet); a folder when partitioned by day, in which it takes the place
                           of the dataset that manifest.json there names; other days there are refused.
                           Beside days, and beside several files, a manifest.json is written
  --report FILE            counts and figures as JSON
  --rejected FILE          rejected rows as CSV
  --threads N              threads that read, rank, encode and read back (default: the cores, at most 8); the dataset is the
                           same with any number of them
  --quiet                  no progress, which a terminal shows otherwise`;

const ROLE_FLAGS = {
  impressions: "impressions",
  clicks: "clicks",
  "add-to-carts": "add_to_carts",
  "previous-orders": "previous_orders",
  events: "events",
} as const satisfies Record<string, Role>;
/** More would each take their share of memory, and wait for the disk. */
const MOST_THREADS = 8;
const MOST_LANES = 64;
type RoleFlag = keyof typeof ROLE_FLAGS;

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      impressions: { type: "string", multiple: true },
      clicks: { type: "string", multiple: true },
      "add-to-carts": { type: "string", multiple: true },
      "previous-orders": { type: "string", multiple: true },
      events: { type: "string", multiple: true },
      config: { type: "string" },
      out: { type: "string", default: "dataset.parquet" },
      report: { type: "string" },
      rejected: { type: "string" },
      threads: { type: "string" },
      quiet: { type: "boolean", default: false },
      help: { type: "boolean", default: false },
    },
  });
  if (values.help) {
    console.log(USAGE);
    return;
  }
  const threads = threadsOf(values.threads);
  const config = values.config === undefined ? DEFAULT_CONFIG : await readConfig(values.config);
  const isByDay = config.output.partitionBy === "dt";
  const filesBefore = isByDay ? await replaceable(values.out) : [];
  await initParquetInNode();
  const sources: BuildSource[] = [];
  for (const flag of Object.keys(ROLE_FLAGS) as RoleFlag[]) {
    for (const path of values[flag] ?? []) sources.push(await openInput(path, ROLE_FLAGS[flag], config));
  }
  const given = sources.map(({ file, source, role }) => ({ path: file.path, source, role }));
  for (const { level, text } of unevenColumns(given, config)) if (level === "warning") console.error(`Warning: ${text}`);
  const bytes = totalBytes(sources);
  const store = createFileStore(pathIn(values.out, config));
  const lanes = startLanes(bytes, threads);
  const hasher = startHasher();
  const result = await build(sources, config, {
    engines: { first: createNodeEngine, more: [] },
    lanes: lanes.lanes,
    store,
    hasher,
    onProgress: values.quiet || !process.stderr.isTTY ? () => undefined : showProgress,
  })
    .then(async (built) => {
      if (isByDay || built.files.length !== 1) await writeManifest(store, built.report);
      await store.publish();
      return built;
    })
    .catch(async (thrown: unknown) => {
      await store.discard();
      throw thrown;
    })
    .finally(() => Promise.all([lanes.close(), hasher.close()]));
  result.dataset.ranked.close();
  const { report, files } = result;
  const names = files.map(({ file }) => file);
  await removeFiles(
    values.out,
    filesBefore.filter((file) => !names.includes(file)),
  );
  if (values.report !== undefined) await writeFile(values.report, `${JSON.stringify(report, null, 2)}\n`);
  if (values.rejected !== undefined) {
    await writeFile(values.rejected, Buffer.from(await result.scanned.rejected.toCsv().arrayBuffer()));
  }
  const { rows, audit, sha256 } = report;
  endProgress();
  const rejected = rejectedWords(result.scanned.rejected);
  if (rejected !== null) console.error(`${rejected}${values.rejected === undefined ? " --rejected FILE keeps them." : ""}`);
  for (const { text } of oddIds(result.textIds)) console.error(`Note: ${text}`);
  console.log(`${rows} rows, ${audit.histories} histories checked, ${audit.violations} leaks. ${values.out}\nSHA-256 ${sha256}`);
  if (audit.violations > 0)
    throw new LookbackError({ code: "output-unreadable", file: values.out, message: "the audit found leaks" });
}

/** How many rows were rejected, by reason; `null` where none was. */
function rejectedWords({ counts }: RejectedRows): string | null {
  const found = Object.entries(counts).filter(([, count]) => count > 0);
  const all = found.reduce((sum, [, count]) => sum + count, 0);
  if (all === 0) return null;
  const reasons = found.map(([reason, count]) => `${whole(count)} ${reason}`).join(", ");
  return `${whole(all)} ${all === 1 ? "row was" : "rows were"} rejected: ${reasons}.`;
}

function threadsOf(value: string | undefined): number {
  if (value === undefined) return Math.min(availableParallelism(), MOST_THREADS);
  const threads = Number(value);
  if (Number.isInteger(threads) && threads >= 1 && threads <= MOST_LANES) return threads;
  throw new UsageError(`--threads must be a whole number from 1 to ${MOST_LANES}, and not ${value}.`);
}

/** The files of the dataset of days in a folder, which is refused if it holds others. */
async function replaceable(folder: string): Promise<string[]> {
  const { known, strangers } = await daysBefore(folder);
  const [stranger] = strangers;
  if (stranger === undefined) return known;
  throw new UsageError(
    `${folder} holds ${stranger}, which would be read along with the dataset, and is not as a manifest.json there says: choose another folder, or move it away.`,
  );
}

async function writeManifest(store: Store, report: Report): Promise<void> {
  const file = await store.create("manifest.json");
  await file.write(Buffer.from(manifestOf(report)));
  await file.close();
}

async function readConfig(value: string): Promise<Config> {
  if (/(^|#)v\d+\./.test(value) && !(await isFile(value))) return configOf(value);
  const file = await openFile(value);
  const recipe = await readRecipe(file);
  return recipe ? recipe.config : parseConfig(parseJson(await file.blob.text(), value));
}

function parseJson(text: string, name: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new LookbackError({ code: "bad-config", path: "", message: `${name} is not JSON` });
  }
}

async function openInput(path: string, role: Role, config: Config): Promise<BuildSource> {
  const file = await openFile(path);
  const { source } = await openSource(file, config, role);
  return { file, source, role };
}

async function openFile(path: string): Promise<SourceFile> {
  if (!(await isFile(path))) throw new LookbackError({ code: "unreadable-file", file: path, message: "there is no such file" });
  return { path, blob: await openFileBlob(path) };
}

function isFile(path: string): Promise<boolean> {
  return stat(path).then(
    (entry) => entry.isFile(),
    () => false,
  );
}

/** `--out` is the dataset's file; other files stand beside it. When days are files, `--out` is their folder. */
function pathIn(out: string, config: Config): (name: string) => string {
  if (config.output.partitionBy === "dt") return (name) => join(out, name);
  return (name) => (name === "dataset.parquet" ? out : join(dirname(out), name));
}

let shown = 0;

function showProgress({ stage, fraction, rows, allRows, rowsPerSecond }: Progress): void {
  if (Date.now() - shown < 200) return;
  shown = Date.now();
  const all = allRows ? ` of ${allRows.isExact ? "" : "about "}${whole(allRows.count)}` : "";
  const words = `${stage} ${Math.round(fraction * 100)} %, ${whole(rows)}${all} rows, ${whole(rowsPerSecond)} rows/s`;
  process.stderr.write(`\r${words.padEnd(80)}`);
}

/** What is said next stands on a line of its own. */
function endProgress(): void {
  if (shown > 0) process.stderr.write("\n");
}

/** A wrong use of the options that only this program knows of. */
class UsageError extends Error {}

function messageOf(thrown: unknown): string {
  if (thrown instanceof UsageError) return `${thrown.message} (--help lists the options.)`;
  const { code = "", syscall, message } = thrown as NodeJS.ErrnoException;
  if (code.startsWith("ERR_PARSE_ARGS")) return `${message} (--help lists the options.)`;
  if (syscall !== undefined && code !== "ENOSPC") return `A file cannot be written: ${message}. Choose another place for it.`;
  const { title, help } = describeProblem(problemOf(thrown));
  return `${title} ${help}`;
}

main().catch((thrown: unknown) => {
  endProgress();
  console.error(messageOf(thrown));
  process.exitCode = 1;
});
