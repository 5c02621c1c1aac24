import { readdir, readFile, rm, rmdir, stat } from "node:fs/promises";
import { basename, dirname, join, relative, sep } from "node:path";
import { z } from "zod";

/** What stands in a folder before a dataset with a file a day is written into it. Files are named from the folder on, with slashes. */
export interface DaysBefore {
  /** The files of the dataset that the folder's manifest.json tells of, if they are as it says. */
  known: string[];
  /** All other files of days, which whoever reads the folder would take for a part of the dataset. */
  strangers: string[];
}

const manifestSchema = z.object({
  config: z.object({ output: z.object({ partitionBy: z.literal("dt") }) }),
  output: z.array(z.object({ file: z.string(), bytes: z.number() })),
});

export async function daysBefore(folder: string): Promise<DaysBefore> {
  const sizes = await sizesIn(join(folder, "manifest.json"));
  const found: DaysBefore = { known: [], strangers: [] };
  for (const file of await filesOfDays(folder)) {
    const isKnown = (await sizeOf(join(folder, file))) === sizes.get(file);
    found[isKnown ? "known" : "strangers"].push(file);
  }
  const vocabulary = sizes.get("vocabulary.parquet");
  if (vocabulary !== undefined && (await sizeOf(join(folder, "vocabulary.parquet"))) === vocabulary) {
    found.known.push("vocabulary.parquet");
  }
  return found;
}

/** Takes files away, and the folders of days that are empty then. */
export async function removeFiles(folder: string, files: readonly string[]): Promise<void> {
  for (const file of files) {
    await rm(join(folder, file), { force: true });
    if (dirname(file) !== ".") await rmdir(join(folder, dirname(file))).catch(() => undefined);
  }
}

/** The files that a manifest names, with their sizes; none where there is no manifest of days. */
async function sizesIn(manifest: string): Promise<Map<string, number>> {
  const text = await readFile(manifest, "utf8").catch(() => "");
  const parsed = manifestSchema.safeParse(parseJson(text));
  return new Map(parsed.data?.output.map(({ file, bytes }) => [file, bytes]));
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

async function filesOfDays(folder: string): Promise<string[]> {
  const days = (await entriesOf(folder, false)).filter(({ name }) => name.startsWith("dt="));
  const files: string[] = [];
  for (const day of days) {
    if (!day.isDirectory()) files.push(day.name);
    for (const entry of day.isDirectory() ? await entriesOf(join(folder, day.name), true) : []) {
      const path = relative(folder, join(entry.parentPath, entry.name));
      if (!entry.isDirectory() && !isIgnored(path)) files.push(path.split(sep).join("/"));
    }
  }
  return files;
}

/** What no reader of datasets looks at, and what a build that was stopped has left. */
function isIgnored(path: string): boolean {
  return /^[._]|\.parquet\.part$/.test(basename(path));
}

async function entriesOf(folder: string, recursive: boolean) {
  try {
    return await readdir(folder, { withFileTypes: true, recursive });
  } catch (thrown) {
    if ((thrown as NodeJS.ErrnoException).code === "ENOENT") return [];
    throw thrown;
  }
}

async function sizeOf(path: string): Promise<number | null> {
  return stat(path).then(
    ({ size }) => size,
    () => null,
  );
}
