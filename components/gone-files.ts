import { readBytes } from "../lib/sources/blob";
import type { SourceFile } from "../lib/sources/types";
import { inLanes } from "./flow";
import type { FileEntry } from "./workbench-state";

const LANES = 8;

/** Ids of the files that are added again by their path, and whose bytes the browser no longer gives. */
export async function goneFiles(files: readonly FileEntry[], added: readonly SourceFile[]): Promise<Set<number>> {
  const paths = new Set(added.map(({ path }) => path));
  const namesakes = files.filter(({ file }) => paths.has(file.path));
  const gone = await inLanes(namesakes, LANES, ({ id, file }) =>
    readBytes(file, 0, 1).then(
      () => [],
      () => [id],
    ),
  );
  return new Set(gone.flat());
}
